namespace Plimsoll.Memory;

/// <summary>The collector's counters at the start of a recording, to be taken off at its end.</summary>
internal readonly record struct CollectorBase(int Gen0, int Gen1, int Gen2, TimeSpan Pause, long Allocated)
{
    public static CollectorBase Now() =>
        new(GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());

    public CollectorFigures Since(TimeSpan duration)
    {
        CollectorBase now = Now();
        TimeSpan pause = now.Pause - Pause;
        double share = duration > TimeSpan.Zero ? Math.Clamp(pause / duration, 0, 1) : 0;
        return new CollectorFigures(now.Gen0 - Gen0, now.Gen1 - Gen1, now.Gen2 - Gen2, pause, share, now.Allocated - Allocated);
    }
}
