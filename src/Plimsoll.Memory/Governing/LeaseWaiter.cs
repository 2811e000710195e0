namespace Plimsoll.Memory;

/// <summary>A request in the queue. Its fate is decided under the governor's lock, once: granted, cancelled, timed out or shut down.</summary>
internal sealed class LeaseWaiter(string owner, LeaseKind kind, long bytes, long since)
    : TaskCompletionSource<MemoryLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string Owner { get; } = owner;

    public LeaseKind Kind { get; } = kind;

    public long Bytes { get; } = bytes;

    /// <summary>When it joined the queue, as a timestamp of the governor's clock.</summary>
    public long Since { get; } = since;

    /// <summary>How many later requests were served before it.</summary>
    public int Passed { get; set; }

    /// <summary>Cancelled before it was served, perhaps before it was in the queue.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Memory was freed for it once.</summary>
    public bool IsRelieved { get; set; }

    public CancellationTokenRegistration Cancellation { get; set; }
}
