using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Statements.</summary>
public sealed partial class ProgramPrinter
{
    /// <summary>The position at which a statement began, also the head of a loop, where `{`, `function`, `class` and `let [` would mean something else.</summary>
    private long _statementStart = -1;

    /// <summary>Prints a statement of a list, which may become several.</summary>
    private void Statement(int statement)
    {
        ref Node node = ref _arena[statement];
        if (_tidy.IsOn) HoistSequence(ref node);
        Single(statement);
    }

    /// <summary>Prints one statement as one statement.</summary>
    private void Single(int statement)
    {
        ref Node node = ref _arena[statement];
        StackGuard.Check(_source, node.Start);
        if (node.Kind != NodeKind.Empty) _out.Mark(node.Start);
        switch (node.Kind)
        {
            case NodeKind.ExpressionStatement when node.Has(NodeFlags.Directive):
                Raw(node.A);
                Semicolon();
                break;
            case NodeKind.ExpressionStatement: ExpressionStatement(node.A); break;
            case NodeKind.Empty:
                if (!_tidy.IsOn) Semicolon();
                break;
            case NodeKind.Block: Block(statement, endsLine: true); break;
            case NodeKind.Declaration: DeclarationStatement(node); break;
            case NodeKind.FunctionDeclaration: Function(statement, endsLine: true); break;
            case NodeKind.ClassDeclaration: Class(statement, endsLine: true); break;
            case NodeKind.If: If(node); break;
            case NodeKind.For: For(node); break;
            case NodeKind.ForIn or NodeKind.ForOf: ForEach(node); break;
            case NodeKind.While: Headed("while"u8, node.A, node.B); break;
            case NodeKind.With: Headed("with"u8, node.A, node.B); break;
            case NodeKind.DoWhile: DoWhile(node); break;
            case NodeKind.Return: Jump("return"u8, node.A); break;
            case NodeKind.Throw: Jump("throw"u8, node.A); break;
            case NodeKind.Break: Jump("break"u8, node.A); break;
            case NodeKind.Continue: Jump("continue"u8, node.A); break;
            case NodeKind.Labeled: Labeled(node); break;
            case NodeKind.Switch: Switch(node); break;
            case NodeKind.Try: Try(node); break;
            case NodeKind.Debugger:
                _out.Token("debugger"u8);
                Semicolon();
                break;
            default: ModuleItem(statement); break;
        }
    }

    /// <summary>The expressions before the last of a sequence in the head of a statement become statements; the head keeps the last.</summary>
    private void HoistSequence(ref Node node)
    {
        if (node.Kind is NodeKind.Return or NodeKind.Throw or NodeKind.If or NodeKind.Switch) node.A = Hoisted(node.A);
    }

    /// <summary>Prints all but the last expression of a sequence as statements; the last one remains.</summary>
    private int Hoisted(int head)
    {
        if (_arena[head].Kind != NodeKind.Sequence) return head;
        int one = _arena[head].A;
        for (; _arena[one].Next != 0; one = _arena[one].Next) ExpressionStatement(one);
        return one;
    }

    private void ExpressionStatement(int expression)
    {
        ref Node node = ref _arena[expression];
        if (_tidy.IsOn)
        {
            switch (node.Kind)
            {
                case NodeKind.Sequence:
                    for (int one = node.A; one != 0; one = _arena[one].Next) ExpressionStatement(one);
                    return;
                case NodeKind.Logical when node.Op is Operator.And or Operator.Or:
                    IfHead(node.Start, Hoisted(node.A), node.Op == Operator.Or);
                    Braced(node.B);
                    _out.EndLine();
                    return;
                case NodeKind.Conditional:
                    Choice(node);
                    return;
            }
        }

        _statementStart = _out.Position;
        _out.Mark(node.Start);
        // Without parentheses a string would be a directive.
        if (node.Kind == NodeKind.String) Parenthesized(expression);
        else Expression(expression, Precedence.Sequence);
        Semicolon();
    }

    /// <summary>`a ? b : c;` as `if`.</summary>
    private void Choice(Node node)
    {
        node.A = Hoisted(node.A);
        while (true)
        {
            IfHead(node.Start, node.A, isNegated: false);
            Braced(node.B);
            _out.Space();
            _out.Token("else"u8);
            _out.Space();
            if (_arena[node.C].Kind != NodeKind.Conditional) break;
            node = _arena[node.C];
        }

        Braced(node.C);
        _out.EndLine();
    }

    private void IfHead(int start, int test, bool isNegated)
    {
        _out.Mark(start);
        _out.Token("if"u8);
        _out.Space();
        _out.Token("("u8);
        if (isNegated) Negated(test);
        else Expression(test, Precedence.Sequence);
        _out.Token(")"u8);
        _out.Space();
    }

    /// <summary>An expression as the only statement of a block; a block's line is not ended.</summary>
    private void Braced(int expression)
    {
        Open();
        ExpressionStatement(expression);
        Close();
    }

    private void Open()
    {
        _out.Token("{"u8);
        _out.EndLine();
        _out.Depth++;
    }

    private void Close()
    {
        _out.Depth--;
        _out.Token("}"u8);
    }

    private void Block(int block, bool endsLine)
    {
        ref Node node = ref _arena[block];
        _out.Token("{"u8);
        Inside(node.A, node.Start + 1, node.End - 1);
        if (endsLine) _out.EndLine();
    }

    /// <summary>Statements between braces of which the first is written; nothing between them stays nothing.</summary>
    private void Inside(int first, int from, int end)
    {
        _out.Depth++;
        if (first != 0) _out.EndLine();
        Statements(first, from, end);
        _out.Depth--;
        _out.Token("}"u8);
    }

    /// <summary>The statement that another one governs. Its line is ended.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="endsLine">Whether nothing else follows on the line.</param>
    private void Body(int statement, bool endsLine = true)
    {
        ref Node node = ref _arena[statement];
        if (node.Kind == NodeKind.Block)
        {
            _out.Space();
            Block(statement, endsLine);
        }
        else if (!_tidy.IsOn)
        {
            if (node.Kind == NodeKind.Empty) _out.Token(";"u8);
            else Nested(statement);
            if (node.Kind == NodeKind.Empty && endsLine) _out.EndLine();
        }
        else
        {
            _out.Space();
            if (node.Kind == NodeKind.Empty) _out.Token("{}"u8);
            else BracedStatement(statement);
            if (endsLine) _out.EndLine();
        }
    }

    private void Nested(int statement)
    {
        _out.EndLine();
        _out.Depth++;
        Single(statement);
        _out.Depth--;
    }

    private void BracedStatement(int statement)
    {
        Open();
        Statement(statement);
        Close();
    }

    private void If(Node node)
    {
        while (true)
        {
            IfHead(node.Start, node.A, isNegated: false);
            Consequent(node);
            if (node.C == 0 || (_tidy.IsOn && _arena[node.C].Kind == NodeKind.Empty))
            {
                EndIf(node.B);
                return;
            }

            bool isOnBraceLine = _tidy.IsOn || _arena[node.B].Kind == NodeKind.Block;
            if (isOnBraceLine) _out.Space();
            _out.Token("else"u8);
            if (_arena[node.C].Kind != NodeKind.If) break;
            _out.Space();
            node = _arena[node.C];
        }

        Body(node.C);
    }

    private void Consequent(in Node node)
    {
        ref Node body = ref _arena[node.B];
        if (body.Kind == NodeKind.Block) Block(node.B, endsLine: false);
        else if (!_tidy.IsOn) Body(node.B);
        else if (body.Kind == NodeKind.Empty) _out.Token("{}"u8);
        else BracedStatement(node.B);
    }

    private void EndIf(int consequent)
    {
        if (_tidy.IsOn || _arena[consequent].Kind == NodeKind.Block) _out.EndLine();
    }

    private void Headed(ReadOnlySpan<byte> word, int head, int body)
    {
        _out.Token(word);
        _out.Space();
        Parenthesized(head);
        Body(body);
    }

    private void DoWhile(in Node node)
    {
        _out.Token("do"u8);
        bool isOnBraceLine = _tidy.IsOn || _arena[node.A].Kind == NodeKind.Block;
        Body(node.A, endsLine: !isOnBraceLine);
        if (isOnBraceLine) _out.Space();
        _out.Token("while"u8);
        _out.Space();
        Parenthesized(node.B);
        Semicolon();
    }

    private void Jump(ReadOnlySpan<byte> word, int what)
    {
        _out.Token(word);
        if (what != 0)
        {
            _out.Space();
            if (_arena[what].Kind == NodeKind.PropertyName) Raw(what);
            else Expression(what, Precedence.Sequence);
        }

        Semicolon();
    }

    private void Labeled(in Node node)
    {
        Raw(node.A);
        _out.Token(":"u8);
        _out.Space();
        bool isSequence = _tidy.IsOn && _arena[node.B] is { Kind: NodeKind.ExpressionStatement } body && _arena[body.A].Kind == NodeKind.Sequence;
        bool isList = _tidy.IsOn && _arena[node.B].Kind == NodeKind.Declaration && _arena[_arena[node.B].A].Next != 0; // several statements, of which a label marks one only
        if (isSequence || isList || (_tidy.IsOn && _arena[node.B].Kind == NodeKind.Empty))
        {
            BracedStatement(node.B);
            _out.EndLine();
        }
        else
        {
            Single(node.B);
        }
    }

    private void Switch(in Node node)
    {
        _out.Token("switch"u8);
        _out.Space();
        Parenthesized(node.A);
        _out.Space();
        Open();
        for (int one = node.B; one != 0; one = _arena[one].Next) Case(_arena[one]);
        Close();
        _out.EndLine();
    }

    private void Case(in Node node)
    {
        if (node.A == 0)
        {
            _out.Token("default"u8);
        }
        else
        {
            _out.Token("case"u8);
            _out.Space();
            Expression(node.A, Precedence.Sequence);
        }

        _out.Token(":"u8);
        _out.EndLine();
        _out.Depth++;
        for (int one = node.B, from = 0; one != 0; one = _arena[one].Next)
        {
            if (from != 0) Comments(from, _arena[one].Start);
            from = _arena[one].End;
            Statement(one);
        }

        _out.Depth--;
    }

    private void Try(in Node node)
    {
        _out.Token("try"u8);
        _out.Space();
        Block(node.A, endsLine: false);
        if (node.B != 0) Catch(_arena[node.B]);
        if (node.C != 0)
        {
            _out.Space();
            _out.Token("finally"u8);
            _out.Space();
            Block(node.C, endsLine: false);
        }

        _out.EndLine();
    }

    private void Catch(in Node node)
    {
        _out.Space();
        _out.Token("catch"u8);
        _out.Space();
        if (node.A != 0)
        {
            _out.Token("("u8);
            Pattern(node.A);
            _out.Token(")"u8);
            _out.Space();
        }

        Block(node.B, endsLine: false);
    }
}
