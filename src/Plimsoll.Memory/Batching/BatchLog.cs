namespace Plimsoll.Memory;

/// <summary>The counts of a run. Thread safe.</summary>
internal sealed class BatchLog(int failuresKept)
{
    private readonly Lock _gate = new();
    private readonly List<ItemFailure> _failures = [];
    private long _read;
    private long _done;
    private long _failed;
    private long _batches;
    private long _splits;
    private long _checkpoints;
    private int _last;
    private int _largest;
    private int _smallest;

    public void Read() => Interlocked.Increment(ref _read);

    public void Split() => Interlocked.Increment(ref _splits);

    public void Checkpointed() => Interlocked.Increment(ref _checkpoints);

    public void Fail(ItemFailure failure)
    {
        lock (_gate)
        {
            if (_failures.Count < failuresKept) _failures.Add(failure);
        }
    }

    /// <summary>A batch is in the sink.</summary>
    public void Done(int items, int failed)
    {
        lock (_gate)
        {
            _done += items - failed;
            _failed += failed;
            _batches++;
            _last = items;
            _largest = Math.Max(_largest, items);
            _smallest = _smallest == 0 ? items : Math.Min(_smallest, items);
        }
    }

    public BatchProgress Progress(MemoryPressure pressure)
    {
        lock (_gate) return new BatchProgress(Interlocked.Read(ref _read), _done, _failed, _batches, Interlocked.Read(ref _splits), _last, pressure);
    }

    public BatchReport Report(MemoryPressure pressure)
    {
        BatchProgress progress = Progress(pressure);
        lock (_gate) return new BatchReport(progress, [.. _failures], _largest, _smallest, Interlocked.Read(ref _checkpoints));
    }
}
