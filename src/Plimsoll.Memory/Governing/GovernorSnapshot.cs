namespace Plimsoll.Memory;

/// <summary>What one owner tag holds and held.</summary>
/// <param name="Owner">The tag given with each lease.</param>
/// <param name="CurrentBytes">Leased now.</param>
/// <param name="PeakBytes">The most leased at one time.</param>
/// <param name="Leases">Leases granted in all.</param>
public readonly record struct OwnerUsage(string Owner, long CurrentBytes, long PeakBytes, long Leases);

/// <summary>The books of a governor at one moment. Budget + deficit = base + slack + native + idle + collector limit.</summary>
public sealed record GovernorSnapshot
{
    /// <summary>The line: bytes the whole process may take.</summary>
    public required long BudgetBytes { get; init; }

    /// <summary>What the runtime took before any work (anonymous and shared memory, without the collected heap).</summary>
    public required long BaseBytes { get; init; }

    /// <summary>Room kept for growth that nobody leased; learnt from drift.</summary>
    public required long SlackBytes { get; init; }

    /// <summary>Leased outside the collected heap: native and kernel leases.</summary>
    public required long NativeBytes { get; init; }

    /// <summary>Taken from the collector's limit and not leased at the moment.</summary>
    public required long IdleBytes { get; init; }

    /// <summary>The run-time limit of the garbage collector.</summary>
    public required long GcLimitBytes { get; init; }

    /// <summary>Managed leases; at most the managed share of the collector's limit.</summary>
    public required long ManagedBytes { get; init; }

    /// <summary>What is owed after the budget fell or unleased memory grew; 0 in the normal state. Nothing is granted while it is not 0.</summary>
    public required long DeficitBytes { get; init; }

    /// <summary>Memory outside heap and leases at the last reading: what the slack has to cover together with the base.</summary>
    public required long DriftBytes { get; init; }

    /// <summary>Anonymous and shared memory of the process at the last reading.</summary>
    public required long UsedBytes { get; init; }

    /// <summary>The highest <see cref="UsedBytes"/> of any reading.</summary>
    public required long PeakUsedBytes { get; init; }

    /// <summary>Leases held now.</summary>
    public required int HeldLeases { get; init; }

    /// <summary>Requests waiting in the queue now.</summary>
    public required int WaitingRequests { get; init; }

    /// <summary>Leases granted so far.</summary>
    public required long GrantedLeases { get; init; }

    /// <summary>Requests refused or made to wait so far.</summary>
    public required long RefusedRequests { get; init; }

    /// <summary>Releases of a lease that had been released already: harmless, and a sign of a defect in the holder.</summary>
    public required long DoubleReleases { get; init; }

    /// <summary>Aggressive collections the governor asked for.</summary>
    public required long ForcedCollections { get; init; }

    /// <summary>How far the relief ladder is climbed now.</summary>
    public required ReliefStep Relief { get; init; }

    /// <summary>How many workers the governor advises; falls when the collector takes more than half of the time.</summary>
    public required int AdvisedConcurrency { get; init; }

    /// <summary>Share of the wall time spent in collector pauses over the last full window, 0 to 1.</summary>
    public required double GcPauseShare { get; init; }

    /// <summary>Current and peak by owner tag, largest peak first.</summary>
    public required IReadOnlyList<OwnerUsage> Owners { get; init; }
}
