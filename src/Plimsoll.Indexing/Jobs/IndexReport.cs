using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>What a run did.</summary>
public sealed record IndexReport
{
    /// <summary>Whether the run was stopped before its end; what was done is saved.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether searches still see the index from before this run, because the new one is not complete.</summary>
    public bool OldIndexAnswers { get; init; }

    /// <summary>Files whose content is in the index; after a whole run the sum of the added, changed and unchanged ones.</summary>
    public long Files { get; init; }

    /// <summary>Files indexed for the first time.</summary>
    public long Added { get; init; }

    /// <summary>Files indexed again because their content changed.</summary>
    public long Changed { get; init; }

    /// <summary>Files that left the index, because they are gone or their new content is left out.</summary>
    public long Removed { get; init; }

    /// <summary>Files found as they were.</summary>
    public long Unchanged { get; init; }

    /// <summary>Live chunks in the index.</summary>
    public long Chunks { get; init; }

    /// <summary>Bytes of source text behind the live files.</summary>
    public long SourceBytes { get; init; }

    /// <summary>Bytes of source text read and indexed in this run.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of the index on disk.</summary>
    public long IndexBytes { get; init; }

    /// <summary>Live segments.</summary>
    public int Segments { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public required IReadOnlyDictionary<SkipReason, long> Skipped { get; init; }

    /// <summary>Files of which only a part of the words could be indexed (more than the limit of distinct words).</summary>
    public long Shortened { get; init; }

    /// <summary>The embedder of the index, such as `builtin`.</summary>
    public string Embedder { get; init; } = "";

    /// <summary>Where a model ran, in words; empty where there was nothing to choose.</summary>
    public string EmbedderDevice { get; init; } = "";

    /// <summary>Passages of this run whose text was longer than the embedder takes: only its beginning has a part in the vector. Their words are all indexed.</summary>
    public long TextsCut { get; init; }

    /// <summary>Wall time of the run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Peak of the process in bytes (anonymous + shared memory), as sampled.</summary>
    public long PeakBytes { get; init; }

    /// <summary>What was repaired or deserves a look, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What an index holds after a run, and what the run has counted.</summary>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="governor">The governor.</param>
    /// <param name="counters">What was counted.</param>
    /// <param name="walkSkips">What the walk left out; what was left out for its content is added to it.</param>
    internal static IndexReport Of(string folder, MemoryGovernor governor, RunCounters counters, Dictionary<SkipReason, long> walkSkips)
    {
        using IndexSnapshot snapshot = IndexSnapshot.Open(folder);
        governor.Observe();
        IndexTotals totals = IndexTotals.Of(snapshot, walkSkips);
        return new IndexReport
        {
            Files = totals.Files,
            Added = counters.Added,
            Changed = counters.Changed,
            Unchanged = counters.Unchanged,
            Chunks = totals.Chunks,
            SourceBytes = totals.SourceBytes,
            BytesRead = counters.Bytes,
            IndexBytes = IndexFolder.SizeOf(folder),
            Segments = snapshot.Segments.Count,
            Skipped = walkSkips,
            Shortened = totals.Shortened,
            PeakBytes = governor.Snapshot().PeakUsedBytes,
        };
    }
}

/// <summary>Where a run stands; a snapshot.</summary>
/// <param name="FilesSeen">Files found by the walk so far.</param>
/// <param name="FilesDone">Files indexed or found unchanged so far.</param>
/// <param name="WalkFinished">Whether <paramref name="FilesSeen"/> is final.</param>
/// <param name="BytesDone">Bytes of source text indexed so far.</param>
/// <param name="Chunks">Chunks made so far.</param>
/// <param name="BatchSize">Chunks per embedding batch now.</param>
public readonly record struct IndexProgress(
    long FilesSeen, long FilesDone, bool WalkFinished, long BytesDone, long Chunks, int BatchSize);
