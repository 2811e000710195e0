using System.Text;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>A term of a query with what the index knows of it.</summary>
internal sealed class QueryTerm(byte[] text)
{
    /// <summary>The term: lower case, as the index has it.</summary>
    public byte[] Text { get; } = text;

    /// <summary>How much it counts in the query.</summary>
    public double Weight { get; set; }

    /// <summary>Live chunks that hold it, or whose path does if that is more.</summary>
    public long ChunkCount { get; set; }

    /// <summary>How rare it is: ln(1 + (N - n + .5) / (n + .5)).</summary>
    public double Rarity { get; set; }

    /// <summary>Its postings in each segment; a default where it has none.</summary>
    public TermPostings[] Postings { get; set; } = [];

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Text);
}
