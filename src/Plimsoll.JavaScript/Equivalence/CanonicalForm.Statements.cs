using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>Statements.</summary>
public sealed partial class CanonicalForm
{
    private void Statements(ref StatementCursor cursor)
    {
        while (_builder.Next(ref cursor)) Statement(cursor.Statement);
        Add(Tag.End);
    }

    private void Statements(int first)
    {
        for (int one = first; one != 0; one = _arena[one].Next) Statement(one);
        Add(Tag.End);
    }

    /// <summary>A statement as the list of statements that it stands for.</summary>
    private void Statement(int statement)
    {
        ref Node node = ref _arena[statement];
        StackGuard.Check(_source, node.Start);
        switch (node.Kind)
        {
            case NodeKind.Empty:
                return;
            case NodeKind.ExpressionStatement when node.Has(NodeFlags.Directive):
                Mark(node);
                // As it is written: with an escape in it, `use strict` is no directive.
                Add(Tag.Text, node);
                _hash.Add(_source.Slice(_arena[node.A].Start + 1, _arena[node.A].End - 1));
                return;
            case NodeKind.ExpressionStatement:
                Expressions(node.A);
                return;
            case NodeKind.Declaration:
                Declarations(node);
                return;
            case NodeKind.ExportDeclaration when _arena[node.A].Kind == NodeKind.Declaration:
                Declarations(_arena[node.A], isExported: true);
                return;
            case NodeKind.If:
                If(node);
                return;
            case NodeKind.Return or NodeKind.Throw or NodeKind.Switch:
                WithHead(node);
                return;
            default:
                Mark(node);
                Other(node);
                return;
        }
    }

    private void Mark(in Node node)
    {
        if (_digest.Statements++ % ProgramDigest.StatementsPerMark == 0) _digest.Marks.Add(new DigestMark { Hash = (ulong)_hash.Value, Offset = node.Start });
    }

    /// <summary>An expression whose value nobody takes.</summary>
    private void Expressions(int expression)
    {
        ref Node node = ref _arena[expression];
        switch (node.Kind)
        {
            case NodeKind.Sequence:
                for (int one = node.A; one != 0; one = _arena[one].Next) Expressions(one);
                return;
            case NodeKind.Logical when node.Op is Operator.And or Operator.Or:
                int left = Hoisted(node.A);
                Mark(node);
                Test(left, isNegated: node.Op == Operator.Or);
                Add(Tag.Body);
                Expressions(node.B);
                Add(Tag.End);
                return;
            case NodeKind.Conditional:
                Choice(node);
                return;
            default:
                Mark(node);
                Add(Tag.Expression);
                Expression(expression);
                return;
        }
    }

    private void Choice(Node node)
    {
        int open = 0;
        while (true)
        {
            int test = Hoisted(node.A);
            Mark(node);
            Test(test, isNegated: false);
            Add(Tag.Body);
            Expressions(node.B);
            Add(Tag.End);
            Add(Tag.Else);
            open++;
            if (_arena[node.C].Kind != NodeKind.Conditional) break;
            node = _arena[node.C];
        }

        Expressions(node.C);
        for (; open > 0; open--) Add(Tag.End);
    }

    private void If(Node node)
    {
        int open = 0;
        while (true)
        {
            int test = Hoisted(node.A);
            Mark(node);
            Test(test, isNegated: false);
            Body(node.B);
            if (node.C == 0 || _arena[node.C].Kind == NodeKind.Empty) break;
            Add(Tag.Else);
            open++;
            if (_arena[node.C].Kind != NodeKind.If)
            {
                Inner(node.C);
                break;
            }

            node = _arena[node.C];
        }

        for (; open > 0; open--) Add(Tag.End);
    }

    /// <summary>The head of an `if`: `!` before the whole test and the opposite of an equality are said by the tag.</summary>
    private void Test(int test, bool isNegated)
    {
        while (_arena[test] is { Kind: NodeKind.Unary, Op: Operator.Not } node && !IsConstant(node))
        {
            isNegated = !isNegated;
            test = node.A;
        }

        ref Node core = ref _arena[test];
        bool isUnequal = core is { Kind: NodeKind.Binary, Op: Operator.NotEqual or Operator.StrictNotEqual };
        Add(isNegated != isUnequal ? Tag.IfNot : Tag.If);
        if (isUnequal) Comparison(core, core.Op == Operator.NotEqual ? Operator.Equal : Operator.StrictEqual);
        else Expression(test);
    }

    /// <summary>All but the last expression of a sequence as statements; the last one remains.</summary>
    private int Hoisted(int head)
    {
        if (_arena[head].Kind != NodeKind.Sequence) return head;
        int one = _arena[head].A;
        for (; _arena[one].Next != 0; one = _arena[one].Next) Expressions(one);
        return one;
    }

    private void Body(int statement)
    {
        Add(Tag.Body);
        Inner(statement);
        Add(Tag.End);
    }

    private void Inner(int statement)
    {
        if (_arena[statement].Kind != NodeKind.Block)
        {
            Statement(statement);
            return;
        }

        for (int one = _arena[statement].A; one != 0; one = _arena[one].Next) Statement(one);
    }

    private void Declarations(in Node node, bool isExported = false)
    {
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            Mark(_arena[one]);
            Add(isExported ? Tag.Module : Tag.Node, node);
            Declarator(_arena[one]);
        }
    }

    private void Declarator(in Node node)
    {
        Expression(node.A);
        Expression(node.B);
    }

    private void WithHead(in Node node)
    {
        int head = Hoisted(node.A);
        Mark(node);
        Add(Tag.Node, node);
        Expression(head);
        if (node.Kind != NodeKind.Switch) return;
        for (int one = node.B; one != 0; one = _arena[one].Next)
        {
            Add(Tag.Node, _arena[one]);
            Expression(_arena[one].A);
            Statements(_arena[one].B);
        }

        Add(Tag.End);
    }

    private void Other(in Node node)
    {
        _hash.Add((ulong)(node.Flags & MeaningfulFlags));
        Add(Tag.Node, node);
        switch (node.Kind)
        {
            case NodeKind.Block: Statements(node.A); break;
            case NodeKind.FunctionDeclaration: Function(node); break;
            case NodeKind.ClassDeclaration: Class(node); break;
            case NodeKind.For:
                Head(_arena[node.A].A);
                Expression(_arena[node.A].B);
                Expression(_arena[node.A].C);
                Body(node.B);
                break;
            case NodeKind.ForIn or NodeKind.ForOf:
                Head(node.A);
                Expression(node.B);
                Body(node.C);
                break;
            case NodeKind.While or NodeKind.With:
                Expression(node.A);
                Body(node.B);
                break;
            case NodeKind.DoWhile:
                Body(node.A);
                Expression(node.B);
                break;
            case NodeKind.Break or NodeKind.Continue:
                if (node.A != 0) Text(node.A);
                break;
            case NodeKind.Labeled:
                Text(node.A);
                Body(node.B);
                break;
            case NodeKind.Try:
                Statements(_arena[node.A].A);
                Catch(node.B);
                Add(node.C == 0 ? Tag.None : Tag.Body);
                if (node.C != 0) Statements(_arena[node.C].A);
                break;
            case NodeKind.Debugger: break;
            default: ModuleItem(node); break;
        }
    }

    private void Head(int node)
    {
        if (node == 0 || _arena[node].Kind != NodeKind.Declaration)
        {
            Expression(node);
            return;
        }

        Add(Tag.Node, _arena[node]);
        for (int one = _arena[node].A; one != 0; one = _arena[one].Next) Declarator(_arena[one]);
        Add(Tag.End);
    }

    private void Catch(int node)
    {
        Add(node == 0 ? Tag.None : Tag.Body);
        if (node == 0) return;
        Expression(_arena[node].A);
        Statements(_arena[_arena[node].B].A);
    }

    private void ModuleItem(in Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.ExportDeclaration: Other(_arena[node.A]); break;
            case NodeKind.ExportDefault when _arena[node.A].Kind is NodeKind.FunctionDeclaration or NodeKind.ClassDeclaration: Other(_arena[node.A]); break;
            case NodeKind.ExportDefault: Expression(node.A); break;
            default:
                Specifiers(node.A);
                if (node.B != 0) Text(node.B);
                Specifiers(node.C);
                break;
        }
    }

    private void Specifiers(int first)
    {
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            ref Node node = ref _arena[one];
            Add(Tag.Key, node);
            if (node.Kind is NodeKind.PropertyName or NodeKind.String) Text(one);
            else SpecifierPart(node.A);
            if (node.Kind is NodeKind.ImportSpecifier or NodeKind.ExportSpecifier or NodeKind.ImportAttribute) SpecifierPart(node.B);
        }

        Add(Tag.End);
    }

    private void SpecifierPart(int part)
    {
        if (_arena[part].Kind == NodeKind.Identifier) Name(_arena[part]);
        else Text(part);
    }
}
