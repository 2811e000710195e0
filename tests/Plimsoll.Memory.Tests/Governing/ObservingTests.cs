using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

public sealed class ObservingTests
{
    [Fact]
    public void Observe_UnleasedNativeMemoryGrows_SlackIsLearntAndTheHeapLimitFalls()
    {
        using var bench = new GovernorBench();

        bench.Show(usedMegabytes: 50, committedMegabytes: 30);
        bench.Governor.Observe();

        Assert.Equal(20 * MB, bench.Books.DriftBytes);
        Assert.Equal(21 * MB, bench.Books.SlackBytes);
        Assert.Equal(39 * MB, bench.Books.GcLimitBytes);
        Assert.Equal(50 * MB, bench.Books.PeakUsedBytes);
    }

    [Fact]
    public void Observe_DriftGoesAway_SlackFallsAfterTheWorstIsForgotten()
    {
        using var bench = new GovernorBench();
        bench.Show(50, 30);
        bench.Governor.Observe();
        bench.Show(20, 16);

        bench.Governor.Observe();
        Assert.Equal(21 * MB, bench.Books.SlackBytes);
        for (int i = 0; i < 32; i++) bench.Governor.Observe();

        Assert.Equal(10 * MB, bench.Books.SlackBytes);
        Assert.True(bench.Books.GcLimitBytes >= 49 * MB);
    }

    [Fact]
    public void Observe_HeapGrewSinceTheLastCollection_IsNotTakenForDrift()
    {
        using var bench = new GovernorBench();
        bench.Platform.Reading = new GovernorReading(14 * MB, 0, 10 * MB, 0, 1, long.MaxValue);
        bench.Governor.Observe();

        bench.Platform.Reading = new GovernorReading(40 * MB, 0, 10 * MB, 25 * MB, 1, long.MaxValue);
        bench.Governor.Observe();

        Assert.Equal(5 * MB, bench.Books.DriftBytes);
        Assert.Equal(10 * MB, bench.Books.SlackBytes);
    }

    [Fact]
    public void Observe_LeasedNativeMemory_IsNotDriftButKernelLeasesAreOutside()
    {
        using var bench = new GovernorBench();
        using var native = bench.Take(LeaseKind.Native, 10);
        using var pipes = bench.Take(LeaseKind.Kernel, 10);

        bench.Show(34, 20);
        bench.Governor.Observe();

        Assert.Equal(4 * MB, bench.Books.DriftBytes);
    }

    [Fact]
    public void Observe_DriftTheCollectorCannotPay_IsOwedAndNothingIsGranted()
    {
        using var bench = new GovernorBench();
        bench.Platform.CollectorHolds = bench.Platform.HeldAfterCollection = 48 * MB;
        bench.Show(70, 44);

        Assert.True(bench.Governor.Observe() >= MemoryPressure.High);

        Assert.True(bench.Books.DeficitBytes > 0);
        Assert.Equal(0, bench.Governor.BudgetAvailableFor(LeaseKind.Managed));
        Assert.Equal(LeaseRefusalReason.OverBudget, bench.Refused(LeaseKind.Managed, 1));
        bench.Platform.CollectorHolds = 0;
        bench.Take(LeaseKind.Managed, 1).Dispose();
        Assert.Equal(0, bench.Books.DeficitBytes);
    }

    [Fact]
    public void Observe_KernelLimitLoweredUnderUs_TheLineFollowsAndComesBack()
    {
        using var bench = new GovernorBench();
        using MemoryLease held = bench.Take(LeaseKind.Native, 30);

        bench.Show(34, 0, limit: 48 * MB);
        bench.Governor.Observe();
        Assert.Equal(48 * MB, bench.Governor.BudgetBytes);
        Assert.True(bench.Books.DeficitBytes > 0);
        Assert.Equal(LeaseRefusalReason.OverBudget, bench.Refused(LeaseKind.Native, 1));
        held.Shrink(10 * MB);
        Assert.Equal(0, bench.Books.DeficitBytes);

        bench.Show(14, 0);
        bench.Governor.Observe();
        Assert.Equal(64 * MB, bench.Governor.BudgetBytes);
    }

    [Fact]
    public void Observe_BudgetFromTheGroup_GrowsWithTheGroup()
    {
        using var bench = new GovernorBench(o => o with { Budget = new MemoryBudget(64 * MB, MemoryBudgetSource.KernelGroup, "group") });

        bench.Show(10, 5, limit: 96 * MB);
        bench.Governor.Observe();
        Assert.Equal(96 * MB, bench.Governor.BudgetBytes);
        Assert.True(bench.Books.GcLimitBytes >= 81 * MB);

        // Moved into a group without a limit: the line that was drawn stays.
        bench.Show(10, 5);
        bench.Governor.Observe();
        Assert.Equal(64 * MB, bench.Governor.BudgetBytes);
    }

    [Fact]
    public async Task SetBudget_Higher_ServesTheQueue()
    {
        using var bench = new GovernorBench();
        MemoryLease all = bench.Take(LeaseKind.Managed, 35);
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 10);

        bench.Governor.SetBudget(MemoryBudget.FromBytes(128 * MB));

        (await waiting).Dispose();
        all.Dispose();
    }

    [Fact]
    public void RaiseRefused_RoomStaysIdleAndTheBooksBalance()
    {
        using var bench = new GovernorBench();
        MemoryLease lease = bench.Take(LeaseKind.Native, 20);
        bench.Platform.RefusesRaises = true;

        lease.Dispose();
        Assert.Equal(20 * MB, bench.Books.IdleBytes);
        Assert.Equal(LeaseRefusalReason.NoRoom, bench.Refused(LeaseKind.Managed, 30));

        bench.Platform.RefusesRaises = false;
        bench.Governor.Observe();
        Assert.Equal(MB, bench.Books.IdleBytes);
    }

    [Fact]
    public void Pressure_DetachedWithoutProbe_FollowsTheLeases()
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions
        {
            Budget = MemoryBudget.FromBytes(64 * MB),
            GovernsProcess = false,
            SlackFloorBytes = 0,
            ObserveEvery = TimeSpan.Zero,
        });
        Assert.Equal(MemoryPressure.Low, governor.Observe());
        governor.TryLease("x", LeaseKind.Native, 50 * MB, out MemoryLease lease, out _);

        Assert.Equal(MemoryPressure.High, governor.Observe());
        Assert.Equal(MemoryPressure.High, governor.Pressure);
        lease.Dispose();
        Assert.Equal(MemoryPressure.Low, governor.Observe());
    }

    [Fact]
    public void ReturnedNativeMemory_BeyondHalfTheSlack_IsTrimmedBeforeItIsLentAgain()
    {
        using var bench = new GovernorBench();
        MemoryLease lease = bench.Take(LeaseKind.Native, 9);
        lease.Shrink(5 * MB);
        Assert.Equal(0, bench.Platform.Trims);

        lease.Dispose();

        Assert.Equal(1, bench.Platform.Trims);
    }
}
