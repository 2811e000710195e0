using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>A run of whole lines of a file that is indexed and found as one. Lines are 1-based and inclusive.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Chunk
{
    /// <summary>Its first line.</summary>
    public int StartLine;

    /// <summary>Its last line.</summary>
    public int EndLine;

    /// <summary>The offset of its first byte.</summary>
    public int StartOffset;

    /// <summary>The offset after its last byte, which is the next chunk's start.</summary>
    public int EndOffset;

    /// <summary>The first of the definitions whose names stand in it.</summary>
    public int FirstDefinition;

    /// <summary>How many definitions have their name in it.</summary>
    public int DefinitionCount;

    /// <summary>The kind of its main definition.</summary>
    public SymbolKind Kind;

    /// <summary>The definition that it is mostly about: one of its own, or one that goes on into it; -1 when there is none.</summary>
    public int MainDefinition;
}
