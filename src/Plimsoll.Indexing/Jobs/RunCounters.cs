namespace Plimsoll.Indexing.Jobs;

/// <summary>What a run has done so far; threads add at once.</summary>
internal sealed class RunCounters
{
    private long _seen;
    private long _done;
    private long _added;
    private long _changed;
    private long _unchanged;
    private long _leftOut;
    private long _bytes;
    private long _chunks;
    private long _textsCut;

    /// <summary>Chunks per embedding batch now.</summary>
    public volatile int BatchSize;

    /// <summary>Set when the walk has ended.</summary>
    public volatile bool WalkFinished;

    public long Added => Interlocked.Read(ref _added);

    public long Changed => Interlocked.Read(ref _changed);

    public long Unchanged => Interlocked.Read(ref _unchanged);

    /// <summary>Files that were indexed and whose new content is left out.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Chunks => Interlocked.Read(ref _chunks);

    /// <summary>Passages whose text was longer than the embedder takes.</summary>
    public long TextsCut => Interlocked.Read(ref _textsCut);

    /// <summary>The walk has come to a file.</summary>
    public void Saw() => Interlocked.Increment(ref _seen);

    /// <summary>A file needs nothing.</summary>
    public void FoundUnchanged(bool isIndexed)
    {
        if (isIndexed)
            Interlocked.Increment(ref _unchanged);
        Interlocked.Increment(ref _done);
    }

    /// <summary>A file could not be read.</summary>
    public void GaveUp() => Interlocked.Increment(ref _done);

    /// <summary>A file's entry in the segment in the making says that its content is left out.</summary>
    public void FoundLeftOut(bool wasIndexed, long bytes)
    {
        if (wasIndexed)
            Interlocked.Increment(ref _leftOut);
        Interlocked.Increment(ref _done);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>A file is in a segment in the making.</summary>
    public void Indexed(bool wasIndexed, long bytes, int chunks)
    {
        Interlocked.Increment(ref wasIndexed ? ref _changed : ref _added);
        Interlocked.Increment(ref _done);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Add(ref _chunks, chunks);
    }

    /// <summary>Texts of passages were cut.</summary>
    public void CutTexts(long count) => Interlocked.Add(ref _textsCut, count);

    /// <summary>Where the run stands.</summary>
    public IndexProgress Progress() => new(
        Interlocked.Read(ref _seen), Interlocked.Read(ref _done), WalkFinished, Bytes, Chunks, BatchSize);
}
