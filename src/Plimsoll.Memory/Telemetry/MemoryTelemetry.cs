using System.Diagnostics.Metrics;

namespace Plimsoll.Memory;

/// <summary>
/// Publishes a governor's books as metrics of the meter <see cref="MeterName"/>. All instruments are observed: nothing is counted, and nothing costs,
/// until somebody listens. One snapshot serves all instruments of a collection.
/// </summary>
public sealed class MemoryTelemetry : IDisposable
{
    /// <summary>The meter's name, for <c>AddMeter</c>.</summary>
    public const string MeterName = "Plimsoll.Memory";

    /// <summary>The instruments of one collection are asked within microseconds; half a tenth of a second covers a slow listener.</summary>
    private static readonly TimeSpan SnapshotAge = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly MemoryGovernor _governor;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private GovernorSnapshot? _snapshot;
    private long _snapshotTaken;

    /// <summary>Starts to publish.</summary>
    /// <param name="governor">The governor; it is not disposed by this.</param>
    /// <param name="meters">Makes the meter, as hosts want it; null for a meter of one's own.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public MemoryTelemetry(MemoryGovernor governor, IMeterFactory? meters = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(governor);
        _governor = governor;
        _clock = clock ?? TimeProvider.System;
        _ownsMeter = meters is null;
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        PublishSizes();
        PublishCounts();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A factory disposes of the meters that it made.
        if (_ownsMeter)
            _meter.Dispose();
    }

    private void PublishSizes()
    {
        Size("plimsoll.memory.budget", "The line: what the whole process may take.", books => books.BudgetBytes);
        Size("plimsoll.memory.used", "Anonymous and shared memory of the process.", books => books.UsedBytes);
        Size("plimsoll.memory.peak", "The highest use that was read.", books => books.PeakUsedBytes);
        Size("plimsoll.memory.gc_limit", "The run-time limit of the garbage collector.", books => books.GcLimitBytes);
        Size("plimsoll.memory.slack", "Room kept for growth that nobody leased.", books => books.SlackBytes);
        Size("plimsoll.memory.drift", "Memory outside of heap and leases.", books => books.DriftBytes);
        Size("plimsoll.memory.leased.managed", "Leases on the managed heap.", books => books.ManagedBytes);
        Size("plimsoll.memory.leased.native", "Leases outside of the managed heap.", books => books.NativeBytes);
        _meter.CreateObservableGauge("plimsoll.memory.owner", ReadOwners, "By", "Leases by owner.");
    }

    private void PublishCounts()
    {
        _meter.CreateObservableGauge("plimsoll.memory.pressure", () => (int)_governor.Pressure, "{level}", "0 low, 1 moderate, 2 high, 3 critical.");
        _meter.CreateObservableGauge("plimsoll.memory.relief", () => (int)Read().Relief, "{step}", "How far the relief ladder is climbed; 0 is normal work.");
        _meter.CreateObservableGauge("plimsoll.memory.leases.held", () => Read().HeldLeases, "{lease}", "Leases held now.");
        _meter.CreateObservableGauge("plimsoll.memory.leases.waiting", () => Read().WaitingRequests, "{request}", "Requests in the queue.");
        _meter.CreateObservableGauge("plimsoll.memory.concurrency", () => Read().AdvisedConcurrency, "{thread}", "How many workers are advised.");
        _meter.CreateObservableGauge("plimsoll.memory.gc_pause_share", () => Read().GcPauseShare, "1", "Share of the time in collector pauses.");
        _meter.CreateObservableCounter("plimsoll.memory.leases.granted", () => Read().GrantedLeases, "{lease}", "Leases granted.");
        _meter.CreateObservableCounter("plimsoll.memory.leases.refused", () => Read().RefusedRequests, "{request}", "Requests refused or made to wait.");
        _meter.CreateObservableCounter("plimsoll.memory.collections.forced", () => Read().ForcedCollections, "{collection}", "Collections that the governor asked for.");
    }

    private void Size(string name, string description, Func<GovernorSnapshot, long> read) =>
        _meter.CreateObservableGauge(name, () => read(Read()), "By", description);

    private Measurement<long>[] ReadOwners()
    {
        IReadOnlyList<OwnerUsage> owners = Read().Owners;
        var measurements = new Measurement<long>[owners.Count];
        for (int i = 0; i < measurements.Length; i++)
            measurements[i] = new Measurement<long>(owners[i].CurrentBytes, new KeyValuePair<string, object?>("owner", owners[i].Owner));
        return measurements;
    }

    private GovernorSnapshot Read()
    {
        lock (_gate)
        {
            long now = _clock.GetTimestamp();
            if (_snapshot is null || _clock.GetElapsedTime(_snapshotTaken, now) > SnapshotAge)
            {
                _snapshot = _governor.Snapshot();
                _snapshotTaken = now;
            }

            return _snapshot;
        }
    }
}
