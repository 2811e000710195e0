namespace Plimsoll.Memory;

/// <summary>Why a lease that could fit was not granted now.</summary>
public enum LeaseRefusalReason
{
    /// <summary>It was granted.</summary>
    None,

    /// <summary>Other leases hold the room; it comes back when they are released.</summary>
    NoRoom,

    /// <summary>The garbage collector holds the room and did not give it back after an aggressive collection.</summary>
    HeldByCollector,

    /// <summary>Others wait in front; a holder's growth alone may pass them.</summary>
    Queued,

    /// <summary>The relief ladder is being climbed; nothing new is granted until pressure falls.</summary>
    Relieving,

    /// <summary>The budget was lowered, or unleased memory grew, below what is granted already.</summary>
    OverBudget,
}

/// <summary>A refusal of the sort "not now": the same request may succeed later.</summary>
/// <param name="Reason">Why; <see cref="LeaseRefusalReason.None"/> when the lease was granted.</param>
/// <param name="RequestedBytes">What was asked for.</param>
/// <param name="AvailableBytes">What the asked kind could have had at that moment.</param>
public readonly record struct LeaseRefusal(LeaseRefusalReason Reason, long RequestedBytes, long AvailableBytes)
{
    /// <summary>The reason in one sentence with its numbers.</summary>
    public override string ToString() => Reason switch
    {
        LeaseRefusalReason.None => "granted",
        LeaseRefusalReason.NoRoom => $"{RequestedBytes} bytes asked, {AvailableBytes} free: other leases hold the room",
        LeaseRefusalReason.HeldByCollector => $"{RequestedBytes} bytes asked: the garbage collector did not give up the room",
        LeaseRefusalReason.Queued => $"{RequestedBytes} bytes asked: others wait in front",
        LeaseRefusalReason.Relieving => $"{RequestedBytes} bytes asked: memory is being freed, nothing new is granted",
        _ => $"{RequestedBytes} bytes asked: more is in use than the budget allows",
    };
}
