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

/// <summary>What a hit stands for.</summary>
public enum HitView
{
    /// <summary>Lines: which passage does it. A file may have several hits.</summary>
    Chunks,

    /// <summary>Files: where is it done. Each file is one hit, with its best passage.</summary>
    Files,
}

/// <summary>A question to an index. Filters apply before ranking, so a filtered search still gives <see cref="Limit"/> hits when they exist.</summary>
public sealed record SearchQuery
{
    /// <summary>The words, identifiers or sentence to look for.</summary>
    public required string Text { get; init; }

    /// <summary>How many hits to give at most; default 10.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>What a hit stands for; default chunks.</summary>
    public HitView View { get; init; } = HitView.Chunks;

    /// <summary>Which sides answer; default hybrid.</summary>
    public SearchMode Mode { get; init; } = SearchMode.Hybrid;

    /// <summary>Only files of one of these languages (names as `status` shows them, extensions or common other names, any case); none for all.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Only chunks that define something of one of these kinds (function, class, …); none for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Only files whose path, relative to the root, matches one of these globs (`*`, `?`, `**`); none for all.</summary>
    public IReadOnlyList<string> PathGlobs { get; init; } = [];

    /// <summary>No files whose path matches one of these globs, whatever else takes them.</summary>
    public IReadOnlyList<string> ExcludeGlobs { get; init; } = [];

    /// <summary>Hits with a lower score are left out; default 0 (none). For what scores mean see <see cref="SearchHit.Score"/>.</summary>
    public double MinScore { get; init; }

    /// <summary>Whether each hit lists what its score is made of.</summary>
    public bool Explain { get; init; }

    /// <summary>What a study of the ranking changes; null for a search.</summary>
    internal RankingStudy? Study { get; init; }
}
