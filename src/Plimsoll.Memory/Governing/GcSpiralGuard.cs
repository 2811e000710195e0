namespace Plimsoll.Memory;

/// <summary>
/// Sees the death spiral: a heap so full that the process only collects. A window is one second of processor time per core, so that a
/// process which is not scheduled is not accused; when more than half of the window's wall time went into pauses, concurrency is halved.
/// Still so with one worker for three windows: the work does not fit, and the error says so.
/// </summary>
internal sealed class GcSpiralGuard(int cores, double pauseShareMax)
{
    /// <summary>The first window at one worker may still pay for what the others left behind.</summary>
    private const int HopelessWindows = 3;

    private readonly int _cores = Math.Max(1, cores);
    private PauseReading _start;
    private TimeSpan _startWall;
    private bool _isStarted;
    private int _badWindowsAtOne;

    /// <summary>How many workers are advised now.</summary>
    public int Concurrency { get; private set; } = Math.Max(1, cores);

    /// <summary>Pause share of the last full window, 0 to 1.</summary>
    public double PauseShare { get; private set; }

    public bool IsHopeless => _badWindowsAtOne >= HopelessWindows;

    /// <summary>Takes a reading at a moment on any steady clock. True when a window ended with it.</summary>
    public bool Add(PauseReading reading, TimeSpan wall)
    {
        if (!_isStarted)
        {
            Restart(reading, wall);
            return false;
        }

        if (reading.ProcessorTime - _start.ProcessorTime < TimeSpan.FromSeconds(_cores)) return false;

        double elapsed = Math.Max(1e-9, (wall - _startWall).TotalSeconds);
        PauseShare = Math.Clamp((reading.PauseTime - _start.PauseTime).TotalSeconds / elapsed, 0, 1);
        Restart(reading, wall);
        Judge();
        return true;
    }

    private void Judge()
    {
        if (PauseShare > pauseShareMax)
        {
            if (Concurrency == 1) _badWindowsAtOne++;
            Concurrency = Math.Max(1, Concurrency / 2);
            return;
        }

        _badWindowsAtOne = 0;

        // Well below the line a worker comes back for each good window.
        if (PauseShare < pauseShareMax / 2) Concurrency = Math.Min(_cores, Concurrency + 1);
    }

    private void Restart(PauseReading reading, TimeSpan wall)
    {
        _start = reading;
        _startWall = wall;
        _isStarted = true;
    }
}
