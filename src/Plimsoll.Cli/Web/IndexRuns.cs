using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Mcp;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>Runs the indexer, one run after the other on a thread of its own, so that a run goes on whether or not anybody waits for it.</summary>
internal sealed class IndexRuns : IDisposable
{
    /// <summary>Runs that wait. One for each folder is all that can be of use, and few have as many.</summary>
    private const int WaitingMost = 16;

    /// <summary>Runs that are remembered when they have ended.</summary>
    private const int EndedMost = 100;

    private readonly Lock _gate = new();
    private readonly BlockingCollection<IndexRun> _queue = new(WaitingMost);
    private readonly List<IndexRun> _runs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _ended = new long[Enum.GetValues<RunState>().Length];
    private readonly Func<IndexRun, IndexOptions> _options;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;
    private readonly TextWriter _log;
    private readonly Thread _thread;

    /// <param name="options">What a run is to do; may throw what the command would.</param>
    /// <param name="budget">The line, for reports.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Gets faults of the program itself.</param>
    public IndexRuns(Func<IndexRun, IndexOptions> options, MemoryBudget budget, TimeProvider time, TextWriter log)
    {
        _options = options;
        _budget = budget;
        _time = time;
        _log = log;
        _thread = new Thread(Work) { IsBackground = true, Name = "index runs" };
        _thread.Start();
    }

    /// <summary>Asks for a run. One that waits or works for the folder already is given instead, so that who asks twice does not get two.</summary>
    /// <exception cref="WebException">Too many are waiting, or the server stops.</exception>
    public IndexRun Start(ServedFolder folder, bool isFresh)
    {
        lock (_gate)
        {
            if (_runs.Find(run => run.Folder == folder && !run.HasEnded) is { } other)
            {
                return other.IsFresh || !isFresh ? other : throw new WebException(StatusCodes.Status409Conflict, $"job {other.Id} updates this folder; wait for it or cancel it, then ask for a fresh index");
            }
            IndexRun run = new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), folder, isFresh, _time.GetUtcNow());
            if (_queue.IsAddingCompleted || !_queue.TryAdd(run)) throw WebException.Busy($"{WaitingMost} jobs are waiting");
            _runs.Add(run);
            Forget_NeedsLock();
            return run;
        }
    }

    /// <summary>Brings an index up to date and waits for it.</summary>
    /// <param name="folder">What is indexed.</param>
    /// <param name="stop">Ends it early; what is done is saved.</param>
    /// <exception cref="ToolException">A run is at work there already, or it failed.</exception>
    public IndexReport Finish(ServedFolder folder, CancellationToken stop)
    {
        if (IsBusy(folder)) throw new ToolException($"another job updates {folder.Folder}; its result answers the next question");
        IndexRun run = Start(folder, isFresh: false);
        using CancellationTokenRegistration registration = stop.Register(() => run.CallOff(_time.GetUtcNow()));
        return run.Wait();
    }

    /// <summary>A run by its id.</summary>
    /// <exception cref="WebException">There is none.</exception>
    public IndexRun Require(string id)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Id == id)
                ?? throw new WebException(StatusCodes.Status404NotFound, $"there is no such job; the last {EndedMost} that have ended are kept as long as the server runs");
        }
    }

    /// <summary>All that are known, the newest last.</summary>
    public IndexRun[] All()
    {
        lock (_gate) return [.. _runs];
    }

    /// <summary>Whether a run waits or works for a folder.</summary>
    public bool IsBusy(ServedFolder folder)
    {
        lock (_gate) return _runs.Exists(run => run.Folder == folder && !run.HasEnded);
    }

    /// <summary>How many have ended in a state since the start.</summary>
    public long EndedIn(RunState state) => Interlocked.Read(ref _ended[(int)state]);

    /// <summary>Asks the run at work to save what it has, and takes no more.</summary>
    public void Stop()
    {
        lock (_gate) _queue.CompleteAdding();
        _stop.Cancel();
    }

    /// <summary>Stops, and waits until all is saved.</summary>
    public void Dispose()
    {
        Stop();
        _thread.Join();
        foreach (IndexRun run in _runs) run.Dispose();
        _queue.Dispose();
        _stop.Dispose();
    }

    private void Work()
    {
        foreach (IndexRun run in _queue.GetConsumingEnumerable())
        {
            if (_stop.IsCancellationRequested) run.Drop(_time.GetUtcNow());
            else if (run.TryBegin(_time.GetUtcNow())) Execute(run);
            Interlocked.Increment(ref _ended[(int)run.State]);
        }
    }

    private void Execute(IndexRun run)
    {
        try
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stop, _stop.Token);
            run.End(IndexJob.Run(_options(run), run.Watch, stop.Token), _budget, _time.GetUtcNow());
        }
        catch (Exception error)
        {
            (int code, string message) = Failures.Classify(error);
            if (code == ExitCode.Internal) _log.WriteLine($"plimsoll: job {run.Id}: {error}");
            run.Fail(code, message, _time.GetUtcNow());
        }
    }

    private void Forget_NeedsLock()
    {
        // Ends: each turn takes one away, and those that have not ended are fewer than the bound.
        while (_runs.Count > EndedMost + WaitingMost + 1)
        {
            int oldest = _runs.FindIndex(static run => run.HasEnded);
            _runs[oldest].Dispose();
            _runs.RemoveAt(oldest);
        }
    }
}
