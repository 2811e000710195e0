using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Watching;

/// <summary>Waits for changes, has them indexed and tells what was done, until it is stopped. A failure that may pass, such as a full disk, is told and tried again.</summary>
/// <param name="updater">Does the updates.</param>
/// <param name="watcher">Hears of changes; null where the tree is looked at again and again.</param>
/// <param name="printer">Tells.</param>
internal sealed class WatchLoop(IndexUpdater updater, TreeWatcher? watcher, WatchPrinter printer)
{
    /// <summary>How often the tree is looked at where there are no events.</summary>
    public static readonly TimeSpan DefaultPoll = TimeSpan.FromSeconds(2);

    /// <summary>A look at the tree may take a tenth of one processor and not more.</summary>
    private const int PollShare = 10;

    /// <summary>Nobody waits when nothing has changed for so long.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>When there is nothing to tidy either, nothing but events wakes the process.</summary>
    private static readonly TimeSpan Asleep = TimeSpan.FromHours(1);

    /// <summary>From here on an update is followed by a rest as long as it took itself: a file that is written again and again must not keep a processor busy.</summary>
    private static readonly TimeSpan LongUpdate = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private TimeSpan _lastRescan;
    private TimeSpan _retry = FirstRetry;
    private bool _isPolling = watcher is null;
    private bool _mustRetry;
    private bool _isTidy;

    /// <summary>For how long no further change must come before an update.</summary>
    public required TimeSpan Quiet { get; init; }

    /// <summary>How often the tree is looked at where there are no events.</summary>
    public required TimeSpan PollEvery { get; init; }

    /// <summary>Why there is no watcher.</summary>
    public required string WhyNot { get; init; }

    /// <summary>Told once, when the first run has succeeded.</summary>
    public Action? Ready { get; init; }

    /// <summary>Runs until it is stopped.</summary>
    /// <exception cref="IndexException">The first run failed, or the folder is gone.</exception>
    public void Run(MemoryGovernor governor, CancellationToken stop)
    {
        try
        {
            IndexReport report = printer.WithProgress(governor, start => updater.Rescan(start, stop));
            _lastRescan = report.Elapsed;
            printer.Ready(report, watcher);
            Ready?.Invoke();
            if (watcher is null) printer.Note($"every {Durations.Format(PollInterval())} the whole tree is looked at, because {WhyNot}");
            while (!stop.IsCancellationRequested) Step(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it waited for another process: nothing was begun.
        }
        printer.End();
    }

    private void Step(CancellationToken stop)
    {
        if (Next(stop) is TreeChanges changes && !stop.IsCancellationRequested) Update(changes, stop);
        else if (!_mustRetry && !stop.IsCancellationRequested) Guard(() => _isTidy = !updater.Tidy());
    }

    private TreeChanges? Next(CancellationToken stop)
    {
        if (watcher?.Failure is string failure && !_isPolling)
        {
            _isPolling = true;
            printer.Note($"from now on the whole tree is looked at every {Durations.Format(PollInterval())}, because {failure}");
        }
        if (_mustRetry)
        {
            stop.WaitHandle.WaitOne(_retry);
            _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
            return new TreeChanges();
        }
        if (!_isPolling) return watcher!.Wait(Quiet, _isTidy ? Asleep : Idle, stop);
        stop.WaitHandle.WaitOne(PollInterval());
        TreeChanges all = new();
        all.AddWhole("it is time again");
        return all;
    }

    private void Update(TreeChanges changes, CancellationToken stop)
    {
        _isTidy = false;
        Guard(() =>
        {
            IndexUpdate update = updater.Update(changes, stop);
            _lastRescan = update.WholeBecause is null ? _lastRescan : update.Elapsed;
            bool isTold = update.Files > 0 || (update.WholeBecause is not null && !_isPolling);
            if (!update.Interrupted && isTold) printer.Updated(update, _isPolling);
            if (update.Elapsed > LongUpdate) stop.WaitHandle.WaitOne(update.Elapsed < LongestRest ? update.Elapsed : LongestRest);
        });
    }

    /// <summary>Tells of a failure and has it tried again, unless the folder itself is gone.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
            (_mustRetry, _retry) = (false, FirstRetry);
        }
        catch (IndexException error) when (error.Failure is not (IndexFailure.NotFound or IndexFailure.Usage))
        {
            _mustRetry = true;
            printer.Failed(error.Message, _retry);
        }
    }

    private TimeSpan PollInterval() => _lastRescan * PollShare > PollEvery ? _lastRescan * PollShare : PollEvery;
}
