using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>Keeps account of the segments that this run has written and moves the manifest on, so that a crash costs little.</summary>
internal sealed class SegmentPublisher(string folder, string embedder, PriorIndex prior, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<string> _names = [];
    private CheckpointCadence _cadence = new(0);
    private long _generation = prior.Generation;

    /// <summary>Names of the segments of this run.</summary>
    public IReadOnlyList<string> Names => _names;

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
                Save_NeedsLock(complete: false, new Dictionary<SkipReason, long>());
        }
    }

    /// <summary>Writes the manifest that ends a run.</summary>
    public void Finish(bool complete, IReadOnlyDictionary<SkipReason, long> walkSkips)
    {
        lock (_gate)
            Save_NeedsLock(complete, walkSkips);
    }

    private void Save_NeedsLock(bool complete, IReadOnlyDictionary<SkipReason, long> walkSkips)
    {
        var entries = new List<SegmentEntry>();
        prior.AddEntriesTo(entries, complete);
        foreach (string name in _names)
            entries.Add(new SegmentEntry(name, []));
        new Manifest
        {
            Generation = ++_generation,
            Embedder = embedder,
            Complete = complete,
            WrittenAt = time.GetUtcNow(),
            Segments = entries,
            WalkSkips = walkSkips,
        }.Save(folder);
    }
}
