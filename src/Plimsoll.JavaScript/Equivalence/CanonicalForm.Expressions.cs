using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>Expressions, patterns, functions and classes: each as its kind, then its parts.</summary>
public sealed partial class CanonicalForm
{
    /// <summary>Flags that change what a program does. How it is written (parentheses, shorthand, braces of imports) is not among them.</summary>
    private const NodeFlags MeaningfulFlags =
        NodeFlags.Computed | NodeFlags.Method | NodeFlags.Getter | NodeFlags.Setter | NodeFlags.Static | NodeFlags.Async | NodeFlags.Generator | NodeFlags.Optional;

    private void Expression(int expression)
    {
        if (expression == 0)
        {
            Add(Tag.None);
            return;
        }

        ref Node node = ref _arena[expression];
        StackGuard.Check(_source, node.Start);
        switch (node.Kind)
        {
            case NodeKind.Identifier: Name(node); break;
            case NodeKind.Number: Number(node); break;
            case NodeKind.True: Add(Tag.True); break;
            case NodeKind.False: Add(Tag.False); break;
            case NodeKind.Unary when IsConstant(node): Constant(node); break;
            case NodeKind.Unary or NodeKind.Await or NodeKind.Spread or NodeKind.Rest: Parts(node, node.A); break;
            case NodeKind.Update:
                _hash.Add((ulong)(node.Flags & NodeFlags.Prefix));
                Parts(node, node.A);
                break;
            case NodeKind.Binary or NodeKind.Logical: Chain(expression); break;
            case NodeKind.Assign: Assign(node); break;
            case NodeKind.Conditional: Conditional(node); break;
            case NodeKind.Call or NodeKind.Member or NodeKind.Index or NodeKind.TaggedTemplate: Links(expression); break;
            case NodeKind.New:
                Parts(node, node.A);
                List(node.B);
                break;
            case NodeKind.DefaultPattern:
                _hash.Add(IsNameless(node) ? 1UL : 0);
                Parts(node, node.A, node.B);
                break;
            case NodeKind.Chain or NodeKind.ImportCall or NodeKind.Yield: Parts(node, node.A, node.B); break;
            case NodeKind.Array or NodeKind.ArrayPattern or NodeKind.Object or NodeKind.ObjectPattern or NodeKind.Template:
                Add(Tag.Node, node);
                List(node.A);
                break;
            case NodeKind.Sequence:
                Add(Tag.Node, node);
                Sequence(node);
                Add(Tag.End);
                break;
            case NodeKind.Property: Property(node); break;
            case NodeKind.Function or NodeKind.Arrow:
                Parts(node);
                Function(node);
                break;
            case NodeKind.Class:
                Add(Tag.Node, node);
                Class(node);
                break;
            default:
                Add(Tag.Text, node);
                Text(expression);
                break;
        }
    }

    private void Assign(Node node)
    {
        while (true)
        {
            _hash.Add((ulong)(node.Flags & NodeFlags.Compound));
            _hash.Add(IsNameless(node) ? 1UL : 0);
            Parts(node, node.A);
            if (_arena[node.B].Kind != NodeKind.Assign) break;
            node = _arena[node.B];
        }

        Expression(node.B);
    }

    /// <summary>Whether a function gets no name from what it is assigned to, because that stands in parentheses: `(a) = function(){}`.</summary>
    private bool IsNameless(in Node assign) =>
        _arena[assign.A] is { Kind: NodeKind.Identifier } target && target.Has(NodeFlags.Parenthesized) && _arena[assign.B].Kind is NodeKind.Function or NodeKind.Arrow or NodeKind.Class;

    /// <summary>`(a, b), c` is `a, b, c`.</summary>
    private void Sequence(in Node node)
    {
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            if (_arena[one].Kind == NodeKind.Sequence) Sequence(_arena[one]);
            else Expression(one);
        }
    }

    private void Parts(in Node node, int first = -1, int second = -1)
    {
        _hash.Add((ulong)(node.Flags & MeaningfulFlags));
        Add(Tag.Node, node);
        if (first >= 0) Expression(first);
        if (second >= 0) Expression(second);
    }

    private void List(int first)
    {
        for (int one = first; one != 0; one = _arena[one].Next) Expression(one);
        Add(Tag.End);
    }

    private void Number(in Node node)
    {
        Add(Tag.Number);
        _hash.Add(BitConverter.DoubleToUInt64Bits(NumberValue.Parse(_source.Slice(node))));
    }

    /// <summary>`void 0`, `!0` and `!1`, with any spelling of the number.</summary>
    private bool IsConstant(in Node node) => node.Op switch
    {
        Operator.Void => _arena[node.A].Kind == NodeKind.Number,
        Operator.Not => _arena[node.A].Kind == NodeKind.Number && NumberValue.Parse(_source.Slice(_arena[node.A])) is 0 or 1,
        _ => false,
    };

    private void Constant(in Node node)
    {
        if (node.Op == Operator.Void) Add(Tag.Undefined);
        else Add(NumberValue.Parse(_source.Slice(_arena[node.A])) == 0 ? Tag.True : Tag.False);
    }

    /// <summary>Binary operators: those of a left-leaning chain from the outside in, then what they stand between.</summary>
    private void Chain(int expression)
    {
        int bottom = _chain.Count, one = expression;
        while (_arena[one].Kind is NodeKind.Binary or NodeKind.Logical && !IsMirrored(_arena[one]))
        {
            Add(Tag.Node, _arena[one]);
            _chain.Add(one);
            one = _arena[one].A;
        }

        if (_arena[one].Kind is NodeKind.Binary) Comparison(_arena[one], _arena[one].Op);
        else Expression(one);
        for (int i = _chain.Count - 1; i >= bottom; i--) Expression(_arena[_chain[i]].B);
        _chain.RemoveRange(bottom, _chain.Count - bottom);
    }

    /// <summary>A comparison, with a literal on its right.</summary>
    private void Comparison(in Node node, Operator op)
    {
        bool isMirrored = IsMirrored(node);
        if (isMirrored) op = Mirror(op);
        _hash.Add((ulong)Tag.Node | ((ulong)NodeKind.Binary << 16) | ((ulong)op << 24));
        Expression(isMirrored ? node.B : node.A);
        Expression(isMirrored ? node.A : node.B);
    }

    private bool IsMirrored(in Node node) => node.Kind == NodeKind.Binary && Mirror(node.Op) != Operator.None && IsLiteral(node.A) && !IsLiteral(node.B);

    private bool IsLiteral(int node) => _arena[node].Kind switch
    {
        NodeKind.Number or NodeKind.BigInt or NodeKind.String or NodeKind.Null or NodeKind.True or NodeKind.False => true,
        NodeKind.Unary => _arena[node].Op is Operator.Void or Operator.Subtract or Operator.Not && _arena[_arena[node].A].Kind == NodeKind.Number,
        NodeKind.Identifier => IsUndefined(_arena[node]),
        _ => false,
    };

    private bool IsUndefined(in Node identifier) =>
        identifier.B >= 0 && _tables.Symbols[_tables.Occurrences[identifier.B].Symbol] is { Kind: Scopes.SymbolKind.Free } symbol && _tables.Names[symbol.Name].SequenceEqual("undefined"u8);

    private static Operator Mirror(Operator op) => op switch
    {
        Operator.Equal or Operator.NotEqual or Operator.StrictEqual or Operator.StrictNotEqual => op,
        Operator.Less => Operator.Greater,
        Operator.Greater => Operator.Less,
        Operator.LessOrEqual => Operator.GreaterOrEqual,
        Operator.GreaterOrEqual => Operator.LessOrEqual,
        _ => Operator.None,
    };

    private void Conditional(Node node)
    {
        while (true)
        {
            Parts(node, node.A, node.B);
            if (_arena[node.C].Kind != NodeKind.Conditional) break;
            node = _arena[node.C];
        }

        Expression(node.C);
    }

    private void Links(int expression)
    {
        int bottom = _chain.Count, one = expression;
        while (_arena[one].Kind is NodeKind.Call or NodeKind.Member or NodeKind.Index or NodeKind.TaggedTemplate)
        {
            _chain.Add(one);
            one = _arena[one].A;
        }

        _hash.Add((ulong)(_chain.Count - bottom));
        Expression(one);
        for (int i = _chain.Count - 1; i >= bottom; i--) Link(_arena[_chain[i]]);
        _chain.RemoveRange(bottom, _chain.Count - bottom);
    }

    private void Link(in Node node)
    {
        _hash.Add((ulong)(node.Flags & NodeFlags.Optional));
        if (node.Kind == NodeKind.Member || (node.Kind == NodeKind.Index && IsName(_arena[node.B])))
        {
            ref Node key = ref _arena[node.B];
            Add(key.Kind == NodeKind.PrivateName ? Tag.Word : Tag.Member);
            Text(node.B);
            return;
        }

        Add(Tag.Node, node);
        if (node.Kind == NodeKind.Call) List(node.B);
        else Expression(node.B);
    }

    /// <summary>Whether a string could as well stand after a dot.</summary>
    private bool IsName(in Node key)
    {
        if (key.Kind != NodeKind.String || key.Has(NodeFlags.HasEscape)) return false;
        ReadOnlySpan<byte> text = _source.Slice(key.Start + 1, key.End - 1);
        if (text.IsEmpty || char.IsAsciiDigit((char)text[0])) return false;
        foreach (byte one in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)one) && one is not ((byte)'_' or (byte)'$')) return false;
        }

        return true;
    }

    private void Property(in Node node)
    {
        // Of a shorthand `__proto__`, and of the same in brackets, the prototype is not meant.
        bool isShorthandProto = node.Has(NodeFlags.Shorthand) && _source.Slice(_arena[node.A]).SequenceEqual("__proto__"u8);
        NodeFlags flags = node.Flags & MeaningfulFlags;
        _hash.Add((ulong)(isShorthandProto ? flags | NodeFlags.Computed : flags));
        Add(Tag.Node, node);
        if (isShorthandProto) ProtoKey();
        else Key(node);
        Expression(node.B);
    }

    private void ProtoKey()
    {
        Add(Tag.Key);
        _hash.Add("__proto__"u8);
    }

    private void Key(in Node node)
    {
        ref Node key = ref _arena[node.A];
        if (node.Has(NodeFlags.Computed) && key.Kind == NodeKind.String && _source.Slice(key.Start + 1, key.End - 1).SequenceEqual("__proto__"u8))
        {
            ProtoKey();
            return;
        }

        if (node.Has(NodeFlags.Computed) || key.Kind == NodeKind.Number)
        {
            Expression(node.A);
            return;
        }

        Add(Tag.Key);
        Text(node.A);
    }

    private void Function(in Node node)
    {
        Expression(node.A);
        List(node.B);
        ref Node body = ref _arena[node.C];
        if (body.Kind != NodeKind.FunctionBody)
        {
            Returned(node.C);
        }
        else if (body.Has(NodeFlags.Hole))
        {
            StatementCursor cursor = _builder.OpenBody(body.A);
            Statements(ref cursor);
        }
        else
        {
            Statements(body.A);
        }
    }

    /// <summary>The expression that is an arrow function's body, as a block that returns it.</summary>
    private void Returned(int expression)
    {
        int last = Hoisted(expression);
        Mark(_arena[last]);
        Add(Tag.Node, new Node { Kind = NodeKind.Return });
        Expression(last);
        Add(Tag.End);
    }

    private void Class(in Node node)
    {
        Expression(node.A);
        Expression(node.B);
        for (int one = node.C; one != 0; one = _arena[one].Next)
        {
            ref Node member = ref _arena[one];
            Parts(member);
            if (member.Kind == NodeKind.StaticBlock)
            {
                Statements(member.A);
                continue;
            }

            Key(member);
            Expression(member.B);
        }

        Add(Tag.End);
    }
}
