namespace Plimsoll.Memory;

/// <summary>
/// Runs work over a stream of items in batches that fit the budget: bounded stages, a lease for each batch, sizes and concurrency that
/// follow the pressure, forecasts of what a batch needs. Nothing is silent: each item ends done or failed by name.
/// </summary>
/// <typeparam name="TIn">What the source yields.</typeparam>
/// <typeparam name="TOut">What the work emits.</typeparam>
public sealed class BatchPipeline<TIn, TOut>
{
    private readonly MemoryGovernor _governor;
    private readonly BatchPipelineOptions<TIn> _options;
    private readonly Func<Batch<TIn, TOut>, CancellationToken, ValueTask> _work;
    private BatchLog _log;

    /// <summary>A pipeline under a governor.</summary>
    /// <param name="governor">Gives the leases.</param>
    /// <param name="work">Works on a batch and emits results; may run again for a part of a batch that failed.</param>
    /// <param name="options">How it runs; the defaults when null.</param>
    public BatchPipeline(MemoryGovernor governor, Func<Batch<TIn, TOut>, CancellationToken, ValueTask> work, BatchPipelineOptions<TIn>? options = null)
    {
        ArgumentNullException.ThrowIfNull(governor);
        ArgumentNullException.ThrowIfNull(work);
        _governor = governor;
        _work = work;
        _options = options ?? new BatchPipelineOptions<TIn>();
        BatchPipelineOptions<TIn>.Validate(_options);
        _log = new BatchLog(_options.FailuresKept);
    }

    /// <summary>The counts of the current or last run; also after it failed or was cancelled.</summary>
    public BatchReport Report => _log.Report(_governor.Pressure);

    /// <summary>Runs to the end of the source.</summary>
    /// <param name="source">The items; read as far as there is room.</param>
    /// <param name="sink">Takes each result, one at a time.</param>
    /// <param name="cancellationToken">Ends the run early; all leases are released then as well.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<BatchReport> RunAsync(
        IAsyncEnumerable<TIn> source, Func<TOut, CancellationToken, ValueTask> sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        _log = new BatchLog(_options.FailuresKept);
        using var run = new BatchRun<TIn, TOut>(_governor, _options, _work, sink, _log);
        await run.RunAsync(source, cancellationToken).ConfigureAwait(false);
        return Report;
    }
}
