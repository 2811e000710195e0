namespace Plimsoll.Memory;

/// <summary>
/// The whole process: the run-time heap limit (25 µs, no collection), aggressive collections (40-340 ms) and the C library's heap.
/// The limit is one for the process, so only one governor at a time can own it.
/// </summary>
internal sealed class ProcessPlatform : GovernorPlatform
{
    private const string LimitName = "GCHeapHardLimit";
    private static int _owned;
    private readonly MemoryProbe _probe;
    private readonly object? _limitBefore;
    private object? _boxedLimit;
    private int _disposed;

    public ProcessPlatform(MemoryProbe probe)
    {
        if (Interlocked.Exchange(ref _owned, 1) != 0)
        {
            throw new InvalidOperationException(
                "Another governor owns the heap limit of this process. Share that governor, dispose of it first, or set GovernsProcess to false.");
        }

        _probe = probe;
        _limitBefore = _boxedLimit = AppContext.GetData(LimitName);
        NativeHeap.KeepLean();

        // Before the first collection the runtime says that nothing is committed, and the heap would be taken for base memory.
        if (GC.CollectionCount(0) == 0) GC.Collect(0, GCCollectionMode.Forced, blocking: true);
    }

    public override bool TrySetGcLimit(long bytes)
    {
        if (!TryRefresh((ulong)bytes))
        {
            AppContext.SetData(LimitName, _boxedLimit);
            return false;
        }

        _boxedLimit = AppContext.GetData(LimitName);
        return true;
    }

    public override void CollectAggressively() => GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    public override void TrimNative() => NativeHeap.Trim();

    public override GovernorReading Read(long budgetBytes)
    {
        MemorySample sample = _probe.Sample();
        return new GovernorReading(
            sample.OwnBytes,
            sample.UsedOf(budgetBytes),
            sample.GcCommittedBytes,
            GC.GetTotalAllocatedBytes(precise: false),
            GC.CollectionCount(0),
            sample.HasGroupLimit ? sample.GroupLimitBytes : long.MaxValue,
            sample.FilePages);
    }

    public override PauseReading ReadPauses() => new(Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        // 0 means "no limit" to the runtime; a limit that was configured from outside comes back as it was.
        if (!TryRefresh(_limitBefore is ulong before ? before : 0)) AppContext.SetData(LimitName, _boxedLimit);
        Volatile.Write(ref _owned, 0);
    }

    private static bool TryRefresh(ulong limit)
    {
        try
        {
            AppContext.SetData(LimitName, limit);
            GC.RefreshMemoryLimit();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Too low: the collector holds more than that.
            return false;
        }
        catch (OutOfMemoryException)
        {
            // The heap is so full that not even a number can be boxed: surely no moment to take room from it.
            return false;
        }
    }
}
