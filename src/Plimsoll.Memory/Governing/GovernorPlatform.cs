namespace Plimsoll.Memory;

/// <summary>What a governor reads about the process at one moment.</summary>
/// <param name="OwnBytes">Anonymous and shared memory of the process.</param>
/// <param name="PressureBytes">What pressure is judged on: the use of the kernel group where it has a limit, else <paramref name="OwnBytes"/>.</param>
/// <param name="GcCommittedBytes">Committed by the collector at its last collection.</param>
/// <param name="AllocatedBytes">Allocated on the heap since the process began.</param>
/// <param name="Collections">Collections so far.</param>
/// <param name="LimitBytes">The kernel group's limit; <see cref="long.MaxValue"/> when there is none.</param>
internal readonly record struct GovernorReading(
    long OwnBytes, long PressureBytes, long GcCommittedBytes, long AllocatedBytes, int Collections, long LimitBytes);

/// <summary>How long the process computed, and how long the collector stopped it.</summary>
internal readonly record struct PauseReading(TimeSpan ProcessorTime, TimeSpan PauseTime);

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
