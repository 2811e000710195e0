using System.Runtime.InteropServices;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>One node of a tree: 28 bytes in a <see cref="NodeArena"/>. What the children mean says <see cref="NodeKind"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public struct Node
{
    /// <summary>What it is.</summary>
    public NodeKind Kind;

    /// <summary>Its operator.</summary>
    public Operator Op;

    /// <summary>What else is to be said.</summary>
    public NodeFlags Flags;

    /// <summary>The offset of its first byte.</summary>
    public int Start;

    /// <summary>The offset after its last byte.</summary>
    public int End;

    /// <summary>The first child.</summary>
    public int A;

    /// <summary>The second child.</summary>
    public int B;

    /// <summary>The third child.</summary>
    public int C;

    /// <summary>The next node of the list this one is in, or 0.</summary>
    public int Next;

    /// <summary>Whether a flag is set.</summary>
    public readonly bool Has(NodeFlags flag) => (Flags & flag) != NodeFlags.None;
}
