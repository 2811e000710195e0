namespace Plimsoll.Indexing.Search;

/// <summary>What a search found, and what is missing in it.</summary>
/// <param name="Hits">The best hits, best first.</param>
/// <param name="MeaningFault">Why vectors had no part in it: the model or server that the index needs is away. Null when they had, or were not asked for.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, string? MeaningFault);
