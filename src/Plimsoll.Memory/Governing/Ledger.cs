namespace Plimsoll.Memory;

/// <summary>
/// The books of the governor: budget + deficit = base + slack + native + idle + collector limit.
/// Base is what the runtime took before any work, slack the room for growth nobody leased, native what is leased outside the heap,
/// idle what was taken from the collector and is not leased at the moment, deficit what is owed after the budget fell.
/// Not thread safe: the governor's one lock guards it.
/// </summary>
internal sealed class Ledger
{
    public Ledger(long budgetBytes, long baseBytes, long slackBytes)
    {
        Budget = budgetBytes;
        Base = baseBytes;
        Slack = slackBytes;
        GcLimit = budgetBytes - baseBytes - slackBytes;
    }

    public long Budget { get; private set; }

    public long Base { get; }

    public long Slack { get; private set; }

    public long Native { get; private set; }

    public long Idle { get; private set; }

    public long GcLimit { get; private set; }

    public long Deficit { get; private set; }

    public long Managed { get; private set; }

    /// <summary>The part of <see cref="Native"/> that the kernel holds: it is not in the process's own memory, so drift leaves it out.</summary>
    public long Kernel { get; private set; }

    /// <summary>The conservation law. Called at entry and exit of every public method of the governor, in every build.</summary>
    public void Check()
    {
        if (Budget + Deficit != Base + Slack + Native + Idle + GcLimit || (Native | Kernel | Idle | Deficit | Managed | Slack) < 0) throw new LedgerBrokenException(ToString());
    }

    public void LeaseManaged(long bytes) => Managed += bytes;

    public void ReturnManaged(long bytes) => Managed -= bytes;

    public void LeaseIdle(long bytes, bool isKernel)
    {
        Idle -= bytes;
        Native += bytes;
        if (isKernel) Kernel += bytes;
    }

    /// <summary>What comes back from native leases repays what is owed first.</summary>
    public void ReturnNative(long bytes, bool isKernel)
    {
        Native -= bytes;
        if (isKernel) Kernel -= bytes;
        Idle += bytes;
        RepayFromIdle();
    }

    public void MoveFromCollectorToIdle(long bytes)
    {
        GcLimit -= bytes;
        Idle += bytes;
    }

    public void MoveFromIdleToCollector(long bytes)
    {
        Idle -= bytes;
        GcLimit += bytes;
    }

    public void SetSlack(long bytes)
    {
        Owe(bytes - Slack);
        Slack = bytes;
    }

    public void SetBudget(long bytes)
    {
        Owe(Budget - bytes);
        Budget = bytes;
    }

    public void RepayFromIdle()
    {
        long repaid = Math.Min(Idle, Deficit);
        Idle -= repaid;
        Deficit -= repaid;
    }

    private void Owe(long bytes)
    {
        if (bytes >= 0) Deficit += bytes;
        else Idle -= bytes;
        RepayFromIdle();
    }

    public override string ToString() =>
        $"budget {Budget} + deficit {Deficit}, base {Base} + slack {Slack} + native {Native} + idle {Idle} + collector limit {GcLimit}; managed leases {Managed}";
}
