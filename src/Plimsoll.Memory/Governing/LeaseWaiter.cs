namespace Plimsoll.Memory;

/// <summary>How a wait ended.</summary>
internal enum WaitEnd
{
    Granted,
    Cancelled,
    TimedOut,
    ShutDown,
}

/// <summary>
/// A request in the queue. Its fate is decided under the governor's lock, once: granted, cancelled, timed out or shut down.
/// <para>However it ends, the task completes with a result, and who waited makes the exception for itself. To fail or cancel a task allocates,
/// and a full heap would then let the waiter hang for ever, and end the process from the thread of a timer.</para>
/// </summary>
internal sealed class LeaseWaiter(string owner, LeaseKind kind, long bytes, long since)
    : TaskCompletionSource<MemoryLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private WaitEnd _end;
    private TimeSpan _waited;
    private string _holders = "";
    private CancellationToken _cancelledBy;

    public string Owner { get; } = owner;

    public LeaseKind Kind { get; } = kind;

    public long Bytes { get; } = bytes;

    /// <summary>When it joined the queue, as a timestamp of the governor's clock.</summary>
    public long Since { get; } = since;

    /// <summary>How many later requests were served before it.</summary>
    public int Passed { get; set; }

    /// <summary>Memory was freed for it once.</summary>
    public bool IsRelieved { get; set; }

    public CancellationTokenRegistration Cancellation { get; set; }

    public bool IsEnded => Task.IsCompleted;

    /// <summary>The lease of a request that has ended; the default when it was not granted.</summary>
    public MemoryLease Granted => Task.Result;

    public void Cancel(CancellationToken by)
    {
        _cancelledBy = by;
        End(WaitEnd.Cancelled);
    }

    public void TimeOut(TimeSpan waited, string holders)
    {
        _waited = waited;
        _holders = holders;
        Cancellation.Unregister();
        End(WaitEnd.TimedOut);
    }

    public void ShutDown()
    {
        Cancellation.Unregister();
        End(WaitEnd.ShutDown);
    }

    /// <summary>Blocks until the fate is decided.</summary>
    public MemoryLease Wait()
    {
        MemoryLease lease = Task.GetAwaiter().GetResult();
        return Outcome(lease);
    }

    /// <summary>To be called before the request joins the queue: what the waiting itself needs of the heap is taken here.</summary>
    public async Task<MemoryLease> WaitAsync()
    {
        MemoryLease lease = await Task.ConfigureAwait(false);
        return Outcome(lease);
    }

    private MemoryLease Outcome(MemoryLease lease) => _end switch
    {
        WaitEnd.Granted => lease,
        WaitEnd.Cancelled => throw new OperationCanceledException(_cancelledBy),
        WaitEnd.TimedOut => throw new LeaseTimeoutException(Owner, Kind, Bytes, _waited, _holders),
        _ => throw new ObjectDisposedException(nameof(MemoryGovernor)),
    };

    private void End(WaitEnd end)
    {
        _end = end;
        TrySetResult(default);
    }
}
