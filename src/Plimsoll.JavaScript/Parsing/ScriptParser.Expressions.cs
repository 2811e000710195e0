using Plimsoll.JavaScript.Lexing;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Expressions down to operators.</summary>
internal sealed partial class ScriptParser
{
    /// <summary>Where a plain `in` is no operator: the head of a `for`.</summary>
    internal enum InRule : byte
    {
        /// <summary>It is one.</summary>
        Allowed,

        /// <summary>It is none.</summary>
        None,

        /// <summary>It is none, and `async of` is no arrow function: `for await`.</summary>
        NoneAwait,
    }

    private int Expression(InRule rule = InRule.Allowed)
    {
        Cover cover = new();
        int node = Expression(rule, ref cover);
        CheckExpression(cover);
        return node;
    }

    private int Expression(InRule rule, ref Cover cover)
    {
        int start = _lex.Start;
        int first = Assignment(rule, ref cover, ownsCover: false);
        if (_lex.Kind != TokenKind.Comma) return first;
        NodeList list = default;
        list.Add(_arena, first);
        while (Eat(TokenKind.Comma)) list.Add(_arena, Assignment(rule, ref cover, ownsCover: false));
        return _arena.Add(NodeKind.Sequence, start, _lex.PreviousEnd, list.First);
    }

    private void CheckExpression(in Cover cover)
    {
        if (cover.ShorthandAssign >= 0) throw Error(cover.ShorthandAssign, "a default value of a shorthand property is allowed in patterns only");
        if (cover.DoubleProto >= 0) throw Error(cover.DoubleProto, "an object can have only one __proto__: value");
    }

    private int Assignment(InRule rule = InRule.Allowed)
    {
        Cover cover = new();
        return Assignment(rule, ref cover, ownsCover: true);
    }

    /// <summary>
    /// An expression without a comma. Assignments and conditionals go on to the right as long as they like, so they are chained in a loop:
    /// the last one waits for its value.
    /// </summary>
    private int Assignment(InRule rule, ref Cover outer, bool ownsCover)
    {
        Enter();
        int first = 0, last = 0;
        Cover own = new();
        while (true)
        {
            ref Cover cover = ref own;
            bool owns = last != 0 || ownsCover;
            if (owns) own = new Cover();
            else cover = ref outer;
            int node = AssignmentStep(rule, ref cover, owns, out bool goesOn);
            if (last == 0) first = node;
            else if (_arena[last].Kind == NodeKind.Conditional) _arena[last].C = node;
            else _arena[last].B = node;
            if (!goesOn) break;
            last = node;
        }

        if (last != 0) CloseChain(first);
        Leave();
        return first;
    }

    private void CloseChain(int node)
    {
        int end = _lex.PreviousEnd;
        while (node != 0 && _arena[node].End < 0)
        {
            ref Node link = ref _arena[node];
            link.End = end;
            node = link.Kind == NodeKind.Conditional ? link.C : link.B;
        }
    }

    /// <summary>One operand, and the assignment or question mark after it, whose node (with an end of -1) then waits for the value to the right.</summary>
    private int AssignmentStep(InRule rule, ref Cover cover, bool owns, out bool goesOn)
    {
        goesOn = false;
        if (_lex.Kind == TokenKind.Yield && Has(Context.Generator) && !_lex.HasEscape) return Yield(rule);
        int start = _lex.Start;
        Cover before = cover;
        if (_lex.Kind == TokenKind.ParenOpen || TokenFacts.IsName(_lex.Kind)) _arrowAt = start;
        int left = BinaryExpression(rule, ref cover, start);
        if (!IsBareArrow(left))
        {
            if (_lex.Kind == TokenKind.Question)
            {
                goesOn = true;
                return Question(left, start);
            }

            if (TokenFacts.IsAssignment(_lex.Kind))
            {
                goesOn = true;
                cover = before;
                return AssignTo(left, start);
            }
        }

        if (owns) CheckExpression(cover);
        return left;
    }

    private bool IsBareArrow(int node) => _arena[node].Kind == NodeKind.Arrow && !_arena[node].Has(NodeFlags.Parenthesized);

    private int AssignTo(int left, int start)
    {
        bool plain = _lex.Kind == TokenKind.Assign;
        Operator op = TokenFacts.Operator(_lex.Kind);
        if (plain) ToPattern(left, isBinding: false);
        else CheckSimpleTarget(left);
        Next();
        return _arena.Add(NodeKind.Assign, start, -1, left, 0, 0, plain ? NodeFlags.None : NodeFlags.Compound, op);
    }

    private int Question(int test, int start)
    {
        Next();
        int consequent = Assignment();
        Expect(TokenKind.Colon);
        return _arena.Add(NodeKind.Conditional, start, -1, test, consequent);
    }

    private int BinaryExpression(InRule rule, ref Cover cover, int start)
    {
        int left = UnaryExpression(rule, ref cover, sawUnary: false);
        if (IsBareArrow(left)) return left;
        return Operators(left, start, 0, rule);
    }

    /// <summary>The operators after an operand that bind tighter than a level.</summary>
    private int Operators(int left, int start, int level, InRule rule)
    {
        while (true)
        {
            TokenKind kind = _lex.Kind;
            int precedence = TokenFacts.Precedence(kind);
            if (precedence <= level || (kind == TokenKind.In && rule != InRule.Allowed)) return left;
            Next();
            int rightStart = _lex.Start;
            Cover cover = new();
            int right = UnaryExpression(rule, ref cover, sawUnary: false);
            CheckExpression(cover);
            // Power is right-associative, and its left side was no unary operator: see UnaryExpression.
            right = Operators(right, rightStart, kind == TokenKind.Power ? precedence - 1 : precedence, rule);
            left = Binary(kind, left, right, start);
        }
    }

    private int Binary(TokenKind kind, int left, int right, int start)
    {
        bool logical = kind is TokenKind.And or TokenKind.Or or TokenKind.Coalesce;
        if (_arena[right].Kind == NodeKind.PrivateName) throw Error(_arena[right].Start, "a private name can stand only on the left of 'in'");
        if (kind == TokenKind.Coalesce)
        {
            if (IsBare(left, mixed: true) || IsBare(right, mixed: true)) throw Mixed(start);
        }
        else if (kind is TokenKind.And or TokenKind.Or && (IsBare(left, mixed: false) || IsBare(right, mixed: false))) throw Mixed(start);

        return _arena.Add(logical ? NodeKind.Logical : NodeKind.Binary, start, _lex.PreviousEnd, left, right, 0, NodeFlags.None, TokenFacts.Operator(kind));
    }

    private bool IsBare(int node, bool mixed)
    {
        ref Node operand = ref _arena[node];
        return operand.Kind == NodeKind.Logical && !operand.Has(NodeFlags.Parenthesized) && (operand.Op == Operator.Coalesce) != mixed;
    }

    private Text.JavaScriptSyntaxException Mixed(int start) => Error(start, "?? cannot be mixed with && or || without parentheses");

    private int UnaryExpression(InRule rule, ref Cover cover, bool sawUnary)
    {
        int start = _lex.Start;
        TokenKind kind = _lex.Kind;
        int node;
        if (kind == TokenKind.Await && CanAwait)
        {
            Enter();
            node = Await(rule);
            Leave();
            sawUnary = true;
        }
        else if (kind is TokenKind.Not or TokenKind.BitNot or TokenKind.Add or TokenKind.Subtract or TokenKind.Typeof or TokenKind.Void or TokenKind.Delete
            or TokenKind.Increment or TokenKind.Decrement)
        {
            Enter();
            bool update = kind is TokenKind.Increment or TokenKind.Decrement;
            Next();
            Cover own = new();
            int operand = UnaryExpression(rule, ref own, sawUnary: true);
            CheckExpression(own);
            if (update) CheckSimpleTarget(operand);
            else if (kind == TokenKind.Delete) CheckDelete(operand, start);
            node = _arena.Add(update ? NodeKind.Update : NodeKind.Unary, start, _lex.PreviousEnd, operand, 0, 0, update ? NodeFlags.Prefix : NodeFlags.None, TokenFacts.Operator(kind));
            Leave();
            if (!update) sawUnary = true;
            else if (!sawUnary) return PowerOf(node, start, rule);
        }
        else if (!sawUnary && kind == TokenKind.PrivateName)
        {
            if (rule != InRule.Allowed) throw Unexpected();
            node = PrivateName();
            if (_lex.Kind != TokenKind.In) throw Unexpected(TokenKind.In);
            return node;
        }
        else
        {
            node = Subscripts(rule, ref cover);
            while (_lex.Kind is TokenKind.Increment or TokenKind.Decrement && !_lex.NewlineBefore)
            {
                Operator op = TokenFacts.Operator(_lex.Kind);
                CheckSimpleTarget(node);
                Next();
                node = _arena.Add(NodeKind.Update, start, _lex.PreviousEnd, node, 0, 0, NodeFlags.None, op);
            }
        }

        if (_lex.Kind != TokenKind.Power) return node;
        if (IsBareArrow(node)) return node;
        if (sawUnary && (_arena[node].Kind is NodeKind.Unary or NodeKind.Await) && !_arena[node].Has(NodeFlags.Parenthesized)) throw Error(_lex.Start, "a unary operator before ** needs parentheses");
        return sawUnary ? node : PowerOf(node, start, rule);
    }

    /// <summary>`a ** b` binds tighter than all other operators and to the right.</summary>
    private int PowerOf(int node, int start, InRule rule) => _lex.Kind == TokenKind.Power ? PowerRest(node, start, rule) : node;

    private int PowerRest(int node, int start, InRule rule)
    {
        Next();
        Enter();
        Cover cover = new();
        int right = UnaryExpression(rule, ref cover, sawUnary: false);
        CheckExpression(cover);
        Leave();
        return Binary(TokenKind.Power, node, right, start);
    }

    private void CheckDelete(int operand, int start)
    {
        ref Node node = ref _arena[operand];
        if (node.Kind == NodeKind.Identifier && _strict) throw Error(start, "a name cannot be deleted in strict mode");
        bool isPrivate = node.Kind == NodeKind.Chain ? IsPrivateMember(node.A) : IsPrivateMember(operand);
        if (isPrivate) throw Error(start, "a private field cannot be deleted");
    }

    private bool IsPrivateMember(int node) => _arena[node].Kind == NodeKind.Member && _arena[_arena[node].B].Kind == NodeKind.PrivateName;

    private bool CanAwait => Has(Context.Async) && !_lex.HasEscape;

    private int Await(InRule rule)
    {
        int start = _lex.Start;
        if (_awaitAt < 0) _awaitAt = start;
        Next();
        Cover cover = new();
        int value = UnaryExpression(rule, ref cover, sawUnary: true);
        CheckExpression(cover);
        return _arena.Add(NodeKind.Await, start, _lex.PreviousEnd, value);
    }

    private int Yield(InRule rule)
    {
        int start = _lex.Start;
        if (_yieldAt < 0) _yieldAt = start;
        Next();
        bool ends = _lex.NewlineBefore || _lex.Kind is TokenKind.Semicolon or TokenKind.EndOfFile or TokenKind.BraceClose or TokenKind.ParenClose
            or TokenKind.BracketClose or TokenKind.Comma or TokenKind.Colon or TokenKind.In;
        if (ends || (_lex.Kind == TokenKind.Of && rule != InRule.Allowed)) return _arena.Add(NodeKind.Yield, start, _lex.PreviousEnd);
        bool all = Eat(TokenKind.Multiply);
        int value = Assignment(rule);
        return _arena.Add(NodeKind.Yield, start, _lex.PreviousEnd, value, 0, 0, all ? NodeFlags.Delegate : NodeFlags.None);
    }
}
