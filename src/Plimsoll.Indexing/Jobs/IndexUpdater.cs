using System.Diagnostics;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Keeps an index up to date in a process that goes on: what one update has opened and verified serves the next, so that a changed file costs that file and
/// not the tree. The index is locked only while it is written; when another process has written it meanwhile, the whole tree is looked at once. Killed at
/// any moment, a run of the indexer or of this goes on from what was durable. Not safe for several threads.
/// </summary>
public sealed class IndexUpdater : IDisposable
{
    /// <summary>For fewer places a second worker only costs its start.</summary>
    private const int FewPlaces = 16;

    private readonly IndexOptions _options;
    private readonly TreeWatcher? _watcher;
    private readonly Action<string>? _waiting;
    private readonly TimeProvider _time;
    private readonly string _root;
    private readonly string _folder;
    private TreeChanges _pending = new();
    private IEmbedder? _embedder;
    private string _note = "";
    private PriorIndex? _prior;
    private Manifest? _standing;
    private byte[] _head = [];
    private bool _isTidy;

    private IndexUpdater(IndexOptions options, TreeWatcher? watcher, Action<string>? waiting, TimeProvider time)
    {
        (_options, _watcher, _waiting, _time) = (options, watcher, waiting, time);
        _root = Path.GetFullPath(options.Root);
        _folder = IndexFolder.Of(_root, options.IndexFolder);
    }

    /// <summary>Prepares updates; nothing is read yet.</summary>
    /// <param name="options">What to index, where, under which governor; always an update and never a fresh index.</param>
    /// <param name="watcher">Hears of changes, or null; the walks tell it what there is to watch.</param>
    /// <param name="waiting">Called once for each update that waits longer than a second, with a sentence that says which process has the index locked; or null.</param>
    public static IndexUpdater Create(IndexOptions options, TreeWatcher? watcher, Action<string>? waiting)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new IndexUpdater(options, watcher, waiting, TimeProvider.System);
    }

    /// <summary>Brings the index up to date with the whole tree, as a run of the indexer does.</summary>
    /// <param name="progress">Called with a function that gives the current progress; or null.</param>
    /// <param name="stop">Ends the run early: what is done is saved, and the report says that it was interrupted.</param>
    /// <exception cref="IndexException">The folder is missing, the index cannot be written, or the budget is too small.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while it waited for another process.</exception>
    public IndexReport Rescan(Action<Func<IndexProgress>>? progress, CancellationToken stop)
    {
        try
        {
            using FileLock claim = Claim(stop);
            IndexReport report = RunWhole(progress, stop);
            _pending = new TreeChanges();
            return report;
        }
        catch (Exception error)
        {
            Doubt();
            if (RunFailure.Covers(error))
                throw RunFailure.Of(error, _folder, _options.Governor);
            throw;
        }
    }

    /// <summary>Brings the index up to date with what has changed.</summary>
    /// <param name="changes">What has changed; should the update fail, it is done with the next one.</param>
    /// <param name="stop">Ends the update early; what it has not done is done by the next run.</param>
    /// <exception cref="IndexException">As <see cref="Rescan"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IndexUpdate Update(TreeChanges changes, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(changes);
        _pending.Add(changes);
        try
        {
            using FileLock claim = Claim(stop);
            if (_prior is not null && !IsOwnManifest())
            {
                Forget();
                _pending.AddWhole("another process has written the index");
            }

            FindTrackingChanges();
            IndexUpdate? update = _prior is null || _pending.WholeBecause is not null ? null : RunPart(stop);
            if (update is null)
            {
                string because = _pending.WholeBecause ?? "the last update failed";
                IndexReport report = RunWhole(null, stop);
                update = new IndexUpdate
                {
                    Added = report.Added,
                    Changed = report.Changed,
                    Removed = report.Removed,
                    Elapsed = report.Elapsed,
                    WholeBecause = because,
                    Interrupted = report.Interrupted,
                    Warnings = report.Warnings,
                };
            }

            _pending = new TreeChanges();
            return update;
        }
        catch (Exception error)
        {
            Doubt();
            if (RunFailure.Covers(error))
                throw RunFailure.Of(error, _folder, _options.Governor);
            throw;
        }
    }

    /// <summary>Does one piece of the housekeeping that can wait until nobody does: half a second of work at most.</summary>
    /// <returns>Whether there may be more to do.</returns>
    /// <exception cref="IndexException">The index cannot be written.</exception>
    public bool Tidy()
    {
        if (_isTidy || _prior is null)
            return false;
        try
        {
            using FileLock? claim = FileLock.TryTake(Path.Combine(_folder, IndexFolder.LockName), _time, out _);
            _isTidy = true;
            if (claim is null || !IsOwnManifest())
                return false;
            _prior.SaveStamps();
            _isTidy = !Compact(Compactor.WhenIdle);
            return !_isTidy;
        }
        catch (Exception error)
        {
            Doubt();
            if (RunFailure.Covers(error))
                throw RunFailure.Of(error, _folder, _options.Governor);
            throw;
        }
    }

    /// <summary>Closes the index. It is whole at any time between two calls.</summary>
    public void Dispose() => Forget();

    private FileLock Claim(CancellationToken stop)
    {
        if (!Directory.Exists(_root))
            throw new IndexException(IndexFailure.NotFound, $"There is no folder {_root} to index.");
        FileLock claim = IndexFolder.Claim(_folder, _options.IndexFolder is not null, _time, Timeout.InfiniteTimeSpan, _waiting, stop);
        try
        {
            IndexFolder.RequireNoFolder(_folder, Manifest.FileName);
            IndexFolder.RequireNoFolder(_folder, SkipList.FileName);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private IndexReport RunWhole(Action<Func<IndexProgress>>? progress, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var counters = new RunCounters();
        var warnings = new List<string>();
        progress?.Invoke(counters.Progress);
        EmbedderChoice? choice = _embedder is null ? ChooseEmbedder(stop) : null;
        WorkPlan plan = WorkPlan.Make(_options.Governor, _options.Threads, _options.Walk.MaxFileSize, _embedder!);
        IndexFolder.Bind(_folder, _root, replace: false, warnings);
        _ = IndexFolder.WorkingFolder(_folder, fresh: false);
        _watcher?.BeginWhole();
        using var skips = new SkipList(_folder);
        using var walk = new WalkAhead(new TreeWalker(_root, _options.Walk, skips, _watcher));
        _prior?.ExpectAll();
        _prior ??= PriorIndex.Open(_folder, _embedder!, warnings);
        choice?.RequireKnown(_prior.ForeignCount);
        var publisher = new SegmentPublisher(_folder, _note, _prior, _time);
        using VectorStore? vectors = OpenVectors();
        bool isWhole;
        try
        {
            var pass = new TreePass(_options, _root, _folder, plan, _embedder!, vectors, counters, _time);
            isWhole = pass.Run(walk.Files, new FileMatcher(_prior, isWhole: true), _prior, publisher, skips, stop);
        }
        catch (IndexException error) when (error.Failure == IndexFailure.Unavailable)
        {
            publisher.Finish(complete: false, skips.Counts); // what is in segments is found from now on
            throw;
        }

        long removed = isWhole ? _prior.CountGone() : 0;
        _prior.SaveStamps();
        publisher.Finish(isWhole, skips.Counts);
        if (isWhole)
        {
            skips.Commit();
            vectors?.Delete();
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Settle(publisher.Saved!);
        Compact(Compactor.AfterRun);
        IndexReport report = IndexReport.Of(_folder, _options.Governor, counters, skips.Counts) with
        {
            Interrupted = !isWhole,
            Removed = removed + counters.LeftOut,
            Warnings = warnings,
            Elapsed = elapsed,
        };
        if (isWhole)
            _watcher?.EndWhole();
        else
            Forget();
        return report;
    }

    /// <summary>Updates a few places.</summary>
    /// <returns>What was done; null where only a run over the whole tree can tell what there is.</returns>
    private IndexUpdate? RunPart(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var counters = new RunCounters();
        var skips = new SkipUpdate(_folder);
        WalkTargets targets = WalkTargets.Of(_pending.Paths);
        bool mayBeListed = !AreAllIndexed(targets);
        if (mayBeListed)
            targets = skips.Widen(targets);
        _watcher?.BeginPart(targets);
        _prior!.Expect(targets);
        WorkPlan plan = WorkPlan.Make(_options.Governor, targets.Paths.Count > FewPlaces ? _options.Threads : 1, _options.Walk.MaxFileSize, _embedder!);
        var publisher = new SegmentPublisher(_folder, _note, _prior, _time, _standing!.WalkSkips);
        var walker = new TreeWalker(_root, _options.Walk, skips, _watcher);
        using VectorStore? vectors = OpenVectors();
        var pass = new TreePass(_options, _root, _folder, plan, _embedder!, vectors, counters, _time);
        if (!pass.Run(cancellation => walker.Walk(targets, cancellation), new FileMatcher(_prior, isWhole: false), _prior, publisher, skips, stop))
            throw new OperationCanceledException(stop);
        if (skips.IsTooMuch)
        {
            Forget();
            _pending.AddWhole("a place that has changed holds much that is left out");
            return null;
        }

        List<byte[]> above = [.. skips.FoldersAbove(targets)];
        above.ForEach(folder => _prior.Expect(folder));
        using SkipList? list = skips.Rewrite(above.Count == 0 ? targets : WalkTargets.Of([.. targets.Paths, .. above]), mayBeListed);
        long removed = _prior.CountExpectedGone() + counters.LeftOut;
        bool isSame = publisher.Names.Count == 0 && list is null && !_prior.HasGone;
        if (!isSame)
            publisher.Finish(complete: true, list?.Counts ?? _standing.WalkSkips);
        list?.Commit();
        vectors?.Delete();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (isSame)
            _prior.Settle();
        else
            Settle(publisher.Saved!);
        if (Compactor.AfterUpdate(_prior.Segments).Count > 0)
            Compact(Compactor.AfterUpdate);
        return new IndexUpdate { Added = counters.Added, Changed = counters.Changed, Removed = removed, Places = targets.Paths.Count, Elapsed = elapsed };
    }

    private EmbedderChoice ChooseEmbedder(CancellationToken stop)
    {
        EmbedderChoice choice = EmbedderChoice.Make(_folder, _options.Embedder, fresh: false);
        _embedder = EmbedderFactory.Make(choice.Options, choice.Note, _options.Governor, stop);
        _note = choice.Confirm(_embedder).ToString();
        return choice;
    }

    private VectorStore? OpenVectors() => _embedder!.NeedsText ? VectorStore.Open(_folder, _embedder) : null;

    /// <summary>Whether each place is a file of the index: then none is in the list of what was left out.</summary>
    private bool AreAllIndexed(WalkTargets targets)
    {
        foreach (byte[] path in targets.Paths)
        {
            if (!_prior!.Has(path))
                return false;
        }

        return true;
    }

    private void FindTrackingChanges()
    {
        if (_watcher is null || _prior is null)
            return;
        foreach (string workTree in _pending.Repositories.ToArray())
            _watcher.FindTrackingChanges(workTree, IgnoredPaths(), _pending);
    }

    private IEnumerable<(byte[] Path, bool IsFolder)> IgnoredPaths()
    {
        foreach (SkippedPath skipped in SkipList.Read(_folder))
        {
            if (skipped.Reason == SkipReason.Ignored)
                yield return (skipped.Path, skipped.IsFolder);
        }
    }

    /// <summary>Takes over a manifest that this process has written.</summary>
    private void Settle(Manifest manifest)
    {
        _prior!.Settle();
        if (_prior.Follow(manifest, _folder))
            IndexFolder.DeleteExcept(_folder, [.. manifest.Segments.Select(entry => entry.Name)]);
        _standing = manifest;
        _head = Manifest.HeadOf(_folder);
        _isTidy = false;
    }

    /// <summary>Merges what is due; the manifest before it answers until then.</summary>
    /// <returns>Whether anything was due.</returns>
    private bool Compact(Func<IReadOnlyList<LiveSegment>, List<LiveSegment>> choose)
    {
        _prior!.SaveStamps();
        Manifest? replaced = new Compactor(_folder, _embedder!.Identity, _time).Run(choose);
        if (replaced is not null)
            Settle(replaced);
        return replaced is not null;
    }

    private bool IsOwnManifest() => Manifest.HeadOf(_folder).AsSpan().SequenceEqual(_head);

    private void Forget()
    {
        _prior?.Dispose();
        _embedder?.Dispose();
        (_prior, _embedder, _standing) = (null, null, null);
    }

    /// <summary>A failure in the middle leaves what is held here in doubt; what is on disk is not.</summary>
    private void Doubt()
    {
        Forget();
        _pending.AddWhole("the last update failed");
    }
}
