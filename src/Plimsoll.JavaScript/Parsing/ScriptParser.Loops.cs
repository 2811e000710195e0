using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>The three kinds of `for`, which are told apart only after their first part.</summary>
internal sealed partial class ScriptParser
{
    private int For()
    {
        int start = _lex.Start;
        Next();
        int awaitAt = -1;
        if (_lex.Kind == TokenKind.Await && CanAwait)
        {
            awaitAt = _lex.Start;
            if (_awaitAt < 0) _awaitAt = awaitAt;
            Next();
        }

        _scopes?.Open(ScopeKind.For, start, _strict);
        Expect(TokenKind.ParenOpen);
        int node = ForRest(start, awaitAt);
        _scopes?.Close(_lex.PreviousEnd);
        return node;
    }

    private int ForRest(int start, int awaitAt)
    {
        if (_lex.Kind == TokenKind.Semicolon)
        {
            CheckNoAwait(awaitAt);
            return PlainFor(start, 0);
        }

        Operator op = ForDeclares();
        if (op == Operator.None) return ForExpression(start, awaitAt);
        int initStart = _lex.Start;
        Next();
        if (op == Operator.AwaitUsing) Next();
        int first = Declarators(op, InRule.None);
        int init = _arena.Add(NodeKind.Declaration, initStart, _lex.PreviousEnd, first, 0, 0, NodeFlags.None, op);
        bool isIn = _lex.Kind == TokenKind.In;
        if ((isIn || IsPlain(TokenKind.Of)) && _arena[first].Next == 0)
        {
            CheckLoopDeclaration(first, op, isIn);
            if (isIn) CheckNoAwait(awaitAt);
            return ForEach(start, init, awaitAt);
        }

        CheckNoAwait(awaitAt);
        return PlainFor(start, init);
    }

    private Operator ForDeclares() => _lex.Kind switch
    {
        TokenKind.Var => Operator.Var,
        TokenKind.Const => Operator.Const,
        TokenKind.Let when !_lex.HasEscape && IsLet(Place.List) => Operator.Let,
        TokenKind.Using when !_lex.HasEscape && IsUsing(isFor: true) => Operator.Using,
        TokenKind.Await when CanAwait && IsAwaitUsing(isFor: true) => Operator.AwaitUsing,
        _ => Operator.None,
    };

    private void CheckLoopDeclaration(int declarator, Operator op, bool isIn)
    {
        if (isIn && (op is Operator.Using or Operator.AwaitUsing)) throw Error(_lex.Start, "'using' cannot be used with 'in'");
        if (_arena[declarator].B == 0) return;
        // Annex B.3.5 lets `for (var a = 1 in b)` be.
        bool legacy = isIn && !_strict && op == Operator.Var && _arena[_arena[declarator].A].Kind == NodeKind.Identifier;
        if (!legacy) throw Error(_arena[declarator].Start, "the variable of such a loop cannot have an initial value");
    }

    private void CheckNoAwait(int awaitAt)
    {
        if (awaitAt >= 0) throw Error(awaitAt, "'for await' goes with 'of' only");
    }

    private int ForExpression(int start, int awaitAt)
    {
        int initStart = _lex.Start;
        bool startsWithLet = IsPlain(TokenKind.Let);
        bool isAsync = IsPlain(TokenKind.Async);
        Cover cover = new();
        int init;
        if (awaitAt >= 0)
        {
            if (_lex.Kind == TokenKind.ParenOpen || TokenFacts.IsName(_lex.Kind)) _arrowAt = initStart;
            init = Subscripts(InRule.NoneAwait, ref cover);
        }
        else init = Expression(InRule.None, ref cover);

        bool isIn = _lex.Kind == TokenKind.In;
        if (!isIn && !IsPlain(TokenKind.Of))
        {
            CheckExpression(cover);
            CheckNoAwait(awaitAt);
            return PlainFor(start, init);
        }

        if (isIn) CheckNoAwait(awaitAt);
        else
        {
            bool barename = _arena[init].Kind == NodeKind.Identifier && !_arena[init].Has(NodeFlags.Parenthesized);
            if (awaitAt < 0 && isAsync && barename) throw Error(initStart, "the variable of a for-of loop cannot be named 'async' without parentheses");
            if (startsWithLet) throw Error(initStart, "the left side of a for-of loop cannot begin with 'let'");
        }

        if (_arena[init].Kind == NodeKind.Assign) throw Error(initStart, "what such a loop assigns to cannot have an initial value");
        ToPattern(init, isBinding: false);
        return ForEach(start, init, awaitAt);
    }

    private int ForEach(int start, int init, int awaitAt)
    {
        bool isIn = _lex.Kind == TokenKind.In;
        Next();
        int target = isIn ? Expression() : Assignment();
        Expect(TokenKind.ParenClose);
        int body = LoopBody();
        return _arena.Add(isIn ? NodeKind.ForIn : NodeKind.ForOf, start, _lex.PreviousEnd, init, target, body, awaitAt >= 0 ? NodeFlags.Await : NodeFlags.None);
    }

    private int PlainFor(int start, int init)
    {
        int headStart = init == 0 ? _lex.Start : _arena[init].Start;
        Expect(TokenKind.Semicolon);
        int test = _lex.Kind == TokenKind.Semicolon ? 0 : Expression();
        Expect(TokenKind.Semicolon);
        int update = _lex.Kind == TokenKind.ParenClose ? 0 : Expression();
        int head = _arena.Add(NodeKind.ForHead, headStart, _lex.PreviousEnd, init, test, update);
        Expect(TokenKind.ParenClose);
        int body = LoopBody();
        return _arena.Add(NodeKind.For, start, _lex.PreviousEnd, head, body);
    }
}
