namespace Plimsoll.Memory;

/// <summary>A request that no amount of waiting can satisfy under this budget.</summary>
public sealed class LeaseNeverFitsException : Exception
{
    internal LeaseNeverFitsException(string owner, LeaseKind kind, long requestedBytes, long largestBytes, long budgetBytes, long smallestBudgetBytes)
        : base($"'{owner}' asked for {MemorySize.Format(requestedBytes)} of {kind} memory; a budget of {MemorySize.Format(budgetBytes)} can give at most "
            + $"{MemorySize.Format(largestBytes)}. Work in smaller pieces, or raise --memory to at least {MemorySize.Format(smallestBudgetBytes)}.")
    {
        RequestedBytes = requestedBytes;
        BudgetBytes = budgetBytes;
        SmallestBudgetBytes = smallestBudgetBytes;
    }

    /// <summary>What was asked for.</summary>
    public long RequestedBytes { get; }

    /// <summary>The budget of the governor that refused.</summary>
    public long BudgetBytes { get; }

    /// <summary>The smallest budget under which this request alone would be granted.</summary>
    public long SmallestBudgetBytes { get; }
}

/// <summary>A budget under which not even an idle process can run.</summary>
public sealed class BudgetTooSmallException : Exception
{
    internal BudgetTooSmallException(long budgetBytes, long baseBytes, long smallestBudgetBytes)
        : base($"A budget of {MemorySize.Format(budgetBytes)} is too small: the process takes {MemorySize.Format(baseBytes)} before it starts to work. "
            + $"The smallest that would do is {MemorySize.Format(smallestBudgetBytes)}; raise --memory.")
    {
        BudgetBytes = budgetBytes;
        SmallestBudgetBytes = smallestBudgetBytes;
    }

    /// <summary>The budget that was given.</summary>
    public long BudgetBytes { get; }

    /// <summary>The smallest budget that would do.</summary>
    public long SmallestBudgetBytes { get; }
}

/// <summary>A wait for a lease that outlasted the wait limit; the text says what held the room.</summary>
public sealed class LeaseTimeoutException : Exception
{
    internal LeaseTimeoutException(string owner, LeaseKind kind, long requestedBytes, TimeSpan waited, string holders)
        : base($"'{owner}' waited {waited.TotalSeconds:0.#} s for {MemorySize.Format(requestedBytes)} of {kind} memory and did not get it. Held by: {holders}. "
            + "A holder must not wait for a second lease; use TryGrow, or release first.")
        => RequestedBytes = requestedBytes;

    /// <summary>What was asked for.</summary>
    public long RequestedBytes { get; }
}

/// <summary>Everything the relief ladder can do was done, within its time, and the process is still over its line.</summary>
public sealed class MemoryExhaustedException : Exception
{
    internal MemoryExhaustedException(string why)
        : base(why)
    {
    }
}

/// <summary>The ledger's books do not balance: a defect of the governor itself, never of its user.</summary>
public sealed class LedgerBrokenException : InvalidOperationException
{
    internal LedgerBrokenException(string books)
        : base("The memory ledger does not balance: " + books)
    {
    }
}
