namespace Plimsoll.Memory;

/// <summary>
/// Leaves the process alone: the collector's limit is a number in the ledger only. For several governors in one process, each with a
/// share, and for tests.
/// </summary>
internal sealed class DetachedPlatform(MemoryProbe? probe) : GovernorPlatform
{
    public override bool TrySetGcLimit(long bytes) => true;

    public override void CollectAggressively()
    {
        // Collecting for the whole process is not for a governor of a part of it.
    }

    public override void TrimNative()
    {
        // The same holds for the C library's heap.
    }

    /// <summary>Without a probe nothing is known and pressure follows the leases alone.</summary>
    public override GovernorReading Read(long budgetBytes)
    {
        if (probe is null) return new GovernorReading(0, 0, 0, 0, 0, long.MaxValue);
        MemorySample sample = probe.Sample();
        return new GovernorReading(sample.OwnBytes, sample.UsedOf(budgetBytes), sample.GcCommittedBytes, 0, 0, long.MaxValue);
    }

    public override PauseReading ReadPauses() => default;

    public override void Dispose()
    {
        // Nothing was taken.
    }
}
