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
    /// <summary>`plimsoll watch` has the index for the blink of an eye at each change; a run of the indexer has it for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IndexOptions _options;
    private readonly TimeProvider _time;
    private readonly string _root;
    private readonly string _folder;
    private readonly FileLock _claim;
    private readonly List<string> _warnings = [];
    private readonly RunCounters _counters = new();

    private IndexJob(IndexOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _root = Path.GetFullPath(options.Root);
        if (!Directory.Exists(_root))
            throw new IndexException(IndexFailure.NotFound, $"There is no folder {_root} to index.");
        _folder = IndexFolder.Of(_root, options.IndexFolder);
        _claim = IndexFolder.Claim(_folder, options.IndexFolder is not null, time, Patience, null, CancellationToken.None);
        try
        {
            IndexFolder.RequireNoFolder(_folder, Manifest.FileName);
            IndexFolder.RequireNoFolder(_folder, SkipList.FileName);
        }
        catch (IndexException)
        {
            _claim.Dispose();
            throw;
        }
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
        catch (Exception error) when (RunFailure.Covers(error))
        {
            throw RunFailure.Of(error, job._folder, options.Governor);
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
    public void Dispose() => _claim.Dispose();

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
            var pass = new TreePass(_options, _root, Working, plan, embedder, vectors, _counters, _time);
            interrupted = !pass.Run(walk.Files, new FileMatcher(prior, isWhole: true), prior, publisher, skips, stop);
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

        new Compactor(Working, embedder.Identity, _time).Run(Compactor.AfterRun);
        if (Working != _folder && !interrupted)
        {
            IndexFolder.PutInForce(Working, _folder, OldGeneration());
            IndexFolder.Bind(_folder, _root, replace: true, _warnings); // not sooner: until now an index of another root may have answered
            Working = _folder;
        }

        return IndexReport.Of(Working, _options.Governor, _counters, skips.Counts) with
        {
            Interrupted = interrupted,
            OldIndexAnswers = Working != _folder,
            Removed = removed + _counters.LeftOut,
            Warnings = _warnings,
            Elapsed = Stopwatch.GetElapsedTime(start),
            Embedder = note.Spec.ToString(),
            EmbedderDevice = embedder.Device,
            TextsCut = _counters.TextsCut + embedder.TextsCut,
        };
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
}
