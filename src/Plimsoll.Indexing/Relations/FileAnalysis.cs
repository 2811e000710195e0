namespace Plimsoll.Indexing.Relations;

/// <summary>A definition with its size and its complexity.</summary>
/// <param name="Symbol">The name with its scopes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="StartLine">The line of the name.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="Complexity">An estimate of the cyclomatic complexity of a function; 0 for what is none.</param>
public readonly record struct AnalyzedDefinition(string Symbol, string Kind, int StartLine, int EndLine, int Complexity);

/// <summary>A place that uses a name.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line.</param>
/// <param name="Inside">The definition around it; empty outside of all.</param>
public readonly record struct UsePlace(string Path, int Line, string Inside);

/// <summary>What a file imports.</summary>
/// <param name="Module">As it is written.</param>
/// <param name="Line">Where.</param>
/// <param name="Path">The indexed file (or folder) that it means; null for what is not in the index.</param>
public readonly record struct Dependency(string Module, int Line, string? Path);

/// <summary>How many other files use a name that a file defines.</summary>
/// <param name="Symbol">The name.</param>
/// <param name="Files">Files that have the word, without its own.</param>
public readonly record struct NameUse(string Symbol, long Files);

/// <summary>The numbers of a file, or of one definition in it.</summary>
public sealed record FileAnalysis
{
    /// <summary>The language.</summary>
    public required string Language { get; init; }

    /// <summary>First and last line of what was counted.</summary>
    public required (int Start, int End) Lines { get; init; }

    /// <summary>Bytes of it.</summary>
    public required int Bytes { get; init; }

    /// <summary>Lines with code on them.</summary>
    public required int CodeLines { get; init; }

    /// <summary>Lines with comments only.</summary>
    public required int CommentLines { get; init; }

    /// <summary>Lines with nothing.</summary>
    public required int BlankLines { get; init; }

    /// <summary>The sum over all functions, and one for what stands outside of them if it has decisions.</summary>
    public required int Complexity { get; init; }

    /// <summary>The definitions, in the order of the file.</summary>
    public required IReadOnlyList<AnalyzedDefinition> Outline { get; init; }

    /// <summary>What it imports.</summary>
    public required IReadOnlyList<Dependency> Imports { get; init; }

    /// <summary>The files that import it.</summary>
    public required IReadOnlyList<UsePlace> ImportedBy { get; init; }

    /// <summary>The names that it defines for others, and how many files have them.</summary>
    public required IReadOnlyList<NameUse> UsedNames { get; init; }

    /// <summary>For one definition: the names in it that are defined elsewhere in the index.</summary>
    public IReadOnlyList<SymbolPlace> Uses { get; init; } = [];

    /// <summary>For one definition: the places that have its name.</summary>
    public IReadOnlyList<UsePlace> UsedBy { get; init; } = [];

    /// <summary>Whether time or size ended the search for dependencies early.</summary>
    public required bool IsPartial { get; init; }
}
