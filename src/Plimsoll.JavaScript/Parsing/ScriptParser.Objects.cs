using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Object literals and keys.</summary>
internal sealed partial class ScriptParser
{
    private int ObjectLiteral(ref Cover cover)
    {
        int start = _lex.Start;
        Next();
        NodeList list = default;
        bool hasProto = false;
        while (_lex.Kind != TokenKind.BraceClose)
        {
            list.Add(_arena, _lex.Kind == TokenKind.Ellipsis ? Spread(ref cover) : Property(ref cover, ref hasProto));
            if (_lex.Kind != TokenKind.BraceClose) Expect(TokenKind.Comma);
        }

        Next();
        return _arena.Add(NodeKind.Object, start, _lex.PreviousEnd, list.First);
    }

    /// <summary>A key that is no plain word: its node, and whether it is computed. A word is handled by the caller, or comes here as well.</summary>
    private int PropertyKey(out NodeFlags flags)
    {
        flags = NodeFlags.None;
        switch (_lex.Kind)
        {
            case TokenKind.String: return Literal(NodeKind.String);
            case TokenKind.Number: return Literal(NodeKind.Number);
            case TokenKind.BigInt: return Literal(NodeKind.BigInt);
            case TokenKind.BracketOpen:
                Next();
                int key = Assignment();
                Expect(TokenKind.BracketClose);
                flags = NodeFlags.Computed;
                return key;
            default: return PropertyName();
        }
    }

    /// <summary>Whether the token after a word shows that the word itself was the key: `get: 1`, `async() {}`, `{set}`.</summary>
    private bool EndsKey => _lex.Kind is TokenKind.ParenOpen or TokenKind.Colon or TokenKind.Comma or TokenKind.BraceClose or TokenKind.Assign or TokenKind.Semicolon;

    private int Property(ref Cover cover, ref bool hasProto)
    {
        int start = _lex.Start;
        if (_lex.Kind == TokenKind.Multiply)
        {
            Next();
            return MethodProperty(start, PropertyKey(out NodeFlags computed), computed, NodeFlags.Generator);
        }

        if (!TokenFacts.IsWord(_lex.Kind)) return KeyedProperty(start, ref cover, ref hasProto);
        NameToken word = PeekWord();
        bool modifier = !_lex.HasEscape && (word.Kind is TokenKind.Get or TokenKind.Set or TokenKind.Async);
        bool proto = WordIs("__proto__"u8);
        int key = PropertyName();
        if (modifier && !EndsKey && !(word.Kind == TokenKind.Async && _lex.NewlineBefore)) return ModifiedProperty(start, word.Kind);
        if (Eat(TokenKind.Colon))
        {
            if (proto) CountProto(start, ref cover, ref hasProto);
            int value = Assignment(InRule.Allowed, ref cover, ownsCover: false);
            return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, value);
        }

        if (_lex.Kind == TokenKind.ParenOpen) return MethodProperty(start, key, NodeFlags.None, NodeFlags.None);
        CheckShorthand(word);
        int name = Reference(word, Expansion.Shorthand);
        if (_lex.Kind == TokenKind.Assign)
        {
            cover.ShorthandAssign = _lex.Start;
            Next();
            int value = Assignment();
            name = _arena.Add(NodeKind.DefaultPattern, start, _lex.PreviousEnd, name, value);
        }

        return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, name, 0, NodeFlags.Shorthand);
    }

    private int KeyedProperty(int start, ref Cover cover, ref bool hasProto)
    {
        bool proto = _lex.Kind == TokenKind.String && IsProtoString();
        int key = PropertyKey(out NodeFlags flags);
        if (_lex.Kind == TokenKind.ParenOpen) return MethodProperty(start, key, flags, NodeFlags.None);
        Expect(TokenKind.Colon);
        if (proto) CountProto(start, ref cover, ref hasProto);
        int value = Assignment(InRule.Allowed, ref cover, ownsCover: false);
        return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, value, 0, flags);
    }

    private bool IsProtoString() => StringIs(_lex.Start, _lex.End, _lex.HasEscape, "__proto__");

    private static void CountProto(int start, ref Cover cover, ref bool hasProto)
    {
        if (hasProto) cover.DoubleProto = start;
        hasProto = true;
    }

    /// <summary>After `get`, `set` or `async`, with the key to come.</summary>
    private int ModifiedProperty(int start, TokenKind modifier)
    {
        NodeFlags function = NodeFlags.None;
        if (modifier == TokenKind.Async)
        {
            function = NodeFlags.Async;
            if (Eat(TokenKind.Multiply)) function |= NodeFlags.Generator;
            int method = PropertyKey(out NodeFlags methodFlags);
            return MethodProperty(start, method, methodFlags, function);
        }

        int key = PropertyKey(out NodeFlags flags);
        NodeFlags accessor = modifier == TokenKind.Get ? NodeFlags.Getter : NodeFlags.Setter;
        int value = MethodFunction(NodeFlags.None, Context.SuperProperty, out int parameters);
        CheckAccessor(accessor, value, parameters);
        return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, value, 0, flags | accessor);
    }

    private int MethodProperty(int start, int key, NodeFlags flags, NodeFlags function)
    {
        if (_lex.Kind != TokenKind.ParenOpen) throw Unexpected(TokenKind.ParenOpen);
        int value = MethodFunction(function, Context.SuperProperty, out _);
        return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, value, 0, flags | NodeFlags.Method);
    }

    private void CheckAccessor(NodeFlags accessor, int function, int parameters)
    {
        int start = _arena[function].Start;
        if (accessor == NodeFlags.Getter)
        {
            if (parameters != 0) throw Error(start, "a getter has no parameters");
            return;
        }

        if (parameters == 0 || _arena[parameters].Next != 0) throw Error(start, "a setter has exactly one parameter");
        if (_arena[parameters].Kind == NodeKind.Rest) throw Error(start, "a setter's parameter cannot be a rest");
    }
}
