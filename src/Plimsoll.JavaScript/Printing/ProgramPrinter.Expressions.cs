using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Expressions.</summary>
public sealed partial class ProgramPrinter
{
    /// <summary>The position at which the body of an arrow function began, where `{` would be a block.</summary>
    private long _arrowStart = -1;

    /// <summary>The position after `export default`, where `function` and `class` would be declarations.</summary>
    private long _defaultStart = -1;

    /// <summary>Prints an expression, in parentheses where it binds less tightly than it must.</summary>
    private void Expression(int expression, int level)
    {
        ref Node node = ref _arena[expression];
        if (_tidy.Word(node) is { IsEmpty: false } word)
        {
            _out.Token(word);
            return;
        }

        if (Precedence.Of(node) < level || (_noIn && node is { Kind: NodeKind.Binary, Op: Operator.In }) || WouldBeAnother(node)) Parenthesized(expression);
        else Bare(expression);
    }

    private void Parenthesized(int expression)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("("u8);
        Bare(expression);
        _out.Token(")"u8);
        _noIn = before;
    }

    /// <summary>Whether the first word of an expression would be taken for something else where it stands.</summary>
    private bool WouldBeAnother(in Node node)
    {
        long here = _out.Position;
        return node.Kind switch
        {
            NodeKind.Object => here == _statementStart || here == _arrowStart,
            NodeKind.Assign => _arena[node.A].Kind == NodeKind.ObjectPattern && (here == _statementStart || here == _arrowStart),
            NodeKind.Function or NodeKind.Class => here == _statementStart || here == _defaultStart,
            NodeKind.Identifier => here == _ofStart && (NameOf(node).SequenceEqual("let"u8) || NameOf(node).SequenceEqual("async"u8)),
            _ => false,
        };
    }

    private void Bare(int expression)
    {
        ref Node node = ref _arena[expression];
        StackGuard.Check(_source, node.Start);
        switch (node.Kind)
        {
            case NodeKind.Identifier: Name(expression); break;
            case NodeKind.Number: Number(node); break;
            case NodeKind.Template: Template(node); break;
            case NodeKind.Array: Array(node); break;
            case NodeKind.Object: Object(node); break;
            case NodeKind.Function: Function(expression, endsLine: false); break;
            case NodeKind.Arrow: Arrow(node); break;
            case NodeKind.Class: Class(expression, endsLine: false); break;
            case NodeKind.Unary: Prefixed(OperatorText.Of(node.Op), node.A); break;
            case NodeKind.Await:
                _out.Mark(node.Start);
                Prefixed("await"u8, node.A);
                break;
            case NodeKind.Update: Update(node); break;
            case NodeKind.Binary or NodeKind.Logical: Chain(expression); break;
            case NodeKind.Assign: Assign(node); break;
            case NodeKind.Conditional: Conditional(node); break;
            case NodeKind.Call or NodeKind.Member or NodeKind.Index or NodeKind.TaggedTemplate: Links(expression); break;
            case NodeKind.New: New(node); break;
            case NodeKind.Chain: Links(node.A); break;
            case NodeKind.Sequence: List(node.A); break;
            case NodeKind.Yield: Yield(node); break;
            case NodeKind.ImportCall: ImportCall(node); break;
            case NodeKind.Spread: Spread(node); break;
            case NodeKind.ArrayPattern or NodeKind.ObjectPattern: Pattern(expression); break;
            default: Raw(expression); break;
        }
    }

    private void Number(in Node node)
    {
        Span<byte> buffer = stackalloc byte[64];
        _out.Token(_tidy.IsOn ? NumberText.Tidy(_source.Slice(node), buffer) : _source.Slice(node));
    }

    private void Template(in Node node)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("`"u8);
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            if (_arena[one].Kind == NodeKind.TemplateText)
            {
                _out.Piece(_source.Slice(_arena[one]));
                continue;
            }

            _out.Piece("${"u8);
            Expression(one, Precedence.Sequence);
            _out.Piece("}"u8);
        }

        _out.Piece("`"u8);
        _noIn = before;
    }

    private void Prefixed(ReadOnlySpan<byte> op, int operand, int level = Precedence.Unary)
    {
        _out.Token(op);
        if (op[0] >= 'a' && level == Precedence.Unary) _out.Space();
        Expression(operand, level);
    }

    private void Spread(in Node node)
    {
        _out.Token("..."u8);
        _out.Mark(_arena[node.A].Start);
        Expression(node.A, Precedence.Assign);
    }

    private void Update(in Node node)
    {
        if (node.Has(NodeFlags.Prefix))
        {
            _out.Mark(node.Start);
            Prefixed(OperatorText.Of(node.Op), node.A);
            return;
        }

        Expression(node.A, Precedence.LeftHandSide);
        _out.Mark(node.End - 2);
        _out.Token(OperatorText.Of(node.Op));
    }

    /// <summary>The opposite of a test.</summary>
    private void Negated(int test)
    {
        ref Node node = ref _arena[test];
        if (node is { Kind: NodeKind.Unary, Op: Operator.Not } && _tidy.Word(node).IsEmpty)
        {
            Expression(node.A, Precedence.Sequence);
        }
        else if (_tidy.Negated(node) is var op && op != Operator.None)
        {
            Sides(node, op);
        }
        else
        {
            Prefixed("!"u8, test);
        }
    }

    /// <summary>Binary and logical operators, along the left side in a loop: a sum may have a million terms.</summary>
    private void Chain(int expression)
    {
        int bottom = _chain.Count, one = expression;
        while (IsLeftChain(one))
        {
            _chain.Add(one);
            one = _arena[one].A;
            if (Precedence.Of(_arena[one]) < LeftLevel(_arena[_chain[^1]])) break;
        }

        Left(_arena[_chain[^1]]);
        for (int i = _chain.Count - 1; i >= bottom; i--) Right(_arena[_chain[i]]);
        _chain.RemoveRange(bottom, _chain.Count - bottom);
    }

    private bool IsLeftChain(int expression)
    {
        ref Node node = ref _arena[expression];
        return node.Kind is NodeKind.Binary or NodeKind.Logical && !(_noIn && node.Op == Operator.In && _chain.Count > 0 && _arena[_chain[^1]].A == expression);
    }

    private void Left(in Node node)
    {
        Operator flipped = _tidy.Flipped(node);
        if (flipped == Operator.None) Expression(node.A, LeftLevel(node));
        else Expression(node.B, LeftLevel(node));
    }

    private void Right(in Node node)
    {
        Operator flipped = _tidy.Flipped(node);
        if (node.Op is Operator.In or Operator.InstanceOf) MarkWord(node);
        Infix(flipped == Operator.None ? node.Op : flipped);
        Expression(flipped == Operator.None ? node.B : node.A, RightLevel(node));
    }

    /// <summary>Engines say that a test which takes no such value is where its word is.</summary>
    private void MarkWord(in Node test)
    {
        int end = _arena[test.A].End, at = _source.Slice(end, _arena[test.B].Start).IndexOf((byte)'i');
        if (at >= 0) _out.Mark(end + at);
    }

    /// <summary>Both sides with another operator between.</summary>
    private void Sides(in Node node, Operator op)
    {
        bool isFlipped = _tidy.Flipped(node) != Operator.None;
        Expression(isFlipped ? node.B : node.A, LeftLevel(node));
        Infix(op);
        Expression(isFlipped ? node.A : node.B, RightLevel(node));
    }

    private void Infix(Operator op)
    {
        _out.Space();
        _out.Token(OperatorText.Of(op));
        _out.Space();
    }

    /// <summary>What the left side must bind like: `**` takes no unary operator there, and `??` none of the other logical ones.</summary>
    private int LeftLevel(in Node node) => node.Op switch
    {
        Operator.Power => Precedence.Update,
        Operator.Coalesce when _arena[node.A] is not { Kind: NodeKind.Logical, Op: Operator.Coalesce } => Precedence.BitOr,
        _ => Precedence.Of(node.Op),
    };

    private static int RightLevel(in Node node) => node.Op switch
    {
        Operator.Power => Precedence.Power,
        Operator.Coalesce => Precedence.BitOr,
        _ => Precedence.Of(node.Op) + 1,
    };

    /// <summary>Assignments, along the value in a loop: `a = b = c = …` may be of any length.</summary>
    private void Assign(Node node)
    {
        while (true)
        {
            Target(node.A);
            _out.Space();
            MarkStore(node);
            if (node.Has(NodeFlags.Compound)) _out.Token(OperatorText.Of(node.Op));
            if (node.Has(NodeFlags.Compound)) _out.Piece("="u8);
            else _out.Token("="u8);
            _out.Space();
            if (_arena[node.B].Kind != NodeKind.Assign) break;
            node = _arena[node.B];
        }

        Expression(node.B, Precedence.Assign);
    }

    /// <summary>Engines say that what a property is set to is where the operator is.</summary>
    private void MarkStore(in Node assignment)
    {
        ref Node target = ref _arena[assignment.A];
        if (_out.Mapped is null || target.Kind is NodeKind.ArrayPattern or NodeKind.ObjectPattern) return;
        int spaces = _source.Slice(target.End, assignment.End).IndexOfAnyExcept(" \t\r\n)"u8);
        _out.Mark(target.End + Math.Max(0, spaces));
    }

    private void Target(int target)
    {
        ref Node node = ref _arena[target];
        // A function gets the name of a target without parentheses, and none from one with them.
        if (node.Kind == NodeKind.Identifier && node.Has(NodeFlags.Parenthesized)) Parenthesized(target);
        else if (node.Kind is NodeKind.ArrayPattern or NodeKind.ObjectPattern) Pattern(target);
        else Expression(target, Precedence.LeftHandSide);
    }

    private void Conditional(Node node)
    {
        while (true)
        {
            Expression(node.A, Precedence.Coalesce);
            _out.Space();
            _out.Token("?"u8);
            _out.Space();
            (bool before, _noIn) = (_noIn, false);
            Expression(node.B, Precedence.Assign);
            _noIn = before;
            _out.Space();
            _out.Token(":"u8);
            _out.Space();
            if (_arena[node.C].Kind != NodeKind.Conditional) break;
            node = _arena[node.C];
        }

        Expression(node.C, Precedence.Assign);
    }

    private void Yield(in Node node)
    {
        _out.Token("yield"u8);
        if (node.Has(NodeFlags.Delegate)) _out.Token("*"u8);
        if (node.A == 0) return;
        _out.Space();
        Expression(node.A, Precedence.Assign);
    }

    private void ImportCall(in Node node)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("import"u8);
        _out.Token("("u8);
        Expression(node.A, Precedence.Assign);
        if (node.B != 0)
        {
            Comma();
            Expression(node.B, Precedence.Assign);
        }

        _out.Token(")"u8);
        _noIn = before;
    }

    /// <summary>Expressions with commas between.</summary>
    private void List(int first)
    {
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            if (one != first) Comma();
            Expression(one, Precedence.Assign);
        }
    }
}
