namespace Plimsoll.Memory;

/// <summary>
/// Turns uses into levels: a pure state machine over (use, time). Rising is immediate. Falling needs the use below the line less its margin, without a
/// break, for the dwell: noise around a line is held by the margin, and slower swings by the dwell.
/// </summary>
internal sealed class PressureGauge(PressureThresholds thresholds, long budgetBytes, TimeSpan dwell, TimeProvider clock)
{
    private long _lastJustified = clock.GetTimestamp();

    public MemoryPressure Current { get; private set; }

    public MemoryPressure Observe(long usedBytes)
    {
        long now = clock.GetTimestamp();
        MemoryPressure next = thresholds.Classify(Current, usedBytes, budgetBytes);
        bool mayFall = clock.GetElapsedTime(_lastJustified, now) >= dwell;
        if (next >= Current || mayFall)
        {
            Current = next;
            _lastJustified = now;
        }

        return Current;
    }
}
