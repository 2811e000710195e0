namespace Plimsoll.Indexing.Search;

/// <summary>
/// The constants of retrieval; what is done with what was retrieved is in <see cref="SignalWeights"/>. k1, b and the shape of the formula are those of BM25F (Robertson, Zaragoza and Taylor, 2004: the counts of a
/// term are weighed and normalised by field, then saturated once); the rest are first settings which the search metrics judge.
/// </summary>
internal static class Ranking
{
    /// <summary>How fast further occurrences of a term stop to count; 1.2 is the usual value.</summary>
    public const float Saturation = 1.2f;

    /// <summary>A name says what a chunk is; its body says only what it uses.</summary>
    public const float SymbolWeight = 4f;
    public const float BodyWeight = .7f;
    public const float CommentWeight = 1f;

    /// <summary>A word of the file's own name, and of the folders above it.</summary>
    public const float FileNameWeight = 2f;
    public const float FolderWeight = .5f;

    /// <summary>How much a field that is longer than the average lowers its counts: 0 not at all, 1 in proportion.</summary>
    public const float SymbolNorm = .5f;
    public const float BodyNorm = .75f;
    public const float CommentNorm = .6f;

    /// <summary>A part of an identifier in the query counts half: whoever types `maxSize` wants that rather than a `max` and a `size`.</summary>
    public const double PartWeight = .5;

    /// <summary>Another word with the stem of a query's word.</summary>
    public const float OtherForm = .6f;

    /// <summary>What is left of the weight of a stop word.</summary>
    public const double StopWord = .05;

    /// <summary>A chunk that defines a plain word of the query, beside one that defines what the query writes as an identifier.</summary>
    public const double NamedWord = 1.0 / 3;

    /// <summary>
    /// Better candidates of the same file that are counted: a list of passages shows more than one place. That costs a question whose answer is the second passage of a
    /// file, and gives more to those whose answer is another file.
    /// </summary>
    public const int RepeatMost = 5;

    /// <summary>The share of the semantic side in the fused score.</summary>
    public const double SemanticShare = .35;

    /// <summary>Candidates that each side gives, unless more hits are asked for.</summary>
    public const int Depth = 100;
}
