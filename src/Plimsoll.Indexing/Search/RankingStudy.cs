namespace Plimsoll.Indexing.Search;

/// <summary>What a measurement of the ranking asks for beside a search: to see what a signal is worth, and what was ranked at all.</summary>
internal sealed record RankingStudy
{
    /// <summary>A signal that counts nothing; null for none.</summary>
    public Signal? Without { get; init; }

    /// <summary>Hits to give, with the depth of <see cref="SearchQuery.Limit"/>: all that was ranked instead of its best. Null for the limit.</summary>
    public int? Kept { get; init; }

    /// <summary>Whether the parts of a score are given as they were measured, before they are weighed.</summary>
    public bool AsMeasured { get; init; }
}
