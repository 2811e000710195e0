using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>One definition of a file. Lines are 1-based, offsets are bytes from the start of the text.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Definition
{
    /// <summary>Where the name starts.</summary>
    public int NameOffset;

    /// <summary>How many bytes the name has.</summary>
    public int NameLength;

    /// <summary>The line of the name.</summary>
    public int NameLine;

    /// <summary>The first line of the whole, with the comments, annotations and decorators before it.</summary>
    public int LeadLine;

    /// <summary>The last line of the whole.</summary>
    public int EndLine;

    /// <summary>The index of the nearest definition around it, or -1.</summary>
    public int Parent;

    /// <summary>What it is.</summary>
    public SymbolKind Kind;
}
