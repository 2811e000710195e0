namespace Plimsoll.Memory;

/// <summary>
/// Learns how much memory lies outside of heap and leases: used − committed by the collector − native leases. The runtime tells what is
/// committed at the last collection only, so what was allocated since counts as heap: the estimate is a lower bound, exact just after a
/// collection. The worst of the last readings counts, so that slack rises at once and falls slowly.
/// </summary>
internal sealed class DriftEstimator
{
    /// <summary>At the default of one reading in 100 ms this remembers three seconds.</summary>
    private const int Readings = 32;

    private readonly long[] _recent = new long[Readings];
    private int _next;
    private int _collections = -1;
    private long _allocatedAtCollection;
    private long _allocatedBefore;

    /// <summary>The drift of the last reading; never negative.</summary>
    public long Last { get; private set; }

    /// <summary>The highest drift of the remembered readings.</summary>
    public long Worst { get; private set; }

    public void Add(in GovernorReading reading, long nativeBytes, long gcLimitBytes)
    {
        if (reading.Collections != _collections)
        {
            _collections = reading.Collections;
            _allocatedAtCollection = _allocatedBefore;
        }

        _allocatedBefore = reading.AllocatedBytes;
        long heap = Math.Min(gcLimitBytes, reading.GcCommittedBytes + Math.Max(0, reading.AllocatedBytes - _allocatedAtCollection));
        heap = Math.Max(heap, reading.GcCommittedBytes);
        Last = Math.Max(0, reading.OwnBytes - heap - nativeBytes);
        _recent[_next] = Last;
        _next = (_next + 1) % Readings;
        Worst = 0;
        foreach (long drift in _recent) Worst = Math.Max(Worst, drift);
    }
}
