using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>
/// The one parser, in two modes. A survey goes over a whole program, binds its names, checks everything, and lets go of each statement. A build makes
/// the tree of one statement of a program that was surveyed: it knows all occurrences beforehand, leaves long bodies out, and need not check
/// again what concerns more than the statement. Written by descent; what may be long without being nested is a loop.
/// </summary>
internal sealed partial class ScriptParser : IDisposable
{
    /// <summary>
    /// How deep a program may nest: statements, expressions in expressions, and patterns count one each, so that a function in a call is about three.
    /// Real bundles stay below 500. The deepest program takes less than 12 MiB of stack; a thread with less is told so by the same error.
    /// </summary>
    public const int DepthMax = 4000;

    // The runtime keeps 64 KiB below what it calls sufficient, which eight levels never need.
    private const int StackCheckMask = 7;

    private readonly Lexer _lex;
    private readonly SourceText _source;
    private readonly ScopeTables _tables;
    private readonly ScopeBuilder? _scopes;
    private readonly NodeArena _arena;
    private readonly int _bodyBytesMin;
    private readonly RegexChecker _regex;
    private Context _context;
    private bool _strict;
    private bool _module;
    private int _depth;

    // Places that are errors if what is being read turns out to be parameters, as in acorn: -1 is "none".
    private int _yieldAt = -1;
    private int _awaitAt = -1;
    private int _awaitNameAt = -1;
    private int _arrowAt = -1;

    /// <summary>A parser that surveys.</summary>
    public ScriptParser(ScopeTables tables, NodeArena arena, SurveyOptions options)
    {
        _tables = tables;
        _source = tables.Source;
        _lex = new Lexer(_source);
        _regex = new RegexChecker(_source);
        _arena = arena;
        _scopes = new ScopeBuilder(tables, options.TreeStore);
        _bodyBytesMin = options.BodyBytesMin;
    }

    /// <summary>A parser that builds.</summary>
    public ScriptParser(ScopeTables tables, NodeArena arena)
    {
        _tables = tables;
        _source = tables.Source;
        _lex = new Lexer(_source);
        _regex = new RegexChecker(_source);
        _arena = arena;
    }

    /// <summary>Whether the first `import` or `export` statement was met while reading a script.</summary>
    public bool SawModule { get; private set; }

    /// <summary>Whether a script was no program because of a `return` outside of functions.</summary>
    public bool SawReturn { get; private set; }

    private TokenKind Token => _lex.Kind;

    private bool InModule => _module;

    /// <inheritdoc/>
    public void Dispose() => _scopes?.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Next() => _lex.Next();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Eat(TokenKind kind)
    {
        if (_lex.Kind != kind) return false;
        _lex.Next();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(TokenKind kind)
    {
        if (_lex.Kind != kind) throw Unexpected(kind);
        _lex.Next();
    }

    /// <summary>Whether the token is a word with a meaning here, written without escapes.</summary>
    private bool IsPlain(TokenKind word) => _lex.Kind == word && !_lex.HasEscape;

    private bool EatPlain(TokenKind word)
    {
        if (!IsPlain(word)) return false;
        _lex.Next();
        return true;
    }

    private void ExpectPlain(TokenKind word)
    {
        if (!EatPlain(word)) throw Unexpected(word);
    }

    private bool CanEndStatement => _lex.Kind is TokenKind.EndOfFile or TokenKind.BraceClose || _lex.NewlineBefore;

    /// <summary>The end of a statement: a semicolon, or what stands for one.</summary>
    private void Semicolon()
    {
        if (!Eat(TokenKind.Semicolon) && !CanEndStatement) throw Unexpected(TokenKind.Semicolon);
    }

    private bool Has(Context flag) => (_context & flag) != Context.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter()
    {
        if (++_depth > DepthMax) throw Error(_lex.Start, $"nested deeper than {DepthMax} levels");
        if ((_depth & StackCheckMask) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error(_lex.Start, $"nested too deep for the stack of this thread, at level {_depth} of at most {DepthMax}; run on a thread with 16 MiB of stack");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave() => _depth--;

    private JavaScriptSyntaxException Error(int offset, string message) => _source.Error(offset, message);

    private JavaScriptSyntaxException Unexpected()
    {
        if (_lex.Kind == TokenKind.EndOfFile) return Error(_lex.Start, "the program ends too early");
        int end = Math.Min(_lex.End, _lex.Start + 40);
        if (_lex.Kind == TokenKind.EscapedReserved) return Error(_lex.Start, "a reserved word cannot be written with escapes");
        return Error(_lex.Start, $"unexpected token {_source.GetString(_lex.Start, end)}");
    }

    private JavaScriptSyntaxException Unexpected(TokenKind wanted)
    {
        JavaScriptSyntaxException error = Unexpected();
        return Error(error.Offset, $"{error.Reason}; {TokenFacts.Describe(wanted)} is expected");
    }

    /// <summary>The interned name of the word in hand.</summary>
    private int NameId() => _lex.HasEscape ? _tables.Names.Intern(_lex.Decoded) : _tables.Names.Intern(_lex.Start, _lex.End);

    private NodeFlags EscapeFlag => _lex.HasEscape ? NodeFlags.HasEscape : NodeFlags.None;

    /// <summary>Whether a token's text, decoded, is a certain ASCII word.</summary>
    private bool WordIs(ReadOnlySpan<byte> word) => (_lex.HasEscape ? _lex.Decoded : _source.Slice(_lex.Start, _lex.End)).SequenceEqual(word);
}

/// <summary>What the function, or the part of a class, that is being read allows.</summary>
[Flags]
internal enum Context
{
    None = 0,

    /// <summary>`return`.</summary>
    Return = 1,

    /// <summary>`yield` as an operator.</summary>
    Generator = 2,

    /// <summary>`await` as an operator.</summary>
    Async = 4,

    /// <summary>`super.a`.</summary>
    SuperProperty = 8,

    /// <summary>`super()`.</summary>
    SuperCall = 16,

    /// <summary>`new.target`.</summary>
    NewTarget = 32,

    /// <summary>No `arguments`: the initial value of a field, or a static block.</summary>
    NoArguments = 64,

    /// <summary>No `await` at all: directly in a static block.</summary>
    StaticBlock = 128,
}

/// <summary>Errors of an expression that are none if it becomes a pattern. Each the last such place, or -1.</summary>
internal struct Cover
{
    public int ShorthandAssign = -1;
    public int DoubleProto = -1;

    public Cover()
    {
    }

    /// <summary>Whether there is one from an offset on.</summary>
    public readonly bool IsFrom(int start) => ShorthandAssign >= start || DoubleProto >= start;
}
