using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Names: which words may be names where, and their occurrences.</summary>
internal sealed partial class ScriptParser
{
    private int _occurrence;

    /// <summary>Makes the node of a name that is used, and its occurrence. The token was consumed: this is what is left of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Reference(in NameToken name, Expansion expansion)
    {
        int ordinal = _scopes is null ? _occurrence++ : _scopes.Refer(name.Id, name.Start, expansion);
        return _arena.Add(NodeKind.Identifier, name.Start, name.End, name.Id, ordinal, 0, name.Flags);
    }

    /// <summary>Makes the node of a name that is declared, and its occurrence.</summary>
    private int Declare(in NameToken name, SymbolKind kind, Expansion expansion, bool hoists = false)
    {
        int ordinal = _scopes is null ? _occurrence++ : _scopes.Declare(kind, name.Id, name.Start, expansion, hoists);
        return _arena.Add(NodeKind.Identifier, name.Start, name.End, name.Id, ordinal, 0, name.Flags);
    }

    /// <summary>Takes the name in hand, which must be allowed as one here.</summary>
    private NameToken TakeName()
    {
        if (!TokenFacts.IsName(_lex.Kind)) throw Unexpected();
        NameToken name = new(_lex.Kind, _lex.Start, _lex.End, _scopes is null ? -1 : NameId(), EscapeFlag);
        if (name.Kind != TokenKind.Name) CheckName(name);
        Next();
        return name;
    }

    /// <summary>Fails where a word that is special in some places is no name here.</summary>
    private void CheckName(in NameToken name)
    {
        switch (name.Kind)
        {
            case TokenKind.Yield when Has(Context.Generator) || _strict:
                throw Error(name.Start, "'yield' cannot be a name in a generator or in strict mode");
            case TokenKind.Await when Has(Context.Async) || InModule || Has(Context.StaticBlock):
                throw Error(name.Start, "'await' cannot be a name in an async function, a static block or a module");
            case TokenKind.Await:
                if (_awaitNameAt < 0) _awaitNameAt = name.Start;
                break;
            case TokenKind.Arguments when Has(Context.NoArguments):
                throw Error(name.Start, "'arguments' cannot be used in the initial value of a field or a static block");
            case TokenKind.Implements or TokenKind.Interface or TokenKind.Let or TokenKind.Package or TokenKind.Private or TokenKind.Protected
                or TokenKind.Public or TokenKind.Static when _strict:
                throw Reserved(name);
        }
    }

    private Text.JavaScriptSyntaxException Reserved(in NameToken name) =>
        Error(name.Start, $"'{_source.GetString(name.Start, name.End)}' is a reserved word in strict mode");

    /// <summary>Fails where a name may not be bound or assigned to.</summary>
    private void CheckBindable(TokenKind kind, int start)
    {
        if (_strict && (kind is TokenKind.Eval or TokenKind.Arguments))
            throw Error(start, $"'{(kind == TokenKind.Eval ? "eval" : "arguments")}' cannot be bound or assigned to in strict mode");
    }

    /// <summary>The word that an identifier node was read from.</summary>
    private TokenKind WordOf(in Node node)
    {
        ReadOnlySpan<byte> text = node.A >= 0 ? _tables.Names[node.A] : _source.Slice(node.Start, node.End);
        if (text.SequenceEqual("eval"u8)) return TokenKind.Eval;
        if (text.SequenceEqual("arguments"u8)) return TokenKind.Arguments;
        return TokenKind.Name;
    }

    /// <summary>A property's name: any word.</summary>
    private int PropertyName()
    {
        if (!TokenFacts.IsWord(_lex.Kind)) throw Unexpected();
        int node = _arena.Add(NodeKind.PropertyName, _lex.Start, _lex.End, -1, 0, 0, EscapeFlag);
        Next();
        return node;
    }

    private int Literal(NodeKind kind)
    {
        if (_strict && (kind is NodeKind.Number or NodeKind.String) && _lex.OctalAt >= 0)
            throw Error(_lex.OctalAt, "octal numbers and escapes cannot be used in strict mode");
        int node = _arena.Add(kind, _lex.Start, _lex.End, 0, 0, 0, kind == NodeKind.String ? EscapeFlag : NodeFlags.None);
        Next();
        return node;
    }

    private int Keyword(NodeKind kind)
    {
        int node = _arena.Add(kind, _lex.Start, _lex.End);
        Next();
        return node;
    }
}

/// <summary>A name that was consumed.</summary>
internal readonly record struct NameToken(TokenKind Kind, int Start, int End, int Id, NodeFlags Flags);
