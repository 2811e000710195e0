namespace Plimsoll.Indexing.Relations;

/// <summary>A definition that implements, extends or overrides another one.</summary>
public sealed record Implementation
{
    /// <summary>The path relative to the root, as bytes.</summary>
    public required byte[] PathBytes { get; init; }

    /// <summary>The line of its name, 1-based.</summary>
    public required int StartLine { get; init; }

    /// <summary>Its last line, inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>Its name with the scopes around it.</summary>
    public required string Symbol { get; init; }

    /// <summary>What it is: class, struct, method and so on.</summary>
    public required string Kind { get; init; }

    /// <summary>The language of its file.</summary>
    public required string Language { get; init; }

    /// <summary>How it is related: extends, implements, derives, includes, embeds, overrides, anonymous, table, methods (a Go type that has them all), or name (nothing but the same name).</summary>
    public required string Relation { get; init; }

    /// <summary>The type that it names itself, where that is not the one that was asked for but one of its subtypes; else null.</summary>
    public string? Via { get; init; }
}

/// <summary>What a search for implementations found.</summary>
/// <param name="Found">The implementations, nearest relation first, then by path.</param>
/// <param name="Targets">Where what was asked for is defined, as `path:line kind name`.</param>
/// <param name="FilesRead">Files that were looked into.</param>
/// <param name="FilesLeft">Files that have the name and were not looked into, because there were too many or the time was up.</param>
public sealed record ImplementationList(IReadOnlyList<Implementation> Found, IReadOnlyList<SymbolPlace> Targets, int FilesRead, long FilesLeft);

/// <summary>Where a name is defined.</summary>
/// <param name="PathBytes">The path relative to the root.</param>
/// <param name="Line">The line of the name.</param>
/// <param name="EndLine">The last line of the definition.</param>
/// <param name="Symbol">The name with its scopes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Language">The language of the file.</param>
public sealed record SymbolPlace(byte[] PathBytes, int Line, int EndLine, string Symbol, string Kind, string Language)
{
    /// <summary>The path; bytes that are not UTF-8 appear as U+FFFD.</summary>
    public string Path => System.Text.Encoding.UTF8.GetString(PathBytes);
}
