using System.Threading.Channels;

namespace Plimsoll.Memory;

/// <summary>
/// One run of a pipeline: reader → workers → sink, joined by bounded channels.
/// No deadlock: only the reader asks for leases and waits, it holds none itself, and it asks in the order in which the sink empties; so the
/// oldest batch always has its lease and can finish. Whatever ends the run, every lease of it is released.
/// </summary>
internal sealed class BatchRun<TIn, TOut> : IDisposable
{
    /// <summary>With less than a megabyte free the run waits for other owners, rather than work on next to nothing.</summary>
    private const long LoneBytesMin = 1 << 20;

    private readonly MemoryGovernor _governor;
    private readonly BatchPipelineOptions<TIn> _options;
    private readonly Func<Batch<TIn, TOut>, CancellationToken, ValueTask> _work;
    private readonly Func<TOut, CancellationToken, ValueTask> _sink;
    private readonly AdaptiveBatcher _sizes;
    private readonly AdaptiveConcurrency _concurrency;
    private readonly SizePredictor _predictor;
    private readonly BatchLog _log;
    private readonly SemaphoreSlim _places;
    private readonly int _placesMax;
    private readonly Channel<BatchParcel<TIn, TOut>> _toWork;
    private readonly Channel<BatchParcel<TIn, TOut>> _toSink;
    private readonly HashSet<BatchParcel<TIn, TOut>> _alive = [];
    private readonly List<TIn> _gathered = [];
    private long _gatheredWeight;
    private long _nextNumber;
    private bool _isCritical;

    public BatchRun(
        MemoryGovernor governor,
        BatchPipelineOptions<TIn> options,
        Func<Batch<TIn, TOut>, CancellationToken, ValueTask> work,
        Func<TOut, CancellationToken, ValueTask> sink,
        BatchLog log)
    {
        _governor = governor;
        _options = options;
        _work = work;
        _sink = sink;
        _log = log;
        _sizes = new AdaptiveBatcher(options.Limits);
        _concurrency = new AdaptiveConcurrency(options.Workers);
        _predictor = options.Predictor ?? new SizePredictor();

        // Twice the workers: while one batch is worked on, the next one waits ready. It also bounds what an ordered sink has to keep.
        _placesMax = 2 * options.Workers;
        _places = new SemaphoreSlim(_placesMax);
        _toWork = Channel.CreateBounded<BatchParcel<TIn, TOut>>(options.Workers);
        _toSink = Channel.CreateBounded<BatchParcel<TIn, TOut>>(_placesMax);
    }

    public async Task RunAsync(IAsyncEnumerable<TIn> source, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var failure = new FirstFailure(stop);
        try
        {
            Task reading = failure.Watch(() => ReadAsync(source, stop.Token));
            Task working = WorkAllAsync(failure, stop.Token);
            Task sinking = failure.Watch(() => SinkAsync(stop.Token));
            await Task.WhenAll(reading, working, sinking).ConfigureAwait(false);
        }
        finally
        {
            ReleaseAlive();
        }

        cancellationToken.ThrowIfCancellationRequested();
        failure.Rethrow();
    }

    public void Dispose()
    {
        _places.Dispose();
        _concurrency.Dispose();
    }

    private async Task ReadAsync(IAsyncEnumerable<TIn> source, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            await foreach (TIn item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                long weight = Math.Max(1, _options.Weigh(item));
                if (_gathered.Count > 0 && !Fits(weight)) await ShipAsync(cancellationToken).ConfigureAwait(false);
                _gathered.Add(item);
                _gatheredWeight += weight;
                _log.Read();
            }

            if (_gathered.Count > 0) await ShipAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception;
            throw;
        }
        finally
        {
            _toWork.Writer.TryComplete(error);
        }
    }

    private bool Fits(long weight) =>
        _gathered.Count < CurrentSize() && _predictor.Predict(_options.Name, _gatheredWeight + weight) <= BatchBytesMax();

    private int CurrentSize() => _governor.Relief >= ReliefStep.SmallerBatches ? _options.Limits.Min : _sizes.Size;

    /// <summary>An even share of what is free or held by this run already, for each worker and one batch in waiting.</summary>
    private long BatchBytesMax()
    {
        long held = 0;
        lock (_alive)
        {
            foreach (BatchParcel<TIn, TOut> parcel in _alive) held += parcel.Lease.Bytes;
        }

        return Math.Max(1, (_governor.BudgetAvailableFor(_options.Kind) + held) / (_options.Workers + 1));
    }

    private async Task ShipAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        long bytes = _predictor.Predict(_options.Name, _gatheredWeight);
        MemoryLease lease = await LeaseAsync(bytes, cancellationToken).ConfigureAwait(false);
        BatchParcel<TIn, TOut> parcel;
        try
        {
            parcel = new BatchParcel<TIn, TOut>(_nextNumber, [.. _gathered], _gatheredWeight, lease);
            lock (_alive) _alive.Add(parcel);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        _nextNumber++;
        _gathered.Clear();
        _gatheredWeight = 0;
        await _toWork.Writer.WriteAsync(parcel, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An item whose forecast is beyond what can be had goes alone, with what there is once the pipeline has run empty.</summary>
    private async ValueTask<MemoryLease> LeaseAsync(long bytes, CancellationToken cancellationToken)
    {
        bytes = Math.Min(bytes, _governor.LargestLease(_options.Kind));
        if (_governor.TryLease(_options.Name, _options.Kind, bytes, out MemoryLease lease, out _)) return lease;
        if (bytes > BatchBytesMax())
        {
            await RunEmptyAsync(cancellationToken).ConfigureAwait(false);
            bytes = Math.Min(bytes, Math.Max(LoneBytesMin, _governor.BudgetAvailableFor(_options.Kind)));
        }

        return await _governor.LeaseAsync(_options.Name, _options.Kind, bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The reader holds one place; with the others in its hands nothing is in flight.</summary>
    private async Task RunEmptyAsync(CancellationToken cancellationToken)
    {
        int taken = 0;
        try
        {
            for (; taken < _placesMax - 1; taken++) await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (taken > 0) _places.Release(taken);
        }
    }

    private async Task WorkAllAsync(FirstFailure failure, CancellationToken cancellationToken)
    {
        var workers = new Task[_options.Workers];
        for (int i = 0; i < workers.Length; i++) workers[i] = Task.Run(() => failure.Watch(() => WorkAsync(cancellationToken)), CancellationToken.None);
        await Task.WhenAll(workers).ConfigureAwait(false);
        _toSink.Writer.TryComplete();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var worker = new BatchWorker<TIn, TOut>(_governor, _options, _work, _predictor, _sizes, _log);
        await foreach (BatchParcel<TIn, TOut> parcel in _toWork.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await _concurrency.EnterAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await worker.RunAsync(parcel, cancellationToken).ConfigureAwait(false);
                _sizes.Report(parcel.IsGood, _governor.Pressure);
                _concurrency.Report(parcel.IsGood, _governor.Pressure, _governor.AdvisedConcurrency);
            }
            finally
            {
                _concurrency.Leave();
            }

            await _toSink.Writer.WriteAsync(parcel, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SinkAsync(CancellationToken cancellationToken)
    {
        var early = new Dictionary<long, BatchParcel<TIn, TOut>>();
        long next = 0;
        await foreach (BatchParcel<TIn, TOut> arrived in _toSink.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!_options.IsOrdered)
            {
                await EmptyAsync(arrived, cancellationToken).ConfigureAwait(false);
                continue;
            }

            early.Add(arrived.Number, arrived);
            while (early.Remove(next, out BatchParcel<TIn, TOut>? parcel))
            {
                await EmptyAsync(parcel, cancellationToken).ConfigureAwait(false);
                next++;
            }
        }
    }

    private async Task EmptyAsync(BatchParcel<TIn, TOut> parcel, CancellationToken cancellationToken)
    {
        foreach (TOut result in parcel.Results) await _sink(result, cancellationToken).ConfigureAwait(false);
        _log.Done(parcel.Items.Length, parcel.FailedItems);
        lock (_alive) _alive.Remove(parcel);
        parcel.Results.Clear();
        parcel.Lease.Dispose();
        _places.Release();
        BatchProgress progress = _log.Progress(_governor.Pressure);
        _options.Progress?.Report(progress);
        if (_options.Checkpoint is not null && IsCheckpointDue(progress))
        {
            await _options.Checkpoint(progress, cancellationToken).ConfigureAwait(false);
            _log.Checkpointed();
        }
    }

    /// <summary>Every so many batches, and once at each rise to critical pressure.</summary>
    private bool IsCheckpointDue(BatchProgress progress)
    {
        bool isCritical = progress.Pressure == MemoryPressure.Critical || _governor.Relief >= ReliefStep.Checkpoint;
        bool isRise = isCritical && !_isCritical;
        _isCritical = isCritical;
        return isRise || progress.Batches % _options.CheckpointEvery == 0;
    }

    private void ReleaseAlive()
    {
        lock (_alive)
        {
            foreach (BatchParcel<TIn, TOut> parcel in _alive) parcel.Lease.Dispose();
            _alive.Clear();
        }
    }
}
