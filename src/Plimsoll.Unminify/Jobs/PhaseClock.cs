using System.Diagnostics;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What a run is at, and how long each phase of a file took.</summary>
internal sealed class PhaseClock(int files)
{
    /// <summary>The usual share of each phase in the time of a file.</summary>
    private static readonly (string Phase, double Share)[] Shares = [(Phase.Read, 0.1), (Phase.Unpack, 0.05), (Phase.Name, 0.45), (Phase.Print, 0.15), (Phase.Check, 0.25)];

    private readonly Lock _gate = new();
    private List<(string Phase, TimeSpan Elapsed)> _phases = [];
    private string _phase = Phase.Read;
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
                // Nearly all of the time is the model's.
                double asked = _batches == 0 || _phase != Phase.Name ? 0 : (double)_batchesDone / _batches * 0.45;
                double before = asked;
                foreach ((string phase, double share) in Shares)
                {
                    if (phase == _phase) break;
                    before += share;
                }

                return new UnminifyProgress(_filesDone, files, _phase, (_filesDone + (_filesDone < files ? before : 0)) / files, _identifiers) { BatchesDone = _batchesDone, Batches = _batches, Tokens = _tokens };
            }
        }
    }

    /// <summary>Does a phase.</summary>
    public T Run<T>(string phase, Func<T> work)
    {
        lock (_gate) _phase = phase;
        long start = Stopwatch.GetTimestamp();
        T result = work();
        _phases.Add((phase, Stopwatch.GetElapsedTime(start)));
        return result;
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
        lock (_gate) (_phase, _filesDone, _batches) = (Phase.Read, _filesDone + 1, 0);
        return phases;
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
