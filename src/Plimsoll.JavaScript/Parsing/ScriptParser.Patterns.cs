using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Patterns: those that declarations have, and expressions that turn out to be patterns.</summary>
internal sealed partial class ScriptParser
{
    /// <summary>How a pattern's names are taken: declared as a kind, or (parameters that may be none) only used until that is known.</summary>
    private int BindName(SymbolKind kind, bool deferred, Expansion expansion)
    {
        NameToken name = TakeName();
        return BindName(name, kind, deferred, expansion);
    }

    private int BindName(in NameToken name, SymbolKind kind, bool deferred, Expansion expansion)
    {
        if (deferred) return Reference(name, expansion);
        CheckBindable(name.Kind, name.Start);
        if ((kind is SymbolKind.Let or SymbolKind.Const or SymbolKind.Using or SymbolKind.Class) && name.Kind == TokenKind.Let)
            throw Error(name.Start, "'let' cannot be declared by let, const, using or class");
        if (kind == SymbolKind.Parameter && _scopes is not null && _duplicateAt < 0 && _scopes.IsDeclared(name.Id)) _duplicateAt = name.Start;
        return Declare(name, kind, expansion);
    }

    /// <summary>A name or pattern that is declared.</summary>
    private int BindingTarget(SymbolKind kind, bool deferred = false)
    {
        if (_lex.Kind == TokenKind.BracketOpen)
        {
            Enter();
            int array = ArrayBinding(kind, deferred);
            Leave();
            return array;
        }

        if (_lex.Kind != TokenKind.BraceOpen) return BindName(kind, deferred, Expansion.None);
        Enter();
        int node = ObjectBinding(kind, deferred);
        Leave();
        return node;
    }

    private int BindingElement(SymbolKind kind, bool deferred)
    {
        int start = _lex.Start;
        return WithDefault(BindingTarget(kind, deferred), start);
    }

    private int WithDefault(int target, int start)
    {
        if (!Eat(TokenKind.Assign)) return target;
        int value = Assignment();
        return _arena.Add(NodeKind.DefaultPattern, start, _lex.PreviousEnd, target, value);
    }

    private int ArrayBinding(SymbolKind kind, bool deferred)
    {
        int start = _lex.Start;
        Next();
        NodeList list = default;
        while (_lex.Kind != TokenKind.BracketClose)
        {
            if (_lex.Kind == TokenKind.Comma) list.Add(_arena, _arena.Add(NodeKind.Elision, _lex.Start, _lex.Start));
            else if (_lex.Kind == TokenKind.Ellipsis)
            {
                list.Add(_arena, RestBinding(kind, deferred, onlyName: false));
                break;
            }
            else list.Add(_arena, BindingElement(kind, deferred));

            if (_lex.Kind != TokenKind.BracketClose) Expect(TokenKind.Comma);
        }

        Expect(TokenKind.BracketClose);
        return _arena.Add(NodeKind.ArrayPattern, start, _lex.PreviousEnd, list.First);
    }

    private int RestBinding(SymbolKind kind, bool deferred, bool onlyName)
    {
        int start = _lex.Start;
        Next();
        int target = onlyName ? BindName(kind, deferred, Expansion.None) : BindingTarget(kind, deferred);
        if (_lex.Kind == TokenKind.Comma) throw Error(_lex.Start, "no comma is allowed after a rest element");
        return _arena.Add(NodeKind.Rest, start, _lex.PreviousEnd, target);
    }

    private int ObjectBinding(SymbolKind kind, bool deferred)
    {
        int start = _lex.Start;
        Next();
        NodeList list = default;
        while (_lex.Kind != TokenKind.BraceClose)
        {
            if (_lex.Kind == TokenKind.Ellipsis)
            {
                list.Add(_arena, RestBinding(kind, deferred, onlyName: true));
                break;
            }

            list.Add(_arena, PropertyBinding(kind, deferred));
            if (_lex.Kind != TokenKind.BraceClose) Expect(TokenKind.Comma);
        }

        Expect(TokenKind.BraceClose);
        return _arena.Add(NodeKind.ObjectPattern, start, _lex.PreviousEnd, list.First);
    }

    private int PropertyBinding(SymbolKind kind, bool deferred)
    {
        int start = _lex.Start;
        if (TokenFacts.IsWord(_lex.Kind))
        {
            NameToken word = PeekWord();
            int property = PropertyName();
            if (_lex.Kind != TokenKind.Colon)
            {
                CheckShorthand(word);
                int value = WithDefault(BindName(word, kind, deferred, Expansion.Shorthand), start);
                return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, property, value, 0, NodeFlags.Shorthand);
            }

            Next();
            int named = BindingElement(kind, deferred);
            return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, property, named);
        }

        int key = PropertyKey(out NodeFlags flags);
        Expect(TokenKind.Colon);
        int target = BindingElement(kind, deferred);
        return _arena.Add(NodeKind.Property, start, _lex.PreviousEnd, key, target, 0, flags);
    }

    /// <summary>The word in hand as a name, which it need not be.</summary>
    private NameToken PeekWord()
    {
        bool name = _scopes is not null && TokenFacts.IsName(_lex.Kind);
        return new NameToken(_lex.Kind, _lex.Start, _lex.End, name ? NameId() : -1, EscapeFlag);
    }

    private void CheckShorthand(in NameToken word)
    {
        if (!TokenFacts.IsName(word.Kind)) throw Error(word.Start, $"the reserved word '{_source.GetString(word.Start, word.End)}' cannot be a shorthand property");
        CheckName(word);
    }

    /// <summary>Turns an expression into the pattern that it is written like, and checks it; the names of parameters are declared.</summary>
    private void ToPattern(int at, bool isBinding)
    {
        Enter();
        ref Node node = ref _arena[at];
        if (node.Has(NodeFlags.Parenthesized) && (isBinding || node.Kind is not (NodeKind.Identifier or NodeKind.Member or NodeKind.Index)))
            throw Error(node.Start, "a pattern cannot stand in parentheses");
        switch (node.Kind)
        {
            case NodeKind.Identifier:
                NameToPattern(ref node, isBinding);
                break;
            case NodeKind.Member or NodeKind.Index when !isBinding:
                break;
            case NodeKind.Object or NodeKind.ObjectPattern:
                node.Kind = NodeKind.ObjectPattern;
                for (int item = node.A; item != 0; item = _arena[item].Next) PropertyToPattern(item, isBinding);
                break;
            case NodeKind.Array or NodeKind.ArrayPattern:
                node.Kind = NodeKind.ArrayPattern;
                for (int item = node.A; item != 0; item = _arena[item].Next) ItemToPattern(item, isBinding, inObject: false);
                break;
            case NodeKind.Assign when node.Op == Operator.Assign:
                node.Kind = NodeKind.DefaultPattern;
                node.Op = Operator.None;
                ToPattern(node.A, isBinding);
                break;
            case NodeKind.DefaultPattern:
                ToPattern(node.A, isBinding);
                break;
            case NodeKind.Chain:
                throw Error(node.Start, "an optional chain cannot be assigned to");
            default:
                throw Error(node.Start, isBinding ? "this cannot be a parameter" : "this cannot be assigned to");
        }

        Leave();
    }

    private void NameToPattern(ref Node node, bool isBinding)
    {
        CheckBindable(_strict ? WordOf(node) : TokenKind.Name, node.Start);
        if (!isBinding || _scopes is null) return;
        if (_duplicateAt < 0 && _scopes.IsDeclared(node.A)) _duplicateAt = node.Start;
        _scopes.DeclareOccurrence(SymbolKind.Parameter, node.A, node.B);
    }

    private void PropertyToPattern(int at, bool isBinding)
    {
        ref Node property = ref _arena[at];
        if (property.Kind != NodeKind.Property)
        {
            ItemToPattern(at, isBinding, inObject: true);
            return;
        }

        if (property.Has(NodeFlags.Method | NodeFlags.Getter | NodeFlags.Setter)) throw Error(property.Start, "a pattern cannot have methods");
        ToPattern(property.B, isBinding);
    }

    private void ItemToPattern(int at, bool isBinding, bool inObject)
    {
        ref Node item = ref _arena[at];
        if (item.Kind == NodeKind.Elision) return;
        if (item.Kind is not (NodeKind.Spread or NodeKind.Rest))
        {
            ToPattern(at, isBinding);
            return;
        }

        if (item.Next != 0 || item.Has(NodeFlags.TrailingComma)) throw Error(item.End, "a rest element must be the last, without a comma after it");
        item.Kind = NodeKind.Rest;
        ref Node target = ref _arena[item.A];
        if (target.Kind is NodeKind.Assign or NodeKind.DefaultPattern) throw Error(target.Start, "a rest element cannot have a default value");
        if (inObject && (target.Kind is NodeKind.Object or NodeKind.Array or NodeKind.ObjectPattern or NodeKind.ArrayPattern))
            throw Error(target.Start, "the rest of an object goes to a name, not to a pattern");
        ToPattern(item.A, isBinding);
    }

    /// <summary>Fails where `++`, `+=` and the like have nothing to assign to.</summary>
    private void CheckSimpleTarget(int at)
    {
        ref Node node = ref _arena[at];
        if (node.Kind == NodeKind.Identifier) CheckBindable(_strict ? WordOf(node) : TokenKind.Name, node.Start);
        else if (node.Kind is not (NodeKind.Member or NodeKind.Index)) throw Error(node.Start, "this cannot be assigned to");
    }
}
