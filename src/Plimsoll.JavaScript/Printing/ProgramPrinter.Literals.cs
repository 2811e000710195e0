using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Arrays, objects and patterns.</summary>
public sealed partial class ProgramPrinter
{
    /// <summary>A literal whose text is longer than this in the source goes over several lines.</summary>
    private const int LineBytesMax = 72;

    /// <summary>Elements of a long array fill lines up to this column.</summary>
    private const int ColumnMax = 110;

    private void Array(in Node node)
    {
        (bool before, _noIn) = (_noIn, false);
        Elements(node);
        _noIn = before;
    }

    private void Elements(in Node node)
    {
        bool isLong = _formats && node.A != 0 && node.End - node.Start > LineBytesMax;
        _out.Token("["u8);
        if (isLong)
        {
            _out.EndLine();
            _out.Depth++;
        }

        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            Element(one);
            bool isHole = _arena[one].Kind == NodeKind.Elision;
            if (_arena[one].Next != 0 || isHole) _out.Token(","u8);
            if (_arena[one].Next == 0) break;
            if (isLong && (_out.Column > ColumnMax || IsLarge(one) || IsLarge(_arena[one].Next))) _out.EndLine();
            else _out.Space();
        }

        if (isLong)
        {
            _out.EndLine();
            _out.Depth--;
        }

        _out.Token("]"u8);
    }

    /// <summary>Whether an element gets a line of its own.</summary>
    private bool IsLarge(int element) =>
        _arena[element] is { Kind: NodeKind.Object or NodeKind.Function or NodeKind.Arrow or NodeKind.Class or NodeKind.Call or NodeKind.New or NodeKind.Array } node && node.End - node.Start > LineBytesMax / 2;

    private void Element(int element)
    {
        ref Node node = ref _arena[element];
        if (node.Kind == NodeKind.Elision) return;
        if (node.Kind is NodeKind.Rest or NodeKind.DefaultPattern or NodeKind.ArrayPattern or NodeKind.ObjectPattern) Pattern(element);
        else Expression(element, Precedence.Assign);
    }

    private void Object(in Node node)
    {
        (bool before, _noIn) = (_noIn, false);
        Properties(node);
        _noIn = before;
    }

    private void Properties(in Node node)
    {
        bool isLong = _formats && node.A != 0 && (node.End - node.Start > LineBytesMax || HasMethods(node.A));
        _out.Token("{"u8);
        if (isLong) _out.Depth++;
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            if (isLong) _out.EndLine();
            else _out.Space();
            Property(one);
            if (_arena[one].Next != 0) _out.Token(","u8);
        }

        if (isLong)
        {
            _out.EndLine();
            _out.Depth--;
        }
        else if (node.A != 0)
        {
            _out.Space();
        }

        _out.Token("}"u8);
    }

    private bool HasMethods(int first)
    {
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            ref Node node = ref _arena[one];
            if (node.Kind == NodeKind.Property && _arena[node.B].Kind is NodeKind.Function or NodeKind.Arrow) return true;
        }

        return false;
    }

    private void Property(int property)
    {
        ref Node node = ref _arena[property];
        if (node.Kind != NodeKind.Property)
        {
            Element(property);
        }
        else if (node.Has(NodeFlags.Method) || node.Has(NodeFlags.Getter) || node.Has(NodeFlags.Setter))
        {
            Method(node);
        }
        else if (node.Has(NodeFlags.Shorthand))
        {
            Shorthand(node);
        }
        else
        {
            Key(node);
            _out.Token(":"u8);
            _out.Space();
            Element(node.B);
        }
    }

    /// <summary>`{a}`, as long as the binding is called as the property is.</summary>
    private void Shorthand(in Node node)
    {
        ref Node target = ref _arena[node.B];
        int identifier = target.Kind is NodeKind.DefaultPattern or NodeKind.Assign ? target.A : node.B;
        ReadOnlySpan<byte> key = _source.Slice(_arena[node.A]);
        if (NameOf(_arena[identifier]).SequenceEqual(key))
        {
            Element(node.B);
            return;
        }

        // With a colon it would set the prototype.
        _out.Token(IdentifierText.IsProto(key) ? "[\"__proto__\"]"u8 : key);
        _out.Token(":"u8);
        _out.Space();
        Element(node.B);
    }

    private void Key(in Node node)
    {
        if (node.Has(NodeFlags.Computed)) Bracketed(node.A, Precedence.Assign); // no list of expressions may stand here without parentheses
        else if (_arena[node.A].Kind == NodeKind.Number) Number(_arena[node.A]);
        else Raw(node.A);
    }

    /// <summary>What is bound or assigned to.</summary>
    private void Pattern(int pattern)
    {
        ref Node node = ref _arena[pattern];
        StackGuard.Check(_source, node.Start);
        switch (node.Kind)
        {
            case NodeKind.Identifier when !node.Has(NodeFlags.Parenthesized): Name(pattern); break;
            case NodeKind.ArrayPattern: Array(node); break;
            case NodeKind.ObjectPattern: Object(node); break;
            case NodeKind.Rest:
                _out.Token("..."u8);
                Pattern(node.A);
                break;
            case NodeKind.DefaultPattern:
                Pattern(node.A);
                (bool before, _noIn) = (_noIn, false);
                Value(node.B);
                _noIn = before;
                break;
            default: Target(pattern); break;
        }
    }
}
