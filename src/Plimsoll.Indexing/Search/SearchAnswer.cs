namespace Plimsoll.Indexing.Search;

/// <summary>What a search found, and what is missing in it.</summary>
/// <param name="Hits">The best hits, best first.</param>
/// <param name="MeaningFault">Why vectors had no part in it: the model or server that the index needs is away. Null when they had, or were not asked for.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, string? MeaningFault)
{
    /// <summary>How many of the first hits a server has put into order; 0 when none was asked.</summary>
    public int Judged { get; init; }

    /// <summary>Why a server that was to judge the hits did not; the order is that of the index. Null when nothing failed.</summary>
    public string? JudgeFault { get; init; }
}
