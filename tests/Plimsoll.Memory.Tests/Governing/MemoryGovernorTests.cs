using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

public sealed class MemoryGovernorTests
{
    [Fact]
    public void Open_RoundNumbers_HeapLimitIsWhatIsLeft()
    {
        using var bench = new GovernorBench();

        Assert.Equal(50 * MB, bench.Books.GcLimitBytes);
        Assert.Equal(50 * MB, bench.Platform.Limits[0]);
        Assert.Equal(35 * MB, bench.Governor.BudgetAvailableFor(LeaseKind.Managed));
        Assert.Equal(42 * MB, bench.Governor.BudgetAvailableFor(LeaseKind.Native));
        Assert.Equal(64 * MB, bench.Governor.BudgetBytes);
    }

    [Fact]
    public void TryLease_Native_LowersHeapLimitFirstAndGivesItBack()
    {
        using var bench = new GovernorBench();

        using (bench.Take(LeaseKind.Native, 20))
        {
            Assert.Equal(30 * MB, bench.Platform.Limits[^1]);
            Assert.Equal(20 * MB, bench.Books.NativeBytes);
        }

        Assert.Equal(49 * MB, bench.Platform.Limits[^1]);
        Assert.Equal(MB, bench.Books.IdleBytes);
    }

    [Fact]
    public void TryLease_SmallNativeLeases_MoveTheLimitOncePerGranule()
    {
        using var bench = new GovernorBench();

        for (int i = 0; i < 1000; i++) bench.Take(LeaseKind.Native, 0.5).Dispose();

        Assert.Equal(2, bench.Platform.Limits.Count);
    }

    [Fact]
    public void TryLease_ManagedBeyondShare_IsRefusedWithWhatIsFree()
    {
        using var bench = new GovernorBench();
        using var first = bench.Take(LeaseKind.Managed, 30);

        Assert.Equal(LeaseRefusalReason.NoRoom, bench.Refused(LeaseKind.Managed, 6));
        bench.Governor.TryLease("x", LeaseKind.Managed, 6 * MB, out _, out LeaseRefusal refusal);
        Assert.Equal(5 * MB, refusal.AvailableBytes);
    }

    [Fact]
    public void TryLease_ManagedAfterNative_TakesIdleRoomBack()
    {
        using var bench = new GovernorBench();
        bench.Take(LeaseKind.Native, 2).Dispose();
        Assert.Equal(2 * MB, bench.Books.IdleBytes);

        using var all = bench.Take(LeaseKind.Managed, 35);

        Assert.Equal(0, bench.Books.IdleBytes);
    }

    [Fact]
    public void TryLease_NativeThatWouldStarveManaged_IsRefused()
    {
        using var bench = new GovernorBench();
        using var managed = bench.Take(LeaseKind.Managed, 28);

        Assert.Equal(10 * MB, bench.Governor.BudgetAvailableFor(LeaseKind.Native));
        Assert.Equal(LeaseRefusalReason.NoRoom, bench.Refused(LeaseKind.Kernel, 10.5));
    }

    [Fact]
    public void TryLease_CollectorHoldsTheRoom_CollectsOnceThenGrants()
    {
        using var bench = new GovernorBench();
        bench.Platform.CollectorHolds = 45 * MB;
        bench.Platform.HeldAfterCollection = 5 * MB;

        using var lease = bench.Take(LeaseKind.Native, 20);

        Assert.Equal(1, bench.Platform.Collections);
        Assert.Equal(1, bench.Books.ForcedCollections);
    }

    [Fact]
    public void TryLease_CollectorKeepsTheRoom_IsRefusedAndDoesNotCollectAgainAtOnce()
    {
        using var bench = new GovernorBench();
        bench.Platform.CollectorHolds = bench.Platform.HeldAfterCollection = 45 * MB;

        Assert.Equal(LeaseRefusalReason.HeldByCollector, bench.Refused(LeaseKind.Native, 20));
        Assert.Equal(LeaseRefusalReason.HeldByCollector, bench.Refused(LeaseKind.Native, 20));
        Assert.Equal(1, bench.Platform.Collections);
    }

    [Theory]
    [InlineData(LeaseKind.Managed, 36)]
    [InlineData(LeaseKind.Native, 43)]
    public void TryLease_MoreThanTheBudgetCanGive_NamesTheSmallestBudgetThatWould(LeaseKind kind, int megabytes)
    {
        using var bench = new GovernorBench();

        var refusal = Assert.Throws<LeaseNeverFitsException>(() => bench.Governor.TryLease("index", kind, megabytes * MB, out _, out _));

        Assert.Equal(megabytes * MB, refusal.RequestedBytes);
        Assert.Equal(64 * MB, refusal.BudgetBytes);
        Assert.Contains("'index'", refusal.Message, StringComparison.Ordinal);
        Assert.True(Fits(refusal.SmallestBudgetBytes), refusal.Message);
        Assert.False(Fits(refusal.SmallestBudgetBytes - MB), refusal.Message);

        bool Fits(long budget)
        {
            using var other = new GovernorBench(o => o with { Budget = MemoryBudget.FromBytes(budget) });
            return other.Governor.LargestLease(kind) >= megabytes * MB;
        }
    }

    [Fact]
    public void SmallestBudgetFor_ManagedAndNative_CountsBoth()
    {
        using var bench = new GovernorBench();

        Assert.Equal(64 * MB, bench.Governor.SmallestBudgetFor(28 * MB, 10 * MB));
        Assert.Equal(22 * MB, bench.Governor.SmallestBudgetFor(0, 0));
    }

    [Fact]
    public void Open_BudgetBelowBase_SaysWhichWouldDo()
    {
        var refusal = Assert.Throws<BudgetTooSmallException>(() => new GovernorBench(o => o with { Budget = MemoryBudget.FromBytes(20 * MB) }));

        Assert.Equal(20 * MB, refusal.BudgetBytes);
        Assert.Equal(22 * MB, refusal.SmallestBudgetBytes);
    }

    [Fact]
    public void Open_DefaultSlack_SmallestBudgetSatisfiesItself()
    {
        var refusal = Assert.Throws<BudgetTooSmallException>(
            () => new GovernorBench(o => o with { Budget = MemoryBudget.FromBytes(8 * MB), SlackFloorBytes = null }));

        using var bench = new GovernorBench(o => o with { Budget = MemoryBudget.FromBytes(refusal.SmallestBudgetBytes), SlackFloorBytes = null });
        Assert.True(bench.Books.GcLimitBytes >= 8 * MB);
    }

    [Fact]
    public void Dispose_OfALeaseTwice_IsHarmlessAndCounted()
    {
        using var bench = new GovernorBench();
        MemoryLease lease = bench.Take(LeaseKind.Managed, 1);
        lease.Dispose();
        using var other = bench.Take(LeaseKind.Managed, 2);

        lease.Dispose();

        Assert.Equal(1, bench.Books.DoubleReleases);
        Assert.Equal(2 * MB, bench.Books.ManagedBytes);
        Assert.True(other.IsHeld);
        Assert.False(lease.IsHeld);
        Assert.Equal(0, lease.Bytes);
        Assert.Equal("", lease.Owner);
        Assert.NotEqual(lease, other);
        Assert.Throws<ObjectDisposedException>(() => lease.Shrink(0));
        Assert.Throws<ObjectDisposedException>(() => lease.TryGrow(5));
    }

    [Fact]
    public void DefaultLease_HoldsNothing()
    {
        MemoryLease lease = default;
        lease.Dispose();

        Assert.False(lease.IsHeld);
        Assert.Equal(0, lease.Bytes);
        Assert.True(lease == default);
        Assert.Throws<ObjectDisposedException>(() => lease.TryGrow(1));
    }

    [Fact]
    public void ShrinkAndGrow_MoveTheBooks()
    {
        using var bench = new GovernorBench();
        using MemoryLease lease = bench.Take(LeaseKind.Native, 10, "vectors");

        lease.Shrink(4 * MB);
        Assert.Equal(4 * MB, bench.Books.NativeBytes);
        Assert.True(lease.TryGrow(12 * MB));
        Assert.False(lease.TryGrow(41 * MB) && lease.TryGrow(42 * MB) && bench.Governor.TryLease("x", LeaseKind.Native, 1, out _, out _));
        Assert.Throws<LeaseNeverFitsException>(() => lease.TryGrow(43 * MB));
        Assert.Throws<ArgumentOutOfRangeException>(() => lease.Shrink(60 * MB));
        Assert.Throws<ArgumentOutOfRangeException>(() => lease.TryGrow(1));
        Assert.Equal("vectors", lease.Owner);
        Assert.Equal(LeaseKind.Native, lease.Kind);
    }

    [Fact]
    public void Snapshot_ByOwner_KeepsCurrentAndPeak()
    {
        using var bench = new GovernorBench();
        bench.Take(LeaseKind.Managed, 20, "postings").Dispose();
        using var held = bench.Take(LeaseKind.Kernel, 3, "pipes");

        GovernorSnapshot books = bench.Books;

        Assert.Equal([new OwnerUsage("postings", 0, 20 * MB, 1), new OwnerUsage("pipes", 3 * MB, 3 * MB, 1)], books.Owners);
        Assert.Equal(2, books.GrantedLeases);
        Assert.Equal(2, books.AdvisedConcurrency);
    }

    [Fact]
    public void Owners_ManyTags_AreBounded()
    {
        using var bench = new GovernorBench();

        for (int i = 0; i < 1000; i++) bench.Take(LeaseKind.Managed, 0.001, $"file {i}").Dispose();

        Assert.Equal(OwnerBook.MaxOwners, bench.Books.Owners.Count);
        Assert.Contains(bench.Books.Owners, usage => usage.Owner == "(other)" && usage.Leases == 1000 - OwnerBook.MaxOwners + 1);
    }

    [Fact]
    public void TryLease_WrongArguments_AreNamed()
    {
        using var bench = new GovernorBench();

        Assert.Throws<ArgumentException>(() => bench.Governor.TryLease("", LeaseKind.Managed, 1, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Governor.TryLease("x", LeaseKind.Managed, -1, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Governor.TryLease("x", (LeaseKind)9, 1, out _, out _));
    }

    [Fact]
    public void Options_SeveralFaults_AreNamedTogether()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new MemoryGovernor(new MemoryGovernorOptions { Budget = default, Cores = 0, GcFloorBytes = 0, GovernsProcess = false }));

        Assert.Contains("Budget", error.Message, StringComparison.Ordinal);
        Assert.Contains("Cores", error.Message, StringComparison.Ordinal);
        Assert.Contains("GcFloorBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HotPath_TryLeaseAndDispose_AllocatesNothing()
    {
        using var bench = new GovernorBench();
        for (int i = 0; i < 100; i++) Cycle(bench.Governor);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++) Cycle(bench.Governor);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Cycle(MemoryGovernor governor)
        {
            if (governor.TryLease("hot", LeaseKind.Managed, 1000, out MemoryLease managed, out _)) managed.Dispose();
            if (governor.TryLease("hot", LeaseKind.Native, 1000, out MemoryLease native, out _)) native.Dispose();
            ValueTask<MemoryLease> waited = governor.LeaseAsync("hot", LeaseKind.Managed, 1000);
            waited.Result.Dispose();
        }
    }

    [Fact]
    public void HotPath_OneCore_GrantsAHundredThousandLeasesASecond()
    {
        using var bench = new GovernorBench(o => o with { ObserveEvery = TimeSpan.Zero });
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long granted = 0;

        // Several times what is asked for, and measured in processor time, so that a busy machine does not decide.
        for (; granted < 500_000; granted++) bench.Take(LeaseKind.Managed, 0.001).Dispose();

        double perSecond = granted / (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        Assert.True(perSecond >= 100_000, $"{perSecond:N0} leases/s");
    }

    [Fact]
    public void Ledger_BrokenBooks_AreNoticed()
    {
        var ledger = new Ledger(100, 10, 10);
        ledger.Check();
        ledger.ReturnManaged(1);

        var error = Assert.Throws<LedgerBrokenException>(ledger.Check);
        Assert.Contains("managed leases -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRenew_LargeNativeLeaseForOtherMemory_TrimsBeforeItGrows()
    {
        using var bench = new GovernorBench();
        MemoryLease lease = bench.Take(LeaseKind.Native, 30);
        Assert.True(lease.TryGrow(31 * MB));
        Assert.Equal(0, bench.Platform.Trims);

        Assert.True(lease.TryRenew(36 * MB));
        Assert.Equal(1, bench.Platform.Trims);
        Assert.Equal(36 * MB, lease.Bytes);

        Assert.True(lease.TryRenew(2 * MB));
        Assert.Equal(2, bench.Platform.Trims);
        Assert.Equal(2 * MB, bench.Books.NativeBytes);
        lease.Dispose();
    }

    [Fact]
    public void TryRenew_NoRoom_LeavesTheLeaseAsItWas()
    {
        using var bench = new GovernorBench();
        MemoryLease other = bench.Take(LeaseKind.Native, 20);
        MemoryLease lease = bench.Take(LeaseKind.Native, 10);

        Assert.False(lease.TryRenew(40 * MB, out LeaseRefusal refusal));
        Assert.Equal(LeaseRefusalReason.NoRoom, refusal.Reason);
        Assert.Equal(10 * MB, lease.Bytes);
        lease.Dispose();
        other.Dispose();
    }
}
