namespace Plimsoll.Memory;

/// <summary>
/// A batch at work: its items, where its results go, and its lease. The work may run again for a part of the items when the whole fails, so
/// it must have no other effect than <see cref="Emit"/>, which counts only for the run that succeeds.
/// </summary>
/// <typeparam name="TIn">What came in.</typeparam>
/// <typeparam name="TOut">What comes out.</typeparam>
public sealed class Batch<TIn, TOut>
{
    private readonly MemoryLease _lease;

    internal Batch(ArraySegment<TIn> items, MemoryLease lease)
    {
        Items = items;
        _lease = lease;
    }

    /// <summary>The items, in the order of the source.</summary>
    public ArraySegment<TIn> Items { get; }

    /// <summary>What the lease holds, in bytes.</summary>
    public long LeasedBytes => _lease.Bytes;

    internal List<TOut> Results { get; } = [];

    internal List<(int Index, Exception Error)> Failed { get; } = [];

    internal long ReportedBytes { get; private set; }

    /// <summary>Adds a result.</summary>
    public void Emit(TOut result) => Results.Add(result);

    /// <summary>Fails one item without failing the batch: cheaper than throwing, which makes the batch run again in halves. The first error counts.</summary>
    public void FailItem(int index, Exception error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Items.Count);
        ArgumentNullException.ThrowIfNull(error);
        if (!Failed.Exists(failed => failed.Index == index)) Failed.Add((index, error));
    }

    /// <summary>Tells what the batch really takes in all, in bytes, so that the next forecast is better. The highest report counts.</summary>
    public void Report(long bytes) => ReportedBytes = Math.Max(ReportedBytes, bytes);

    /// <summary>Makes sure that the lease covers so many bytes in all, before they are taken; never waits.</summary>
    /// <exception cref="BatchTooLargeException">They cannot be had now. Let it pass: the pipeline splits the batch.</exception>
    public void Reserve(long bytes)
    {
        Report(bytes);
        if (bytes > _lease.Bytes && !CanGrow(bytes)) throw new BatchTooLargeException(Items.Count, bytes);
    }

    private bool CanGrow(long bytes)
    {
        try
        {
            return _lease.TryGrow(bytes);
        }
        catch (LeaseNeverFitsException)
        {
            return false;
        }
    }
}
