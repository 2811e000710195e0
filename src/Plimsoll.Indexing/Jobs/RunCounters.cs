namespace Plimsoll.Indexing.Jobs;

/// <summary>What a run has done so far; threads add at once.</summary>
internal sealed class RunCounters
{
    private long _seen;
    private long _done;
    private long _added;
    private long _changed;
    private long _unchanged;
    private long _bytes;
    private long _chunks;

    /// <summary>Chunks per embedding batch now.</summary>
    public volatile int BatchSize;

    /// <summary>Set when the walk has ended.</summary>
    public volatile bool WalkFinished;

    public long Added => Interlocked.Read(ref _added);

    public long Changed => Interlocked.Read(ref _changed);

    public long Unchanged => Interlocked.Read(ref _unchanged);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Chunks => Interlocked.Read(ref _chunks);

    /// <summary>The walk has come to a file.</summary>
    public void Saw() => Interlocked.Increment(ref _seen);

    /// <summary>A file needs nothing.</summary>
    public void FoundUnchanged()
    {
        Interlocked.Increment(ref _unchanged);
        Interlocked.Increment(ref _done);
    }

    /// <summary>A file could not be read.</summary>
    public void GaveUp() => Interlocked.Increment(ref _done);

    /// <summary>A file is in a segment in the making.</summary>
    public void Indexed(bool isNew, long bytes, int chunks)
    {
        Interlocked.Increment(ref isNew ? ref _added : ref _changed);
        Interlocked.Increment(ref _done);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _chunks, chunks);
    }

    /// <summary>Where the run stands.</summary>
    public IndexProgress Progress() => new(
        Interlocked.Read(ref _seen), Interlocked.Read(ref _done), WalkFinished, Bytes, Chunks, BatchSize);
}
