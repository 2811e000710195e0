namespace Plimsoll.Indexing.Search;

/// <summary>Which sides of the index answer a query.</summary>
public enum SearchMode
{
    /// <summary>Words and meaning, fused.</summary>
    Hybrid,

    /// <summary>Words only (BM25F).</summary>
    Lexical,

    /// <summary>Vectors only.</summary>
    Semantic,
}

/// <summary>A question to an index. Filters apply before ranking, so a filtered search still gives <see cref="Limit"/> hits when they exist.</summary>
public sealed record SearchQuery
{
    /// <summary>The words, identifiers or sentence to look for.</summary>
    public required string Text { get; init; }

    /// <summary>How many hits to give at most; default 10.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Which sides answer; default hybrid.</summary>
    public SearchMode Mode { get; init; } = SearchMode.Hybrid;

    /// <summary>Only files of this language (a name as `status` shows it, any case), or null for all.</summary>
    public string? Language { get; init; }

    /// <summary>Only chunks that define something of this kind (function, class, …), or null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only files whose path matches this glob (`*`, `?`, `**`), or null for all.</summary>
    public string? PathGlob { get; init; }

    /// <summary>Hits with a lower score are left out; default 0 (none).</summary>
    public double MinScore { get; init; }

    /// <summary>Whether each hit lists what its score is made of.</summary>
    public bool Explain { get; init; }
}
