using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Governing;

/// <summary>A governor with round numbers: budget 64 MB = base 4 + slack 10 + heap limit 50; floor 8, granule 1.</summary>
internal sealed class GovernorBench : IDisposable
{
    public const long MB = 1 << 20;

    public GovernorBench(Func<MemoryGovernorOptions, MemoryGovernorOptions>? change = null)
    {
        var options = new MemoryGovernorOptions
        {
            Budget = MemoryBudget.FromBytes(64 * MB),
            BaseBytes = 4 * MB,
            SlackFloorBytes = 10 * MB,
            Platform = Platform,
            Time = Clock,
            ObserveEvery = TimeSpan.FromMilliseconds(100),
            Cores = 2,
            BallastBytes = 0,
        };
        Governor = new MemoryGovernor(change?.Invoke(options) ?? options);
    }

    public FakePlatform Platform { get; } = new();

    public FakeClock Clock { get; } = new();

    public MemoryGovernor Governor { get; }

    public GovernorSnapshot Books => Governor.Snapshot();

    public MemoryLease Take(LeaseKind kind, double megabytes, string owner = "test")
    {
        Assert.True(Governor.TryLease(owner, kind, (long)(megabytes * MB), out MemoryLease lease, out LeaseRefusal refusal), refusal.ToString());
        return lease;
    }

    public LeaseRefusalReason Refused(LeaseKind kind, double megabytes)
    {
        Assert.False(Governor.TryLease("test", kind, (long)(megabytes * MB), out MemoryLease lease, out LeaseRefusal refusal));
        Assert.False(lease.IsHeld);
        Assert.Contains(((long)(megabytes * MB)).ToString(), refusal.ToString(), StringComparison.Ordinal);
        return refusal.Reason;
    }

    public Task<MemoryLease> Wait(LeaseKind kind, double megabytes, CancellationToken cancellationToken = default) =>
        Governor.LeaseAsync("waiter", kind, (long)(megabytes * MB), cancellationToken).AsTask();

    /// <summary>Lets the process use so much, of which the collector committed a part.</summary>
    public void Show(double usedMegabytes, double committedMegabytes, long limit = long.MaxValue) => Platform.Reading = new GovernorReading(
        (long)(usedMegabytes * MB), (long)(usedMegabytes * MB), (long)(committedMegabytes * MB), 0, Platform.Reading.Collections + 1, limit);

    public void AssertEmpty()
    {
        GovernorSnapshot books = Books;
        Assert.Equal(0, books.HeldLeases + books.NativeBytes + books.ManagedBytes + books.WaitingRequests);
        Assert.Equal(books.BudgetBytes + books.DeficitBytes, books.BaseBytes + books.SlackBytes + books.IdleBytes + books.GcLimitBytes);
    }

    public void Dispose()
    {
        AssertEmpty();
        Governor.Dispose();
        Assert.True(Platform.IsDisposed);
    }
}
