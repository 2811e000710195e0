namespace Plimsoll.Indexing.Search;

/// <summary>One named part of a score.</summary>
/// <param name="Name">The signal, e.g. `bm25` or `definition`.</param>
/// <param name="Value">What it adds to the score.</param>
public readonly record struct ScoreAddend(string Name, double Value);

/// <summary>One answer: a range of lines of a file.</summary>
public sealed record SearchHit
{
    /// <summary>The path relative to the root, `/`-separated; bytes that are not UTF-8 appear as U+FFFD.</summary>
    public required string Path { get; init; }

    /// <summary>The path as bytes, exact.</summary>
    public required byte[] PathBytes { get; init; }

    /// <summary>Which of the repositories that are searched together it is in, by its place in the list; 0 where there is one.</summary>
    public int Repository { get; init; }

    /// <summary>First line, 1-based. For a definition that the query names: the line of its name.</summary>
    public required int StartLine { get; init; }

    /// <summary>Last line, 1-based, inclusive.</summary>
    public required int EndLine { get; init; }

    /// <summary>First line of the chunk that was matched (leading comments included), 1-based.</summary>
    public required int ChunkStartLine { get; init; }

    /// <summary>Last line of the chunk, 1-based, inclusive.</summary>
    public required int ChunkEndLine { get; init; }

    /// <summary>The name that the chunk defines, with its enclosing scopes (`Outer.inner`), or null.</summary>
    public string? Symbol { get; init; }

    /// <summary>The kind of the definition (`function`, `class`, …), or `text`.</summary>
    public required string Kind { get; init; }

    /// <summary>The language of the file.</summary>
    public required string Language { get; init; }

    /// <summary>
    /// The score; higher is better; comparable only within one query. A definition that has the query as its name has about 20 to 50, all else less
    /// than 3; `docs/configuration.md` says more.
    /// </summary>
    public required double Score { get; init; }

    /// <summary>What a server that judged the hit gave it; higher is better, comparable only within one answer. Null where none did.</summary>
    public double? Judgement { get; init; }

    /// <summary>The query's terms that occur in the chunk.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>The parts of the score, when asked for.</summary>
    public IReadOnlyList<ScoreAddend> Explain { get; init; } = [];

    /// <summary>Whether the file is still what was indexed, has changed, or is gone.</summary>
    public required HitState State { get; init; }

    /// <summary>Whether the file has changed, or gone, since it was indexed: lines may be off.</summary>
    public bool Stale => State != HitState.Current;
}
