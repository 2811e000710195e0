namespace Plimsoll.Indexing.Search;

/// <summary>A passage of an indexed file.</summary>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, inclusive.</param>
/// <param name="Kind">What it defines first, or `text`.</param>
/// <param name="Names">The names that it defines.</param>
public sealed record IndexedChunk(int StartLine, int EndLine, string Kind, IReadOnlyList<string> Names);

/// <summary>What an index has of a file.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Bytes">Its length when it was indexed.</param>
/// <param name="Lines">Its lines then.</param>
/// <param name="State">Whether it is still what was indexed.</param>
/// <param name="Chunks">Its passages, in their order.</param>
public sealed record IndexedFile(string Language, long Bytes, int Lines, HitState State, IReadOnlyList<IndexedChunk> Chunks);
