namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// A bounded queue from the walk to the workers. Workers take files in the order of the walk, so each sees its files in the order of their
/// paths, which segments rely on.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    /// <summary>Enough to keep workers busy while the walk reads a large folder; about half a megabyte of paths.</summary>
    private const int Capacity = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<WorkItem> _items = new(Capacity);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _free = new(Capacity);
    private bool _isClosed;

    /// <summary>Adds a file; waits while the queue is full.</summary>
    public void Add(WorkItem item, CancellationToken stop)
    {
        _free.Wait(stop);
        lock (_gate)
            _items.Enqueue(item);
        _filled.Release();
    }

    /// <summary>Says that no more files come.</summary>
    /// <param name="workers">How many threads take from the queue.</param>
    public void Close(int workers)
    {
        lock (_gate)
            _isClosed = true;
        _filled.Release(workers);
    }

    /// <summary>Takes the next file; waits for one.</summary>
    /// <returns>The file, or null when none will come or <paramref name="stop"/> was called.</returns>
    public WorkItem? Take(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _filled.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            lock (_gate)
            {
                if (_items.TryDequeue(out WorkItem? item))
                {
                    _free.Release();
                    return item;
                }

                if (_isClosed)
                    return null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _filled.Dispose();
        _free.Dispose();
    }
}
