namespace Plimsoll.Memory;

/// <summary>Adds up the runs of one phase. Not safe for several threads; the recorder locks.</summary>
internal sealed class PhaseBook(string name)
{
    private int _runs;
    private int _running;
    private TimeSpan _duration;
    private long _start;
    private long _peak;
    private long _end;

    public string Name { get; } = name;

    public void Begin(long used)
    {
        if (_runs == 0)
            _start = used;
        _runs++;
        _running++;
        _peak = Math.Max(_peak, used);
    }

    public void Observe(long used)
    {
        if (_running > 0)
            _peak = Math.Max(_peak, used);
    }

    public void End(long used, TimeSpan duration)
    {
        _running--;
        _duration += duration;
        _end = used;
    }

    /// <summary>A phase that still runs ends, for the report, with what is used now.</summary>
    public MemoryPhase ToPhase(long usedNow) => new(Name, _runs, _duration, _start, _peak, _running > 0 ? usedNow : _end);
}
