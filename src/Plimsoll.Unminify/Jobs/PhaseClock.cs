namespace Plimsoll.Unminify.Jobs;

/// <summary>What a run is at, and how long each phase of a file took.</summary>
/// <param name="files">How many files there are.</param>
/// <param name="time">Tells the time.</param>
internal sealed class PhaseClock(int files, TimeProvider time)
{
    /// <summary>The usual share of each phase in the time of a file.</summary>
    private static readonly (string Phase, double Share)[] Shares = [(Phase.Read, 0.08), (Phase.Unpack, 0.02), (Phase.Name, 0.58), (Phase.Print, 0.12), (Phase.Check, 0.2)];

    /// <summary>A phase that takes longer than usual comes no further than to this share of its own.</summary>
    private const double WithinMax = 0.95;

    private readonly Lock _gate = new();
    private List<(string Phase, TimeSpan Elapsed)> _phases = [];
    private string _phase = Phase.Read;
    private long _fileStart = time.GetTimestamp();
    private long _phaseStart = time.GetTimestamp();
    private double _within;
    private int _filesDone;
    private long _identifiers;
    private int _batchesDone;
    private int _batches;
    private long _tokens;

    /// <summary>The progress now; any thread may ask.</summary>
    public UnminifyProgress Progress
    {
        get
        {
            lock (_gate)
            {
                return new UnminifyProgress(_filesDone, files, _phase, (_filesDone + (_filesDone < files ? ShareOfFile() : 0)) / files, _identifiers) { BatchesDone = _batchesDone, Batches = _batches, Tokens = _tokens };
            }
        }
    }

    /// <summary>Does a phase.</summary>
    public T Run<T>(string phase, Func<T> work)
    {
        long start = time.GetTimestamp();
        lock (_gate) (_phase, _phaseStart, _within) = (phase, start, 0);
        T result = work();
        _phases.Add((phase, time.GetElapsedTime(start)));
        return result;
    }

    /// <summary>Says how much of the phase is done, 0 to 1.</summary>
    public void Advance(double share)
    {
        lock (_gate) _within = share;
    }

    /// <summary>Says how far a model is.</summary>
    public void Asked(int batchesDone, int batches, long tokens)
    {
        lock (_gate) (_batchesDone, _batches, _tokens) = (batchesDone, batches, tokens);
    }

    /// <summary>Does a phase that has no result.</summary>
    public void Run(string phase, Action work) => Run(phase, () =>
    {
        work();
        return true;
    });

    /// <summary>Counts bindings that were found.</summary>
    public void Found(long identifiers)
    {
        lock (_gate) _identifiers += identifiers;
    }

    /// <summary>Ends a file and returns its phases.</summary>
    public IReadOnlyList<(string Phase, TimeSpan Elapsed)> EndFile()
    {
        IReadOnlyList<(string Phase, TimeSpan Elapsed)> phases = _phases;
        _phases = [];
        lock (_gate) (_phase, _filesDone, _batches, _within, _fileStart, _phaseStart) = (Phase.Read, _filesDone + 1, 0, 0, time.GetTimestamp(), time.GetTimestamp());
        return phases;
    }

    /// <summary>How much of the file is done: the phases before, and of this one what it says itself, or as much as the time since it began makes likely.</summary>
    private double ShareOfFile()
    {
        double before = 0;
        foreach ((string phase, double share) in Shares)
        {
            if (phase == _phase) return before + (share * Math.Max(_within, Likely(before, share)));
            before += share;
        }

        return before;
    }

    private double Likely(double before, double share)
    {
        // Nearly all of the time is the model's.
        if (_batches > 0) return _phase == Phase.Name ? (double)_batchesDone / _batches : 0;
        double usual = time.GetElapsedTime(_fileStart, _phaseStart).TotalSeconds * share / Math.Max(before, 1e-9);
        return usual <= 0 ? 0 : Math.Min(WithinMax, time.GetElapsedTime(_phaseStart).TotalSeconds / usual);
    }
}

/// <summary>What a run does with a file, in this order.</summary>
internal static class Phase
{
    public const string Read = "reading";
    public const string Unpack = "finding modules";
    public const string Name = "naming";
    public const string Print = "printing";
    public const string Check = "checking";
}
