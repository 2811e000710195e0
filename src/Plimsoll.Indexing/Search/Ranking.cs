namespace Plimsoll.Indexing.Search;

/// <summary>
/// The constants of the ranking. k1, b and the shape of the formula are those of BM25F (Robertson, Zaragoza and Taylor, 2004: the counts of a
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

    /// <summary>A chunk that defines what the query writes as an identifier (capitals or an underscore), or as a plain word.</summary>
    public const double NamedIdentifier = .3;
    public const double NamedWord = .1;

    /// <summary>
    /// Each better candidate of the same file, up to so many: a list of passages shows more than one place. That costs a question whose answer is the second passage of a
    /// file, and gives more to those whose answer is another file.
    /// </summary>
    public const double Repeat = .5;
    public const int RepeatMost = 5;

    /// <summary>What the other candidates of the file say, at most.</summary>
    public const double Coherence = .2;

    /// <summary>The share of the semantic side in the fused score.</summary>
    public const double SemanticShare = .35;

    /// <summary>Candidates that each side gives, unless more hits are asked for.</summary>
    public const int Depth = 100;

    /// <summary>
    /// An exact definition of the query's symbol. All other addends of a hit sum to less than 5, so it stands above whatever is none;
    /// the steps below order exact definitions among themselves and cannot sum to as much.
    /// </summary>
    public const double Definition = 50;

    /// <summary>The query gives a scope and the definition lies in another.</summary>
    public const double OtherScope = -20;

    /// <summary>The name differs by the case of letters.</summary>
    public const double OtherCase = -10;

    /// <summary>A step from functions and types to constants and macros, to fields, to sections and elements.</summary>
    public const double KindStep = -2;

    /// <summary>The most for a long definition, and each folder above it: of equals, what has more to it and lies nearer to the root comes first.</summary>
    public const double Size = .3;
    public const double FolderDepth = -.02;

    /// <summary>A definition inside another one: of equals, what stands by itself comes first.</summary>
    public const double Nested = -.05;

    /// <summary>The most for query terms that the name of a definition is made of.</summary>
    public const double DefinitionWords = .6;

    /// <summary>The query is the file's own name, with its extension or without.</summary>
    public const double WholeFileName = .6;

    /// <summary>The most for query terms in the file's own name without its extension, and in the folders above it.</summary>
    public const double FileName = .7;
    public const double PathWords = .2;

    /// <summary>Documents and data; they are found all the same where no code has the words.</summary>
    public const double Prose = -.5;

    /// <summary>Files that gather what is defined elsewhere, and code kept for those who have not moved on.</summary>
    public const double Entry = -.1;
    public const double Legacy = -.15;

    public const double Test = -.5;
    public const double Vendored = -.2;
    public const double Example = -.1;
    public const double Generated = -.2;
    public const double Declaration = -.1;
}
