namespace Plimsoll.Testing;

/// <summary>A memory reading that a test writes itself: used bytes against a budget, given as bytes or as a share.</summary>
public sealed class FakePressure(long budgetBytes)
{
    private long _usedBytes;

    /// <summary>The budget in bytes.</summary>
    public long BudgetBytes { get; } = budgetBytes;

    /// <summary>The bytes in use, as the code under test will read them.</summary>
    public long UsedBytes
    {
        get => Interlocked.Read(ref _usedBytes);
        set
        {
            Interlocked.Exchange(ref _usedBytes, value);
            Interlocked.Increment(ref _changes);
        }
    }

    /// <summary>Used bytes as a share of the budget, 0 to 1 and above.</summary>
    public double Share
    {
        get => (double)UsedBytes / BudgetBytes;
        set => UsedBytes = (long)Math.Round(value * BudgetBytes);
    }

    private int _changes;

    /// <summary>How often the reading was set.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>The reader to pass where code asks for used bytes.</summary>
    public long Read() => UsedBytes;

    /// <summary>Sets each share in turn and runs <paramref name="afterEach"/> after each one.</summary>
    public void Play(IEnumerable<double> shares, Action<double> afterEach)
    {
        foreach (double share in shares)
        {
            Share = share;
            afterEach(share);
        }
    }
}
