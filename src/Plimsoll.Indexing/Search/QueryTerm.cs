using System.Text;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Another word with the stem of a query's term.</summary>
/// <param name="Text">The word.</param>
/// <param name="Postings">Its postings in each segment; a default where it has none.</param>
internal sealed record OtherForm(byte[] Text, TermPostings[] Postings);

/// <summary>A term of a query with what the index knows of it.</summary>
internal sealed class QueryTerm(byte[] text)
{
    /// <summary>The term: lower case, as the index has it.</summary>
    public byte[] Text { get; } = text;

    /// <summary>How much it counts in the query.</summary>
    public double Weight { get; set; }

    /// <summary>Whether it is a word of the query as it is written, not only a part of one.</summary>
    public bool IsWord { get; set; }

    /// <summary>Whether the query writes it as an identifier: capitals or an underscore.</summary>
    public bool IsIdentifier { get; set; }

    /// <summary>Whether it is a stop word.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Live chunks that hold it, or whose path does if that is more.</summary>
    public long ChunkCount { get; set; }

    /// <summary>How rare it is: ln(1 + (N - n + .5) / (n + .5)).</summary>
    public double Rarity { get; set; }

    /// <summary>Its postings in each segment; a default where it has none.</summary>
    public TermPostings[] Postings { get; set; } = [];

    /// <summary>Other words with its stem that the index has.</summary>
    public List<OtherForm> OtherForms { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Text);
}
