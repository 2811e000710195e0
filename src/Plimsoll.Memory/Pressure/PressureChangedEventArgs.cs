namespace Plimsoll.Memory;

/// <summary>A change of the pressure level.</summary>
public sealed class PressureChangedEventArgs : EventArgs
{
    /// <summary>Describes a change.</summary>
    /// <param name="previous">The level until now.</param>
    /// <param name="current">The level from now on.</param>
    /// <param name="usedBytes">What was used of the budget, in bytes.</param>
    /// <param name="budgetBytes">The budget in bytes.</param>
    public PressureChangedEventArgs(MemoryPressure previous, MemoryPressure current, long usedBytes, long budgetBytes)
    {
        Previous = previous;
        Current = current;
        UsedBytes = usedBytes;
        BudgetBytes = budgetBytes;
    }

    /// <summary>The level until now.</summary>
    public MemoryPressure Previous { get; }

    /// <summary>The level from now on.</summary>
    public MemoryPressure Current { get; }

    /// <summary>What was used of the budget, in bytes.</summary>
    public long UsedBytes { get; }

    /// <summary>The budget in bytes.</summary>
    public long BudgetBytes { get; }
}
