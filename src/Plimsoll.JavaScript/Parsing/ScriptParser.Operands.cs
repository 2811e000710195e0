using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Operands with what is called, looked up or tagged on them.</summary>
internal sealed partial class ScriptParser
{
    private int Subscripts(InRule rule, ref Cover cover)
    {
        int start = _lex.Start;
        int node = Operand(rule, ref cover);
        if (IsBareArrow(node)) return node;
        // What is looked into is a value, and can be a pattern no more.
        bool goesOn = _lex.Kind is TokenKind.Dot or TokenKind.QuestionDot or TokenKind.BracketOpen or TokenKind.ParenOpen or TokenKind.Template;
        if (goesOn && cover.IsFrom(start)) CheckExpression(cover);
        return Subscripts(node, start, noCalls: false);
    }

    /// <summary>All links of a chain: a loop, however many there are.</summary>
    private int Subscripts(int node, int start, bool noCalls)
    {
        bool optional = false;
        while (true)
        {
            NodeFlags flags = NodeFlags.None;
            if (_lex.Kind == TokenKind.QuestionDot)
            {
                if (noCalls) throw Error(_lex.Start, "an optional chain cannot stand in the callee of new");
                if (_arena[node].Kind == NodeKind.Super) throw Unexpected();
                Next();
                flags = NodeFlags.Optional;
                optional = true;
            }

            switch (_lex.Kind)
            {
                case TokenKind.Dot:
                    if (flags != NodeFlags.None) throw Unexpected();
                    Next();
                    node = Member(node, start, NodeFlags.None);
                    break;
                case TokenKind.BracketOpen:
                    Next();
                    int index = Expression();
                    Expect(TokenKind.BracketClose);
                    node = _arena.Add(NodeKind.Index, start, _lex.PreviousEnd, node, index, 0, flags);
                    break;
                case TokenKind.ParenOpen when !noCalls:
                    node = Call(node, start, flags);
                    break;
                case TokenKind.Template:
                    if (optional) throw Error(_lex.Start, "a template cannot stand in an optional chain");
                    int template = Template(isTagged: true);
                    node = _arena.Add(NodeKind.TaggedTemplate, start, _lex.PreviousEnd, node, template);
                    break;
                default:
                    if (flags != NodeFlags.None)
                    {
                        node = Member(node, start, flags);
                        break;
                    }

                    return optional ? _arena.Add(NodeKind.Chain, start, _lex.PreviousEnd, node) : node;
            }
        }
    }

    private int Member(int target, int start, NodeFlags flags)
    {
        int property;
        if (_lex.Kind == TokenKind.PrivateName)
        {
            if (_arena[target].Kind == NodeKind.Super) throw Error(_lex.Start, "super has no private fields");
            property = PrivateName();
        }
        else property = PropertyName();
        return _arena.Add(NodeKind.Member, start, _lex.PreviousEnd, target, property, 0, flags);
    }

    private int Call(int callee, int start, NodeFlags flags)
    {
        ref Node target = ref _arena[callee];
        bool evaluates = flags == NodeFlags.None && target.Kind == NodeKind.Identifier && _scopes is not null && _tables.Names[target.A].SequenceEqual("eval"u8);
        int arguments = Arguments();
        if (evaluates) _scopes!.MarkDirectEval();
        return _arena.Add(NodeKind.Call, start, _lex.PreviousEnd, callee, arguments, 0, flags);
    }

    /// <summary>The parentheses of a call.</summary>
    private int Arguments()
    {
        Next();
        NodeList list = default;
        while (_lex.Kind != TokenKind.ParenClose)
        {
            list.Add(_arena, _lex.Kind == TokenKind.Ellipsis ? Spread() : Assignment());
            if (_lex.Kind != TokenKind.ParenClose) Expect(TokenKind.Comma);
        }

        Next();
        return list.First;
    }

    private int Spread()
    {
        Cover cover = new();
        int node = Spread(ref cover);
        CheckExpression(cover);
        return node;
    }

    private int Spread(ref Cover cover)
    {
        int start = _lex.Start;
        Next();
        int value = Assignment(InRule.Allowed, ref cover, ownsCover: false);
        return _arena.Add(NodeKind.Spread, start, _lex.PreviousEnd, value, 0, 0, _lex.Kind == TokenKind.Comma ? NodeFlags.TrailingComma : NodeFlags.None);
    }

    private int Operand(InRule rule, ref Cover cover)
    {
        TokenKind kind = _lex.Kind;
        if (TokenFacts.IsName(kind)) return NameOperand(rule);
        switch (kind)
        {
            case TokenKind.This: return Keyword(NodeKind.This);
            case TokenKind.Null: return Keyword(NodeKind.Null);
            case TokenKind.True: return Keyword(NodeKind.True);
            case TokenKind.False: return Keyword(NodeKind.False);
            case TokenKind.Number: return Literal(NodeKind.Number);
            case TokenKind.BigInt: return Literal(NodeKind.BigInt);
            case TokenKind.String: return Literal(NodeKind.String);
            case TokenKind.Divide or TokenKind.DivideAssign: return Regex();
            case TokenKind.Template: return Template(isTagged: false);
            case TokenKind.ParenOpen: return Parentheses(rule);
            case TokenKind.BracketOpen: return ArrayLiteral(ref cover);
            case TokenKind.BraceOpen: return ObjectLiteral(ref cover);
            case TokenKind.Function:
                int start = _lex.Start;
                Next();
                return FunctionExpression(start, NodeFlags.None);
            case TokenKind.Class: return Class(isStatement: false, nameOptional: true);
            case TokenKind.New: return New();
            case TokenKind.Super: return Super();
            case TokenKind.Import: return ImportOperand();
            default: throw Unexpected();
        }
    }

    private int NameOperand(InRule rule)
    {
        int start = _lex.Start;
        bool canBeArrow = _arrowAt == start;
        bool isAsync = IsPlain(TokenKind.Async);
        NameToken name = TakeName();
        if (isAsync && !_lex.NewlineBefore)
        {
            if (_lex.Kind == TokenKind.Function)
            {
                Next();
                return FunctionExpression(start, NodeFlags.Async);
            }

            bool isOf = rule == InRule.NoneAwait && IsPlain(TokenKind.Of);
            if (canBeArrow && TokenFacts.IsName(_lex.Kind) && !isOf) return AsyncArrowOfName(start, rule);
            if (canBeArrow && _lex.Kind == TokenKind.ParenOpen) return AsyncParentheses(name, rule);
        }

        if (canBeArrow && _lex.Kind == TokenKind.Arrow && !_lex.NewlineBefore) return ArrowOfName(name, start, NodeFlags.None, rule);
        return Reference(name, Expansion.None);
    }

    private int Regex()
    {
        _lex.ReadRegex(out int patternEnd);
        int start = _lex.Start, end = _lex.End;
        if (_scopes is not null) _regex.Check(start + 1, patternEnd, end);
        int node = _arena.Add(NodeKind.Regex, start, end, patternEnd + 1);
        Next();
        return node;
    }

    private int Template(bool isTagged)
    {
        int start = _lex.Start;
        NodeList list = default;
        while (true)
        {
            bool last = _lex.ReadTemplateText(out int textStart, out int textEnd);
            if (!isTagged && _lex.BadEscapeAt >= 0) throw Error(_lex.BadEscapeAt, "bad escape in a template without a tag");
            list.Add(_arena, _arena.Add(NodeKind.TemplateText, textStart, textEnd));
            Next();
            if (last) break;
            list.Add(_arena, Expression());
            if (_lex.Kind != TokenKind.BraceClose) throw Unexpected(TokenKind.BraceClose);
        }

        return _arena.Add(NodeKind.Template, start, _lex.PreviousEnd, list.First);
    }

    private int ArrayLiteral(ref Cover cover)
    {
        int start = _lex.Start;
        Next();
        NodeList list = default;
        while (_lex.Kind != TokenKind.BracketClose)
        {
            if (_lex.Kind == TokenKind.Comma) list.Add(_arena, _arena.Add(NodeKind.Elision, _lex.Start, _lex.Start));
            else list.Add(_arena, _lex.Kind == TokenKind.Ellipsis ? Spread(ref cover) : Assignment(InRule.Allowed, ref cover, ownsCover: false));
            if (_lex.Kind != TokenKind.BracketClose) Expect(TokenKind.Comma);
        }

        Next();
        return _arena.Add(NodeKind.Array, start, _lex.PreviousEnd, list.First);
    }

    private int New()
    {
        int start = _lex.Start;
        Next();
        if (Eat(TokenKind.Dot))
        {
            if (!IsPlain(TokenKind.Target)) throw Unexpected(TokenKind.Target);
            Next();
            if (!Has(Context.NewTarget)) throw Error(start, "new.target can be used in functions and class fields only");
            return _arena.Add(NodeKind.NewTarget, start, _lex.PreviousEnd);
        }

        Enter();
        int calleeStart = _lex.Start;
        if (_lex.Kind == TokenKind.Import) throw Error(calleeStart, "import() cannot be called with new");
        Cover cover = new();
        int callee = Operand(InRule.Allowed, ref cover);
        CheckExpression(cover);
        if (_arena[callee].Kind == NodeKind.Super && _lex.Kind == TokenKind.ParenOpen) throw Error(calleeStart, "super() cannot be called with new");
        callee = Subscripts(callee, calleeStart, noCalls: true);
        Leave();
        bool called = _lex.Kind == TokenKind.ParenOpen;
        int arguments = called ? Arguments() : 0;
        return _arena.Add(NodeKind.New, start, _lex.PreviousEnd, callee, arguments, 0, called ? NodeFlags.None : NodeFlags.NoArguments);
    }

    private int Super()
    {
        int node = Keyword(NodeKind.Super);
        bool allowed = _lex.Kind switch
        {
            TokenKind.ParenOpen => Has(Context.SuperCall),
            TokenKind.Dot or TokenKind.BracketOpen => Has(Context.SuperProperty),
            _ => throw Unexpected(),
        };
        return allowed ? node : throw Error(_arena[node].Start, "'super' can be called in a constructor of a derived class, and looked into in methods, only");
    }

    private int ImportOperand()
    {
        int start = _lex.Start;
        Next();
        if (Eat(TokenKind.Dot))
        {
            ExpectPlain(TokenKind.Meta);
            if (!InModule) throw ModuleOnly(start, "import.meta can be used in modules only");
            return _arena.Add(NodeKind.ImportMeta, start, _lex.PreviousEnd);
        }

        Expect(TokenKind.ParenOpen);
        int source = Assignment();
        int options = 0;
        if (Eat(TokenKind.Comma) && _lex.Kind != TokenKind.ParenClose)
        {
            options = Assignment();
            Eat(TokenKind.Comma);
        }

        Expect(TokenKind.ParenClose);
        return _arena.Add(NodeKind.ImportCall, start, _lex.PreviousEnd, source, options);
    }

    private Text.JavaScriptSyntaxException ModuleOnly(int at, string message)
    {
        SawModule = true;
        return Error(at, message);
    }
}
