using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Parentheses, and arrow functions, which are known as such only after their parameters.</summary>
internal sealed partial class ScriptParser
{
    private int Parentheses(InRule rule)
    {
        int start = _lex.Start;
        bool canBeArrow = _arrowAt == start;
        Next();
        // Only what may begin a parameter makes a scope for the case that parameters they are.
        bool covers = canBeArrow && (TokenFacts.IsName(_lex.Kind) || _lex.Kind is TokenKind.BracketOpen or TokenKind.BraceOpen or TokenKind.Ellipsis or TokenKind.ParenClose);
        int yieldAt = _yieldAt, awaitAt = _awaitAt;
        _yieldAt = _awaitAt = -1;
        if (covers) _scopes?.OpenCover(start);
        Cover cover = new();
        NodeList list = ParenthesizedItems(ref cover, out int notExpression);
        Expect(TokenKind.ParenClose);
        if (covers && _lex.Kind == TokenKind.Arrow && !_lex.NewlineBefore)
        {
            CheckParameterOperators();
            _yieldAt = yieldAt;
            _awaitAt = awaitAt;
            return ArrowOfCover(list.First, start, start, NodeFlags.None, rule);
        }

        if (covers) _scopes?.DissolveCover();
        if (notExpression >= 0) throw Error(notExpression, list.First == 0 ? "an expression is expected in the parentheses" : "unexpected token in parentheses");
        CheckExpression(cover);
        if (yieldAt >= 0) _yieldAt = yieldAt;
        if (awaitAt >= 0) _awaitAt = awaitAt;
        int node = list.First;
        if (_arena[node].Next != 0)
        {
            int first = node;
            node = _arena.Add(NodeKind.Sequence, _arena[first].Start, _arena[list.Last].End, first);
        }

        _arena[node].Flags |= NodeFlags.Parenthesized;
        return node;
    }

    private NodeList ParenthesizedItems(ref Cover cover, out int notExpression)
    {
        NodeList list = default;
        notExpression = _lex.Kind == TokenKind.ParenClose ? _lex.Start : -1;
        while (_lex.Kind != TokenKind.ParenClose)
        {
            if (_lex.Kind == TokenKind.Ellipsis)
            {
                notExpression = _lex.Start;
                list.Add(_arena, RestBinding(SymbolKind.Parameter, deferred: true, onlyName: false));
                break;
            }

            list.Add(_arena, Assignment(InRule.Allowed, ref cover, ownsCover: false));
            if (_lex.Kind == TokenKind.ParenClose) break;
            int comma = _lex.Start;
            Expect(TokenKind.Comma);
            if (_lex.Kind == TokenKind.ParenClose) notExpression = comma;
        }

        return list;
    }

    private void CheckParameterOperators()
    {
        if (_yieldAt >= 0) throw Error(_yieldAt, "'yield' cannot be an operator in parameters");
        if (_awaitAt >= 0) throw Error(_awaitAt, "'await' cannot be an operator in parameters");
    }

    /// <summary>`async (…)`: an arrow function, or a call of a function of that name.</summary>
    private int AsyncParentheses(in NameToken name, InRule rule)
    {
        int parenthesis = _lex.Start;
        bool knownCall = _scopes is null && _occurrence < _tables.Occurrences.Count && _tables.Occurrences[_occurrence].Offset == name.Start;
        if (knownCall) return Call(Reference(name, Expansion.None), name.Start, NodeFlags.None);
        int yieldAt = _yieldAt, awaitAt = _awaitAt, awaitNameAt = _awaitNameAt;
        _yieldAt = _awaitAt = _awaitNameAt = -1;
        _scopes?.OpenCover(parenthesis);
        Next();
        Cover cover = new();
        NodeList list = default;
        while (_lex.Kind != TokenKind.ParenClose)
        {
            list.Add(_arena, _lex.Kind == TokenKind.Ellipsis ? Spread(ref cover) : Assignment(InRule.Allowed, ref cover, ownsCover: false));
            if (_lex.Kind != TokenKind.ParenClose) Expect(TokenKind.Comma);
        }

        Next();
        if (_lex.Kind == TokenKind.Arrow && !_lex.NewlineBefore)
        {
            CheckParameterOperators();
            if (_awaitNameAt >= 0) throw Error(_awaitNameAt, "'await' cannot be a name in the parameters of an async function");
            _yieldAt = yieldAt;
            _awaitAt = awaitAt;
            _awaitNameAt = awaitNameAt;
            return ArrowOfCover(list.First, name.Start, parenthesis, NodeFlags.Async, rule);
        }

        CheckExpression(cover);
        if (yieldAt >= 0) _yieldAt = yieldAt;
        if (awaitAt >= 0) _awaitAt = awaitAt;
        if (awaitNameAt >= 0) _awaitNameAt = awaitNameAt;
        int ordinal = _scopes is null ? _occurrence++ : _scopes.InsertAsync(name.Id, name.Start);
        int callee = _arena.Add(NodeKind.Identifier, name.Start, name.End, name.Id, ordinal);
        return _arena.Add(NodeKind.Call, name.Start, _lex.PreviousEnd, callee, list.First);
    }

    private int AsyncArrowOfName(int start, InRule rule)
    {
        int nameStart = _lex.Start;
        NameToken name = TakeName();
        if (name.Kind == TokenKind.Await) throw Error(nameStart, "'await' cannot be a parameter of an async function");
        if (_lex.Kind != TokenKind.Arrow || _lex.NewlineBefore) throw Unexpected(TokenKind.Arrow);
        return ArrowOfName(name, start, NodeFlags.Async, rule);
    }

    private int ArrowOfName(in NameToken name, int start, NodeFlags flags, InRule rule)
    {
        FunctionState outer = BeginFunction(ArrowContext(flags));
        _scopes?.Open(ScopeKind.Arrow, start, _strict);
        int parameter = BindName(name, SymbolKind.Parameter, deferred: false, Expansion.None);
        return ArrowTail(parameter, start, flags, rule, outer);
    }

    private int ArrowOfCover(int parameters, int start, int parenthesis, NodeFlags flags, InRule rule)
    {
        FunctionState outer = BeginFunction(ArrowContext(flags));
        _scopes?.CoverToArrow(start, _strict);
        for (int item = parameters; item != 0; item = _arena[item].Next) ItemToPattern(item, isBinding: true, inObject: false);
        return ArrowTail(parameters, start, flags, rule, outer);
    }

    private Context ArrowContext(NodeFlags flags)
    {
        Context context = (_context & (Context.SuperProperty | Context.SuperCall | Context.NewTarget | Context.NoArguments)) | Context.Return;
        if ((flags & NodeFlags.Async) != NodeFlags.None) context |= Context.Async;
        return context;
    }

    private int ArrowTail(int parameters, int start, NodeFlags flags, InRule rule, in FunctionState outer)
    {
        Next();
        int body;
        if (_lex.Kind == TokenKind.BraceOpen) body = Body(0, parameters, isStrictList: true);
        else
        {
            flags |= NodeFlags.ExpressionBody;
            _scopes?.EndParameters(_lex.Start);
            if (_duplicateAt >= 0) throw Error(_duplicateAt, "two parameters have the same name");
            body = Assignment(rule);
        }

        _scopes?.Close(_lex.PreviousEnd);
        EndFunction(outer);
        return _arena.Add(NodeKind.Arrow, start, _lex.PreviousEnd, 0, parameters, body, flags);
    }
}
