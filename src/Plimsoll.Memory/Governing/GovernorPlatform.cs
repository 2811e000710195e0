namespace Plimsoll.Memory;

/// <summary>What a governor reads about the process at one moment. Fields, because each accessor would be compiled at every start.</summary>
internal readonly struct GovernorReading(long ownBytes, long pressureBytes, long gcCommittedBytes, long allocatedBytes, int collections, long limitBytes, in FilePageFigures filePages = default)
{
    /// <summary>Anonymous and shared memory of the process.</summary>
    public readonly long OwnBytes = ownBytes;

    /// <summary>What pressure is judged on: the use of the kernel group where it has a limit, else <see cref="OwnBytes"/>.</summary>
    public readonly long PressureBytes = pressureBytes;

    /// <summary>Committed by the collector at its last collection.</summary>
    public readonly long GcCommittedBytes = gcCommittedBytes;

    /// <summary>Allocated on the heap since the process began.</summary>
    public readonly long AllocatedBytes = allocatedBytes;

    /// <summary>Collections so far.</summary>
    public readonly int Collections = collections;

    /// <summary>The kernel group's limit; <see cref="long.MaxValue"/> when there is none.</summary>
    public readonly long LimitBytes = limitBytes;

    /// <summary>Pages of files in the kernel group that has the limit; all zero when there is none.</summary>
    public readonly FilePageFigures FilePages = filePages;
}

/// <summary>How long the process computed, and how long the collector stopped it.</summary>
internal readonly struct PauseReading(TimeSpan processorTime, TimeSpan pauseTime)
{
    public readonly TimeSpan ProcessorTime = processorTime;
    public readonly TimeSpan PauseTime = pauseTime;
}

/// <summary>The effects of a governor on its process. One kind governs the process, another leaves it alone.</summary>
internal abstract class GovernorPlatform : IDisposable
{
    /// <summary>Sets the run-time limit of the collector. False when the collector holds more and the old limit stays.</summary>
    public abstract bool TrySetGcLimit(long bytes);

    public abstract void CollectAggressively();

    /// <summary>Makes the C library return free blocks.</summary>
    public abstract void TrimNative();

    public abstract GovernorReading Read(long budgetBytes);

    public abstract PauseReading ReadPauses();

    public abstract void Dispose();
}
