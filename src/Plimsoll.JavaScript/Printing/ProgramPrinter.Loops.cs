using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Declarations, and the loops in whose heads they may stand.</summary>
public sealed partial class ProgramPrinter
{
    /// <summary>Whether `in` would end the head of a loop here.</summary>
    private bool _noIn;

    /// <summary>The position at which the head of a `for`-`of` began, where `let` and `async` would be words of the language.</summary>
    private long _ofStart = -1;

    private void DeclarationStatement(in Node node)
    {
        if (!_tidy.IsOn)
        {
            Declaration(node);
            Semicolon();
            return;
        }

        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            _out.Mark(one == node.A ? node.Start : _arena[one].Start);
            _out.Token(OperatorText.Of(node.Op));
            _out.Space();
            Declarator(_arena[one]);
            Semicolon();
        }
    }

    private void Declaration(in Node node)
    {
        _out.Token(OperatorText.Of(node.Op));
        _out.Space();
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            if (one != node.A) Comma();
            Declarator(_arena[one]);
        }
    }

    private void Declarator(in Node node)
    {
        Pattern(node.A);
        if (node.B != 0) Value(node.B);
    }

    /// <summary>` = value`.</summary>
    private void Value(int expression)
    {
        _out.Space();
        _out.Token("="u8);
        _out.Space();
        Expression(expression, Precedence.Assign);
    }

    private void For(in Node node)
    {
        ref Node head = ref _arena[node.A];
        _out.Token("for"u8);
        _out.Space();
        _out.Token("("u8);
        Head(head.A, isOf: false);
        _out.Token(";"u8);
        Optional(head.B);
        _out.Token(";"u8);
        Optional(head.C);
        _out.Token(")"u8);
        Body(node.B);
    }

    private void ForEach(in Node node)
    {
        bool isOf = node.Kind == NodeKind.ForOf;
        _out.Token("for"u8);
        if (isOf && node.Has(NodeFlags.Await)) _out.Token("await"u8);
        _out.Space();
        _out.Token("("u8);
        Head(node.A, isOf);
        _out.Space();
        _out.Token(isOf ? "of"u8 : "in"u8);
        _out.Space();
        _out.Mark(_arena[node.B].Start);
        Expression(node.B, isOf ? Precedence.Assign : Precedence.Sequence);
        _out.Token(")"u8);
        Body(node.C);
    }

    private void Head(int node, bool isOf)
    {
        if (node == 0) return;
        (bool before, _noIn) = (_noIn, true);
        _statementStart = _out.Position;
        if (isOf) _ofStart = _out.Position;
        if (_arena[node].Kind == NodeKind.Declaration) Declaration(_arena[node]);
        else if (_arena[node].Kind is NodeKind.ArrayPattern or NodeKind.ObjectPattern) Pattern(node);
        else Expression(node, Precedence.Sequence);
        _noIn = before;
    }

    private void Optional(int expression)
    {
        if (expression == 0) return;
        _out.Space();
        Expression(expression, Precedence.Sequence);
    }

    private void Comma()
    {
        _out.Token(","u8);
        _out.Space();
    }
}
