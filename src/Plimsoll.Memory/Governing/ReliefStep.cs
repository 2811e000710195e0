namespace Plimsoll.Memory;

/// <summary>The rungs of the relief ladder, from cheap to drastic.</summary>
public enum ReliefStep
{
    /// <summary>Normal work.</summary>
    None,

    /// <summary>No new leases; holders may still grow.</summary>
    StopGranting,

    /// <summary>Batches shrink to their minimum.</summary>
    SmallerBatches,

    /// <summary>Caches are dropped.</summary>
    DropCaches,

    /// <summary>Write buffers are spilled.</summary>
    SpillBuffers,

    /// <summary>What is costly to lose is given up.</summary>
    LastResort,

    /// <summary>An aggressive collection, and the C library returns its free memory to the kernel.</summary>
    CollectAndTrim,

    /// <summary>The job writes a checkpoint.</summary>
    Checkpoint,

    /// <summary>The job is asked to start again with leaner settings.</summary>
    Relaunch,
}

/// <summary>How a climb of the relief ladder ended.</summary>
/// <param name="Relieved">True when memory came under the line.</param>
/// <param name="LastStep">The highest rung that was used.</param>
/// <param name="FreedBytes">What the reclaimable members said they gave back.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="TimedOut">True when the time limit ended it.</param>
/// <param name="Failures">Members or callbacks that threw: name and message.</param>
public sealed record ReliefOutcome(
    bool Relieved, ReliefStep LastStep, long FreedBytes, TimeSpan Elapsed, bool TimedOut, IReadOnlyList<string> Failures);
