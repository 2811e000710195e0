namespace Plimsoll.Memory;

/// <summary>
/// Runs one batch: the whole first; when it fails, its halves, and so on down to single items, so that a bad item fails alone. Results of a
/// failed attempt are dropped, hence no item's results come out twice. Ends: each split makes both parts smaller.
/// </summary>
internal sealed class BatchWorker<TIn, TOut>(
    MemoryGovernor governor,
    BatchPipelineOptions<TIn> options,
    Func<Batch<TIn, TOut>, CancellationToken, ValueTask> work,
    SizePredictor predictor,
    AdaptiveBatcher sizes,
    BatchLog log)
{
    private readonly Stack<(int Start, int Count)> _parts = new();

    public async Task RunAsync(BatchParcel<TIn, TOut> parcel, CancellationToken cancellationToken)
    {
        _parts.Clear();
        _parts.Push((0, parcel.Items.Length));
        while (_parts.TryPop(out (int Start, int Count) part))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Exception? error = await AttemptAsync(parcel, part.Start, part.Count, cancellationToken).ConfigureAwait(false);
            if (error is null) continue;
            parcel.IsGood = false;
            if (error is OutOfMemoryException) MakeRoom();
            if (part.Count > 1) Split(part);
            else await RetryOrFailAsync(parcel, part.Start, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when it went well; the error when the part should be split or the item failed.</summary>
    private async Task<Exception?> AttemptAsync(BatchParcel<TIn, TOut> parcel, int start, int count, CancellationToken cancellationToken)
    {
        var batch = new Batch<TIn, TOut>(new ArraySegment<TIn>(parcel.Items, start, count), parcel.Lease);
        try
        {
            await work(batch, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsItemsOwn(error, cancellationToken))
        {
            Learn(parcel, batch);
            return error;
        }

        Learn(parcel, batch);
        foreach ((int index, Exception error) in batch.Failed) Fail(parcel, start + index, error);
        parcel.Results.AddRange(batch.Results);
        return null;
    }

    /// <summary>Memory troubles are always answered by splitting; other errors end the run when the policy says so.</summary>
    private bool IsItemsOwn(Exception error, CancellationToken cancellationToken)
    {
        if (error is OperationCanceledException && cancellationToken.IsCancellationRequested) return false;
        return error is OutOfMemoryException or BatchTooLargeException || options.OnItemFailure == ItemFailurePolicy.FailItem;
    }

    private void Split((int Start, int Count) part)
    {
        int half = part.Count / 2;
        _parts.Push((part.Start + half, part.Count - half));
        _parts.Push((part.Start, half));
        log.Split();
    }

    /// <summary>One more chance for an item that ran out of memory, now that room was made.</summary>
    private async Task RetryOrFailAsync(BatchParcel<TIn, TOut> parcel, int index, Exception error, CancellationToken cancellationToken)
    {
        if (error is OutOfMemoryException)
        {
            Exception? again = await AttemptAsync(parcel, index, 1, cancellationToken).ConfigureAwait(false);
            if (again is null) return;
            error = again;
        }

        Fail(parcel, index, error);
    }

    private void Fail(BatchParcel<TIn, TOut> parcel, int index, Exception error)
    {
        string name = options.NameOf(parcel.Items[index]);
        if (options.OnItemFailure == ItemFailurePolicy.FailRun) throw new InvalidOperationException($"'{name}' failed: {error.Message}", error);
        parcel.FailedItems++;
        log.Fail(new ItemFailure(name, $"{error.GetType().Name}: {error.Message}"));
    }

    private void MakeRoom()
    {
        governor.OnOutOfMemory();
        sizes.CutNow();
    }

    private void Learn(BatchParcel<TIn, TOut> parcel, Batch<TIn, TOut> batch)
    {
        if (batch.ReportedBytes == 0) return;
        long weight = parcel.Weight;
        if (batch.Items.Count != parcel.Items.Length)
        {
            weight = 0;
            foreach (TIn item in batch.Items) weight += Math.Max(1, options.Weigh(item));
        }

        predictor.Observe(options.Name, weight, batch.ReportedBytes);
    }
}
