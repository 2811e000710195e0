using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>Keeps account of the segments that this run has written and moves the manifest on, so that a crash costs little.</summary>
/// <param name="folder">The folder of the index.</param>
/// <param name="embedder">The identity of the embedder.</param>
/// <param name="prior">What was there before.</param>
/// <param name="time">The clock.</param>
/// <param name="standing">
/// For an update of some places of a complete index: what its walk left out. Such an index stays complete while the update goes on, as it would be without the update.
/// </param>
internal sealed class SegmentPublisher(
    string folder, string embedder, PriorIndex prior, TimeProvider time, IReadOnlyDictionary<SkipReason, long>? standing = null)
{
    private readonly Lock _gate = new();
    private readonly List<string> _names = [];
    private CheckpointCadence _cadence = new(0);
    private long _generation = prior.Generation;

    /// <summary>Names of the segments of this run.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The manifest saved last; null before the first.</summary>
    public Manifest? Saved { get; private set; }

    /// <summary>Takes a durable segment in; every few, and at once under pressure, it becomes visible and safe by a new manifest.</summary>
    /// <param name="name">The segment's file name.</param>
    /// <param name="superseded">Older versions of its files.</param>
    /// <param name="chunks">Chunks of the run so far.</param>
    /// <param name="pressure">The memory pressure now.</param>
    public void Publish(string name, IReadOnlyList<PriorFile> superseded, long chunks, MemoryPressure pressure)
    {
        lock (_gate)
        {
            _names.Add(name);
            foreach (PriorFile file in superseded)
                prior.Mark(file, FileState.Dead);
            if (_cadence.EveryBatches != CheckpointCadence.LargeWorkEveryBatches && chunks > CheckpointCadence.LargeWorkItems)
                _cadence = new CheckpointCadence(chunks);
            if (_cadence.BatchDone(pressure))
                Save_NeedsLock(seenAll: false, standing is not null, standing ?? new Dictionary<SkipReason, long>());
        }
    }

    /// <summary>Writes the manifest that ends a run.</summary>
    public void Finish(bool complete, IReadOnlyDictionary<SkipReason, long> walkSkips)
    {
        lock (_gate)
            Save_NeedsLock(complete, complete, walkSkips);
    }

    private void Save_NeedsLock(bool seenAll, bool complete, IReadOnlyDictionary<SkipReason, long> walkSkips)
    {
        var entries = new List<SegmentEntry>();
        prior.AddEntriesTo(entries, seenAll);
        foreach (string name in _names)
            entries.Add(new SegmentEntry(name, []));
        Saved = new Manifest
        {
            Generation = ++_generation,
            Embedder = embedder,
            Complete = complete,
            WrittenAt = time.GetUtcNow(),
            Segments = entries,
            WalkSkips = walkSkips,
        };
        Saved.Save(folder);
    }
}
