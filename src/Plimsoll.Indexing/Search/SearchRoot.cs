namespace Plimsoll.Indexing.Search;

/// <summary>One of the repositories that are searched together.</summary>
/// <param name="Root">The folder that was indexed.</param>
/// <param name="IndexFolder">The folder of its index; null for the usual place inside it.</param>
public sealed record SearchRoot(string Root, string? IndexFolder = null);
