using System.Diagnostics;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Brings the index of a folder up to date under the governor's line. Killed at any moment, the same call goes on from what was
/// durable; the logical digest at the end depends on the files alone.
/// </summary>
public sealed class IndexJob : IDisposable
{
    private readonly IndexOptions _options;
    private readonly TimeProvider _time;
    private readonly string _root;
    private readonly string _folder;
    private readonly FileLock _claim;
    private readonly List<string> _warnings = [];
    private readonly RunCounters _counters = new();
    private readonly CancellationTokenSource _failed = new();
    private Exception? _failure;

    private IndexJob(IndexOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _root = Path.GetFullPath(options.Root);
        if (!Directory.Exists(_root))
            throw new IndexException(IndexFailure.NotFound, $"There is no folder {_root} to index.");
        _folder = IndexFolder.Of(_root, options.IndexFolder);
        _claim = IndexFolder.Claim(_folder, options.IndexFolder is not null, time);
        RequireNoFolder(Manifest.FileName);
        RequireNoFolder(SkipList.FileName);
    }

    /// <summary>Where this run writes; not the folder itself while a new index is made beside an old one.</summary>
    private string Working { get; set; } = "";

    /// <summary>Brings the index up to date.</summary>
    /// <param name="options">What to index, where, under which governor.</param>
    /// <param name="progress">Called with a function that gives the current progress, at the start; or null.</param>
    /// <param name="stop">Ends the run early: what is done is saved, and the report says that it was interrupted.</param>
    /// <exception cref="IndexException">The folder is missing, the index cannot be written or is being written, or the budget is too small.</exception>
    public static IndexReport Run(IndexOptions options, Action<Func<IndexProgress>>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var job = new IndexJob(options, TimeProvider.System);
        progress?.Invoke(() => job._counters.Progress());
        try
        {
            return job.Run(stop);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AsIndexException(error, job._folder);
        }
        catch (OutOfMemoryException error)
        {
            options.Governor.OnOutOfMemory();
            throw new IndexException(
                IndexFailure.BudgetTooSmall,
                $"The memory budget of {options.Governor.BudgetBytes >> 20} MB ran out; what is done is saved. Give more with --memory, or fewer --threads.",
                error);
        }
    }

    /// <summary>The error for a budget under which not even the governor works; it names the smallest under which a whole run does.</summary>
    /// <param name="error">What the governor said.</param>
    /// <param name="roomy">A governor with a budget that is large enough for itself.</param>
    /// <param name="maxFileSize">The largest file that is to be read, in bytes.</param>
    public static IndexException BudgetTooSmall(BudgetTooSmallException error, MemoryGovernor roomy, long maxFileSize)
    {
        ArgumentNullException.ThrowIfNull(error);
        return WorkPlan.TooSmall(error.BudgetBytes, roomy, maxFileSize);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _failed.Dispose();
        _claim.Dispose();
    }

    private IndexReport Run(CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        EmbedderChoice choice = EmbedderChoice.Make(_folder, _options.Embedder, _options.Fresh);
        using IEmbedder embedder = EmbedderFactory.Make(choice.Options, choice.Note, _options.Governor, stop);
        EmbedderNote note = choice.Confirm(embedder);
        WorkPlan plan = WorkPlan.Make(_options.Governor, _options.Threads, _options.Walk.MaxFileSize, embedder, _options.Share);
        if (!_options.Fresh)
            IndexFolder.Bind(_folder, _root, replace: false, _warnings);
        Working = IndexFolder.WorkingFolder(_folder, _options.Fresh);
        if (_options.Fresh && Working == _folder)
            IndexFolder.Bind(_folder, _root, replace: true, _warnings);
        using var skips = new SkipList(Working);
        using var walk = new WalkAhead(new TreeWalker(_root, _options.Walk, skips));
        using PriorIndex prior = PriorIndex.Open(Working, embedder, _warnings);
        choice.RequireKnown(prior.ForeignCount);
        var publisher = new SegmentPublisher(Working, note.ToString(), prior, _time);
        using VectorStore? vectors = embedder.NeedsText ? VectorStore.Open(Working, embedder) : null;
        bool interrupted;
        try
        {
            interrupted = !IndexTree(plan, embedder, vectors, walk, prior, publisher, skips, stop);
        }
        catch (IndexException error) when (error.Failure == IndexFailure.Unavailable)
        {
            // What is in segments is found from now on, and the vectors that came since are kept for the next run.
            prior.SaveStamps();
            publisher.Finish(complete: false, skips.Counts);
            throw new IndexException(IndexFailure.Unavailable, $"{error.Message.TrimEnd('.')}. What was done is saved; the same command goes on from there.", error);
        }

        long removed = interrupted ? 0 : prior.CountGone();
        prior.SaveStamps();
        publisher.Finish(!interrupted, skips.Counts);
        if (!interrupted)
        {
            skips.Commit();
            vectors?.Delete();
        }

        new Compactor(Working, embedder.Identity, _time).Run();
        if (Working != _folder && !interrupted)
        {
            IndexFolder.PutInForce(Working, _folder, OldGeneration());
            IndexFolder.Bind(_folder, _root, replace: true, _warnings); // not sooner: until now an index of another root may have answered
            Working = _folder;
        }

        return Report(skips, removed, interrupted) with
        {
            Elapsed = Stopwatch.GetElapsedTime(start),
            Embedder = note.Spec.ToString(),
            EmbedderDevice = embedder.Device,
            TextsCut = _counters.TextsCut + embedder.TextsCut,
        };
    }

    /// <summary>A folder in the place of a file cannot be replaced, and what is in it may be somebody's.</summary>
    private void RequireNoFolder(string name)
    {
        string path = Path.Combine(_folder, name);
        if (!Directory.Exists(path))
            return;
        _claim.Dispose();
        throw new IndexException(
            IndexFailure.CannotWrite, $"{path} is a folder where the index has a file. Move it away or delete it, and run the same command again.");
    }

    /// <summary>Walks, matches and indexes.</summary>
    /// <returns>Whether the whole tree was seen.</returns>
    private bool IndexTree(
        WorkPlan plan, IEmbedder embedder, VectorStore? vectors, WalkAhead walk, PriorIndex prior, SegmentPublisher publisher, SkipList skips, CancellationToken stop)
    {
        using MemoryLease managed = _options.Governor.Lease("index readers", LeaseKind.Managed, plan.ReaderBytes * plan.Threads, CancellationToken.None);
        using MemoryLease native = _options.Governor.Lease("index builders", LeaseKind.Native, plan.BuilderBytes * plan.Threads, CancellationToken.None);
        var context = new WorkerContext(
            _root, Working, plan, new BuilderLoad(plan.Threads, plan.BuilderBytes), _options.Walk.MaxFileSize, _options.BatchSize, _options.Governor, prior, publisher, skips, _counters, embedder, vectors, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, _failed.Token);
        using var queue = new WorkQueue();
        Thread[] threads = StartWorkers(context, queue, ending.Token);
        bool complete = false;
        try
        {
            complete = Match(walk, prior, queue, ending.Token);
        }
        finally
        {
            queue.Close(threads.Length);
            foreach (Thread thread in threads)
                thread.Join();
        }

        if (_failure is not null)
            throw _failure is IndexException known ? known : AsIndexException(_failure, _folder);
        return complete && !stop.IsCancellationRequested;
    }

    private Thread[] StartWorkers(WorkerContext context, WorkQueue queue, CancellationToken stop)
    {
        var threads = new Thread[context.Plan.Threads];
        for (int number = 0; number < threads.Length; number++)
        {
            int own = number;
            threads[number] = new Thread(() => Work(context, own, queue, stop)) { Name = $"index {own}", IsBackground = true };
            threads[number].Start();
        }

        return threads;
    }

    private void Work(WorkerContext context, int number, WorkQueue queue, CancellationToken stop)
    {
        try
        {
            // Built only when there is something to do: a run without changes needs no builder.
            if (queue.Take(stop) is not { } first)
                return;
            using var worker = new IndexWorker(context, number);
            for (WorkItem? item = first; item is not null; item = queue.Take(stop))
                worker.Process(item);
            worker.Flush();
            _options.Governor.Observe(); // the worker's memory is still there: a run too short for the timer has a peak too
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A server was not waited for. What it had answered is kept beside the segments, and the rest is for the next run.
        }
        catch (Exception error)
        {
            // The first failure ends the run and is thrown by it; the others follow from it.
            Interlocked.CompareExchange(ref _failure, error, null);
            _failed.Cancel();
        }
    }

    private bool Match(WalkAhead walk, PriorIndex prior, WorkQueue queue, CancellationToken stop)
    {
        var matcher = new FileMatcher(prior);
        try
        {
            foreach (WalkedFile file in walk.Files(stop))
            {
                _counters.Saw();
                if (matcher.IsUnchanged(file, out PriorFile[] candidates))
                    _counters.FoundUnchanged(matcher.UnchangedIsIndexed);
                else
                    queue.Add(new WorkItem(file.Path, candidates), stop);
            }

            _counters.WalkFinished = true;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private long OldGeneration()
    {
        try
        {
            return Manifest.Load(_folder)?.Generation ?? 0;
        }
        catch (IndexException error) when (error.Failure is IndexFailure.Damaged or IndexFailure.Newer)
        {
            return 0; // what cannot be read is about to be replaced, as was asked
        }
    }

    private IndexReport Report(SkipList skips, long removed, bool interrupted)
    {
        Dictionary<SkipReason, long> skipped = skips.Counts;
        using IndexSnapshot snapshot = IndexSnapshot.Open(Working);
        _options.Governor.Observe();
        IndexTotals totals = IndexTotals.Of(snapshot, skipped);
        return new IndexReport
        {
            Interrupted = interrupted,
            OldIndexAnswers = Working != _folder,
            Files = totals.Files,
            Added = _counters.Added,
            Changed = _counters.Changed,
            Removed = removed + _counters.LeftOut,
            Unchanged = _counters.Unchanged,
            Chunks = totals.Chunks,
            SourceBytes = totals.SourceBytes,
            BytesRead = _counters.Bytes,
            IndexBytes = IndexFolder.SizeOf(Working),
            Segments = snapshot.Segments.Count,
            Skipped = skipped,
            Shortened = totals.Shortened,
            PeakBytes = _options.Governor.Snapshot().PeakUsedBytes,
            Warnings = _warnings,
        };
    }

    private static IndexException AsIndexException(Exception error, string folder)
    {
        IndexFailure failure = error switch
        {
            DurableWriteException { Kind: DurableFailure.IoError } => IndexFailure.InputOutput,
            DurableWriteException or UnauthorizedAccessException => IndexFailure.CannotWrite,
            IOException when (error.HResult & 0xFFFF) is 28 or 30 or 122 => IndexFailure.CannotWrite,
            IOException => IndexFailure.InputOutput,
            LeaseNeverFitsException or OutOfMemoryException => IndexFailure.BudgetTooSmall,
            _ => throw new InvalidOperationException($"Indexing failed: {error.Message}", error),
        };
        string advice = IsDiskFull(error) ? "Free some space, or choose another disk with --index-dir, and run the same command again; what" : "What";
        return new IndexException(failure, $"Writing the index in {folder} failed: {error.Message.TrimEnd('.')}. {advice} was done before is kept.", error);
    }

    private static bool IsDiskFull(Exception error) =>
        error is DurableWriteException { Kind: DurableFailure.NoSpace } || (error is IOException && (error.HResult & 0xFFFF) is 28 or 122);
}
