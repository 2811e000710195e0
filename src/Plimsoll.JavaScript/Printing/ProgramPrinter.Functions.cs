using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Functions and classes.</summary>
public sealed partial class ProgramPrinter
{
    private void Function(int function, bool endsLine)
    {
        ref Node node = ref _arena[function];
        if (node.Has(NodeFlags.Async)) _out.Token("async"u8);
        _out.Token("function"u8);
        if (node.Has(NodeFlags.Generator)) _out.Token("*"u8);
        if (node.A != 0)
        {
            _out.Space();
            Name(node.A);
        }

        Parameters(node.B);
        _out.Space();
        FunctionBody(_arena[node.C]);
        if (endsLine) _out.EndLine();
    }

    private void Parameters(int first)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("("u8);
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            if (one != first) Comma();
            Pattern(one);
        }

        _out.Token(")"u8);
        _noIn = before;
    }

    /// <summary>The braces and what is between, also where the tree has left it out.</summary>
    private void FunctionBody(in Node body)
    {
        (bool before, _noIn) = (_noIn, false);
        int start = body.Start, end = body.End, first = body.A;
        _out.Token("{"u8);
        if (IsApart(start)) Apart(body);
        else if (body.Has(NodeFlags.Hole)) LeftOut(first, start);
        else Inside(first, start + 1, end - 1);
        _noIn = before;
    }

    private void LeftOut(int body, int start)
    {
        StatementCursor cursor = _builder.OpenBody(body);
        _out.Depth++;
        Statements(ref cursor, start + 1);
        _out.Depth--;
        _out.Token("}"u8);
    }

    private void Arrow(in Node node)
    {
        if (node.Has(NodeFlags.Async))
        {
            _out.Token("async"u8);
            _out.Space();
        }

        Parameters(node.B);
        _out.Space();
        _out.Token("=>"u8);
        _out.Space();
        if (!node.Has(NodeFlags.ExpressionBody))
        {
            FunctionBody(_arena[node.C]);
        }
        else if (IsApart(_arena[node.C].Start))
        {
            ApartExpression(node.C);
        }
        else
        {
            _arrowStart = _out.Position;
            Expression(node.C, Precedence.Assign);
        }
    }

    private void Class(int node, bool endsLine)
    {
        ref Node one = ref _arena[node];
        _out.Token("class"u8);
        if (one.A != 0)
        {
            _out.Space();
            Name(one.A);
        }

        if (one.B != 0)
        {
            _out.Space();
            _out.Token("extends"u8);
            _out.Space();
            Expression(one.B, Precedence.LeftHandSide);
        }

        _out.Space();
        Members(one.C, one.B != 0 ? _arena[one.B].End : one.A != 0 ? _arena[one.A].End : one.Start, one.End);
        if (endsLine) _out.EndLine();
    }

    private void Members(int first, int from, int end)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("{"u8);
        _out.Depth++;
        if (first != 0) _out.EndLine();
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            if (one != first) Comments(from, _arena[one].Start);
            from = _arena[one].End;
            Member(_arena[one]);
        }

        if (first != 0) Comments(from, end - 1);
        _out.Depth--;
        _out.Token("}"u8);
        _noIn = before;
    }

    private void Member(in Node node)
    {
        if (node.Has(NodeFlags.Static) || node.Kind == NodeKind.StaticBlock)
        {
            _out.Token("static"u8);
            _out.Space();
        }

        switch (node.Kind)
        {
            case NodeKind.StaticBlock:
                _out.Token("{"u8);
                Inside(node.A, BraceOf(node) + 1, node.End - 1);
                _out.EndLine();
                break;
            case NodeKind.Field:
                Key(node);
                if (node.B != 0) Value(node.B);
                Semicolon();
                break;
            default:
                Method(node);
                _out.EndLine();
                break;
        }
    }

    private int BraceOf(in Node block) => block.Start + _source.Slice(block).IndexOf((byte)'{');

    /// <summary>A method, getter or setter of an object or a class.</summary>
    private void Method(in Node node)
    {
        ref Node function = ref _arena[node.B];
        if (node.Has(NodeFlags.Getter)) _out.Token("get"u8);
        if (node.Has(NodeFlags.Setter)) _out.Token("set"u8);
        if (function.Has(NodeFlags.Async)) _out.Token("async"u8);
        if (node.Has(NodeFlags.Getter) || node.Has(NodeFlags.Setter) || function.Has(NodeFlags.Async)) _out.Space();
        if (function.Has(NodeFlags.Generator)) _out.Token("*"u8);
        Key(node);
        Parameters(function.B);
        _out.Space();
        FunctionBody(_arena[function.C]);
    }
}
