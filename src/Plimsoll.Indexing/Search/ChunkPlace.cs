namespace Plimsoll.Indexing.Search;

/// <summary>A chunk of a file, found by one of its lines.</summary>
/// <param name="StartLine">First line, 1-based, leading comments included.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Names">The names that it defines, in their order.</param>
public sealed record ChunkPlace(int StartLine, int EndLine, IReadOnlyList<string> Names);
