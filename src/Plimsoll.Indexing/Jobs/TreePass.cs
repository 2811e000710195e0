using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// One pass over files that a walk finds: those that have changed go to workers, which write segments. A run over the whole tree and an update of a few
/// places differ in their walk alone, so both end with the same index.
/// </summary>
/// <param name="options">What to index, under which governor.</param>
/// <param name="root">The folder to index.</param>
/// <param name="folder">Where segments are written.</param>
/// <param name="plan">How many workers, and what each may take.</param>
/// <param name="embedder">Makes the vectors.</param>
/// <param name="vectors">Keeps those of a model until they are in segments; or null.</param>
/// <param name="counters">Counts what is done.</param>
/// <param name="time">The clock.</param>
internal sealed class TreePass(
    IndexOptions options, string root, string folder, WorkPlan plan, IEmbedder embedder, VectorStore? vectors, RunCounters counters, TimeProvider time)
{
    private Exception? _failure;

    /// <summary>Matches and indexes.</summary>
    /// <param name="files">The walk: gives the files in the order of their paths until it is cancelled.</param>
    /// <param name="matcher">Finds what is known of them.</param>
    /// <param name="prior">What is known.</param>
    /// <param name="publisher">Takes the segments.</param>
    /// <param name="skips">Told of files that cannot be read.</param>
    /// <param name="stop">Ends the pass early.</param>
    /// <returns>Whether the walk was seen to its end.</returns>
    /// <exception cref="IndexException">A worker failed.</exception>
    public bool Run(
        Func<CancellationToken, IEnumerable<WalkedFile>> files, FileMatcher matcher, PriorIndex prior, SegmentPublisher publisher, ISkipObserver skips, CancellationToken stop)
    {
        using MemoryLease managed = options.Governor.Lease("index readers", LeaseKind.Managed, plan.ReaderBytes * plan.Threads, CancellationToken.None);
        using MemoryLease native = options.Governor.Lease("index builders", LeaseKind.Native, plan.BuilderBytes * plan.Threads, CancellationToken.None);
        var context = new WorkerContext(
            root, folder, plan, new BuilderLoad(plan.Threads, plan.BuilderBytes), options.Walk.MaxFileSize, options.BatchSize, options.Governor, prior, publisher, skips, counters, embedder, vectors, time);
        using var failed = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, failed.Token);
        using var queue = new WorkQueue();
        Thread[] threads = StartWorkers(context, queue, failed, ending.Token);
        bool complete = false;
        try
        {
            complete = Match(files, matcher, queue, ending.Token);
        }
        finally
        {
            queue.Close(threads.Length);
            foreach (Thread thread in threads)
                thread.Join();
        }

        if (_failure is not null)
            throw _failure is IndexException known ? known : RunFailure.Of(_failure, folder);
        return complete && !stop.IsCancellationRequested;
    }

    private Thread[] StartWorkers(WorkerContext context, WorkQueue queue, CancellationTokenSource failed, CancellationToken stop)
    {
        var threads = new Thread[context.Plan.Threads];
        for (int number = 0; number < threads.Length; number++)
        {
            int own = number;
            threads[number] = new Thread(() => Work(context, own, queue, failed, stop)) { Name = $"index {own}", IsBackground = true };
            threads[number].Start();
        }

        return threads;
    }

    private void Work(WorkerContext context, int number, WorkQueue queue, CancellationTokenSource failed, CancellationToken stop)
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
            options.Governor.Observe(); // the worker's memory is still there: a run too short for the timer has a peak too
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A server was not waited for. What it had answered is kept beside the segments, and the rest is for the next run.
        }
        catch (Exception error)
        {
            // The first failure ends the run and is thrown by it; the others follow from it.
            Interlocked.CompareExchange(ref _failure, error, null);
            failed.Cancel();
        }
    }

    private bool Match(Func<CancellationToken, IEnumerable<WalkedFile>> files, FileMatcher matcher, WorkQueue queue, CancellationToken stop)
    {
        try
        {
            foreach (WalkedFile file in files(stop))
            {
                counters.Saw();
                if (matcher.IsUnchanged(file, out PriorFile[] candidates))
                    counters.FoundUnchanged(matcher.UnchangedIsIndexed);
                else
                    queue.Add(new WorkItem(file.Path, candidates), stop);
            }

            counters.WalkFinished = true;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
