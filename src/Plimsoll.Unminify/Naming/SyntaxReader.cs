using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>Short answers about expressions: what they are bound to, what their property is called, which shape they have.</summary>
internal readonly struct SyntaxReader(ScopeTables tables, NodeArena arena)
{
    private const int TextBytesMax = 24;

    // Words for what stands in place of names and details that a minifier changes.
    private const uint Binding = 1, This = 2, Super = 3, Regex = 4, True = 5, False = 6, Null = 7, LongText = 8, Integer = 9, Fraction = 10, Cut = 11, Undefined = 12;

    private SourceText Source => tables.Source;

    /// <summary>The node without a chain around it.</summary>
    public int Skip(int node)
    {
        while (arena[node].Kind == NodeKind.Chain) node = arena[node].A;
        return node;
    }

    /// <summary>The symbol that an expression is, or -1; free names are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int SymbolOf(int node)
    {
        node = Skip(node);
        ref Node row = ref arena[node];
        if (row.Kind != NodeKind.Identifier || row.B < 0) return -1;
        int symbol = tables.Occurrences[row.B].Symbol;
        return tables.Symbols[symbol].Kind is SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged ? -1 : symbol;
    }

    /// <summary>The symbol that a pattern with or without a default declares, or -1.</summary>
    public int SymbolOfTarget(int node) =>
        arena[node].Kind is NodeKind.DefaultPattern or NodeKind.Rest ? SymbolOf(arena[node].A) : SymbolOf(node);

    /// <summary>The text of an identifier, a property name, a private name or a string without its quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> TextOf(int node)
    {
        ref Node row = ref arena[node];
        return row.Kind switch
        {
            NodeKind.String => Source.Slice(row.Start + 1, row.End - 1),
            NodeKind.PrivateName => Source.Slice(row.Start + 1, row.End),
            NodeKind.Identifier or NodeKind.PropertyName or NodeKind.Number => Source.Slice(row),
            _ => default,
        };
    }

    /// <summary>The node with the name of the property that a member or index expression means, or 0.</summary>
    public int PropertyOf(int node)
    {
        ref Node row = ref arena[node];
        return row.Kind switch
        {
            NodeKind.Member => row.B,
            NodeKind.Index when arena[row.B].Kind == NodeKind.String => row.B,
            _ => 0,
        };
    }

    /// <summary>The node with the name of a key, or 0 where it is computed.</summary>
    public int KeyOf(int property)
    {
        ref Node row = ref arena[property];
        return row.Has(NodeFlags.Computed) && arena[row.A].Kind != NodeKind.String ? 0 : row.A;
    }

    /// <summary>The node with the word that says most of an expression: a property, a callee, a class, a global; or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WordOf(int node)
    {
        while (true)
        {
            node = Skip(node);
            ref Node row = ref arena[node];
            switch (row.Kind)
            {
                case NodeKind.Identifier: return SymbolOf(node) < 0 ? node : 0;
                case NodeKind.Member or NodeKind.Index: return PropertyOf(node);
                case NodeKind.Call or NodeKind.New or NodeKind.Await: node = row.A; break;
                default: return 0;
            }
        }
    }

    /// <summary>A number for the last stable name of an expression, or 0: `.x`, `.x()`, `new X`, `X`.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint TailOf(int node)
    {
        uint around = 0;
        while (true)
        {
            node = Skip(node);
            ref Node row = ref arena[node];
            switch (row.Kind)
            {
                case NodeKind.Identifier: return SymbolOf(node) < 0 ? Clues.Join(around, Clues.Hash(TextOf(node))) : 0;
                case NodeKind.This: return Clues.Join(around, This);
                case NodeKind.Member or NodeKind.Index when PropertyOf(node) != 0: return Clues.Join(around + 1, Clues.Hash(TextOf(PropertyOf(node))));
                case NodeKind.Call or NodeKind.New or NodeKind.Index:
                    around = Clues.Join(around, (uint)row.Kind);
                    node = row.A;
                    break;
                case NodeKind.Await: node = row.A; break;
                case NodeKind.Assign: node = row.B; break;
                default: return 0;
            }
        }
    }

    /// <summary>The binding at the root of a chain of members and calls, or -1.</summary>
    public int RootOf(int node)
    {
        for (node = Skip(node); arena[node].Kind is NodeKind.Member or NodeKind.Index or NodeKind.Call; node = Skip(arena[node].A))
        {
        }

        return SymbolOf(node);
    }

    /// <summary>A number for the shape of an expression: names that a minifier keeps, and what is done with them, some levels deep.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint ShapeOf(int node, int depth)
    {
        node = Skip(node);
        ref Node row = ref arena[node];
        uint kind = ((uint)row.Kind << 8) | (uint)row.Op;
        switch (row.Kind)
        {
            case NodeKind.None: return 0;
            case NodeKind.Identifier: return SymbolOf(node) >= 0 ? Binding : Clues.Hash(TextOf(node));
            case NodeKind.This: return This;
            case NodeKind.Super: return Super;
            case NodeKind.Regex: return Regex;
            case NodeKind.True: return True;
            case NodeKind.False: return False;
            case NodeKind.Null: return Null;
            case NodeKind.String: return row.End - row.Start > TextBytesMax + 2 ? LongText : Clues.Join(LongText, Clues.Hash(TextOf(node)));
            case NodeKind.Number: return NumberShape(node);
            case NodeKind.Member or NodeKind.Index: return MemberShape(node, depth);
            case NodeKind.Call: return Clues.Join(kind, depth > 0 ? ShapeOf(row.A, arena[row.A].Kind == NodeKind.Member ? depth : depth - 1) : Cut);
            case NodeKind.New: return Clues.Join(kind, depth > 0 ? ShapeOf(row.A, 1) : Cut);
            case NodeKind.Function or NodeKind.Arrow: return Clues.Join((uint)NodeKind.Function, (uint)Count(row.B));
            case NodeKind.Object: return Clues.Join(kind, row.A == 0 ? 0 : depth > 0 ? KeysShape(row.A) : Cut);
            case NodeKind.Array: return Clues.Join(kind, row.A == 0 ? 0u : 1u);
            case NodeKind.Binary: return Clues.Join(kind, depth > 0 ? Clues.Join(ShapeOf(row.A, depth - 1), ShapeOf(row.B, depth - 1)) : Cut);
            case NodeKind.Logical: return Clues.Join(kind, depth > 0 ? ShapeOf(row.B, depth - 1) : Cut);
            case NodeKind.Conditional: return Clues.Join(kind, depth > 0 ? Clues.Join(ShapeOf(row.B, depth - 1), ShapeOf(row.C, depth - 1)) : Cut);
            case NodeKind.Unary: return row.Op == Operator.Void ? Undefined : Clues.Join(kind, depth < 0 ? Cut : ShapeOf(row.A, depth - 1));
            case NodeKind.Assign: return Clues.Join(kind, depth > 0 ? ShapeOf(row.B, depth - 1) : Cut);
            case NodeKind.Sequence: return depth > 0 ? ShapeOf(LastOf(row.A), depth - 1) : kind;
            case NodeKind.Await or NodeKind.Spread: return Clues.Join(kind, depth > 0 ? ShapeOf(row.A, depth - 1) : Cut);
            default: return kind;
        }
    }

    /// <summary>How many nodes a list has.</summary>
    public int Count(int list)
    {
        int count = 0;
        for (; list != 0; list = arena[list].Next) count++;
        return count;
    }

    /// <summary>The last node of a list.</summary>
    public int LastOf(int list)
    {
        while (arena[list].Next != 0) list = arena[list].Next;
        return list;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint MemberShape(int node, int depth)
    {
        ref Node row = ref arena[node];
        uint inner = depth > 0 ? ShapeOf(row.A, depth - 1) : Cut;
        int property = PropertyOf(node);
        return property != 0
            ? Clues.Join(inner + (uint)NodeKind.Member, Clues.Hash(TextOf(property)))
            : Clues.Join(inner + (uint)NodeKind.Index, depth > 0 ? ShapeOf(row.B, 0) : Cut);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint KeysShape(int list)
    {
        uint shape = 0;
        for (int taken = 0; list != 0 && taken < 2; list = arena[list].Next, taken++)
            shape = Clues.Join(shape, arena[list].Kind == NodeKind.Property && KeyOf(list) != 0 ? Clues.Hash(TextOf(KeyOf(list))) : Cut);
        return shape;
    }

    private uint NumberShape(int node)
    {
        ReadOnlySpan<byte> text = TextOf(node);
        if (text.Length <= 2 && !text.Contains((byte)'.')) return Clues.Join(Integer, Clues.Hash(text));
        return text.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? Fraction : Integer;
    }
}
