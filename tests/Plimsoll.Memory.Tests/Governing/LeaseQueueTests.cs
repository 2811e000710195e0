using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

public sealed class LeaseQueueTests
{
    [Fact]
    public async Task LeaseAsync_RoomComesBack_ServesInOrder()
    {
        using var bench = new GovernorBench();
        MemoryLease all = bench.Take(LeaseKind.Managed, 35);
        Task<MemoryLease> first = bench.Wait(LeaseKind.Managed, 20);
        Task<MemoryLease> second = bench.Wait(LeaseKind.Managed, 20);
        Assert.Equal(2, bench.Books.WaitingRequests);
        Assert.Equal(LeaseRefusalReason.Queued, bench.Refused(LeaseKind.Managed, 0.1));

        all.Dispose();

        MemoryLease served = await first;
        Assert.Equal(1, bench.Books.WaitingRequests);
        served.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Lease_BlockedThread_GetsTheLeaseWhenItIsReleased()
    {
        using var bench = new GovernorBench();
        MemoryLease all = bench.Take(LeaseKind.Managed, 35);
        Task<MemoryLease> blocked = Task.Run(() => bench.Governor.Lease("blocked", LeaseKind.Managed, 30 * MB));
        SpinWait.SpinUntil(() => bench.Books.WaitingRequests == 1, TimeSpan.FromSeconds(10));

        all.Dispose();

        (await blocked).Dispose();
    }

    [Fact]
    public async Task TryGrow_WithOthersWaiting_ComesFirst()
    {
        using var bench = new GovernorBench();
        MemoryLease holder = bench.Take(LeaseKind.Managed, 10);
        MemoryLease other = bench.Take(LeaseKind.Managed, 20);
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 10);

        Assert.True(holder.TryGrow(15 * MB));
        Assert.Equal(1, bench.Books.WaitingRequests);
        other.Dispose();
        (await waiting).Dispose();
        holder.Dispose();
    }

    [Fact]
    public async Task Serve_LargeOneInFront_LetsSixteenSmallOnesPassThenNone()
    {
        using var bench = new GovernorBench();
        MemoryLease most = bench.Take(LeaseKind.Managed, 30);
        Task<MemoryLease> large = bench.Wait(LeaseKind.Managed, 20);
        var small = new List<Task<MemoryLease>>();

        for (int i = 0; i < 20; i++) small.Add(bench.Wait(LeaseKind.Managed, 0.1));

        // The holder of most, and those that passed.
        Assert.Equal(1 + LeaseQueue.PassesMax, bench.Books.HeldLeases);
        most.Dispose();
        (await large).Dispose();
        foreach (Task<MemoryLease> task in small) (await task).Dispose();
    }

    [Fact]
    public async Task LeaseAsync_Cancelled_LeavesNothingBehindAndServesTheNext()
    {
        using var bench = new GovernorBench();
        using var cancellation = new CancellationTokenSource();
        MemoryLease most = bench.Take(LeaseKind.Managed, 30);
        Task<MemoryLease> large = bench.Wait(LeaseKind.Managed, 30, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        bench.Take(LeaseKind.Managed, 5).Dispose();
        most.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Wait(LeaseKind.Managed, 1, cancellation.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => bench.Governor.Lease("x", LeaseKind.Managed, 1, cancellation.Token));
    }

    [Fact]
    public async Task LeaseAsync_HolderBreaksTheDeadlockRule_EndsWithTheHoldersNamed()
    {
        using var bench = new GovernorBench(o => o with { WaitLimit = TimeSpan.FromSeconds(5) });
        MemoryLease left = bench.Take(LeaseKind.Managed, 18, "left");
        MemoryLease right = bench.Take(LeaseKind.Managed, 17, "right");
        Task<MemoryLease> leftAgain = bench.Wait(LeaseKind.Managed, 10);
        Task<MemoryLease> rightAgain = bench.Wait(LeaseKind.Managed, 10);

        bench.Clock.Advance(TimeSpan.FromSeconds(6));

        var error = await Assert.ThrowsAsync<LeaseTimeoutException>(() => leftAgain);
        Assert.Contains("left 18 MB, right 17 MB", error.Message, StringComparison.Ordinal);
        Assert.Equal(10 * MB, error.RequestedBytes);
        await Assert.ThrowsAsync<LeaseTimeoutException>(() => rightAgain);
        left.Dispose();
        right.Dispose();
    }

    [Fact]
    public async Task LeaseAsync_NobodyHoldsAndUnleasedMemoryIsInTheWay_EndsInSecondsAndSaysSo()
    {
        using var bench = new GovernorBench();
        bench.Show(40, 10);
        bench.Governor.Observe();
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 30);

        bench.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, bench.Books.WaitingRequests);
        bench.Clock.Advance(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<LeaseTimeoutException>(() => waiting);
        Assert.Contains("30 MB are in use outside of leases", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaseAsync_AllOfTheHeapAfterSlackWasLearnt_IsServedWhenTheDriftIsForgotten()
    {
        using var bench = new GovernorBench();
        bench.Show(20, 10);
        bench.Governor.Observe();
        Assert.True(bench.Books.SlackBytes > 10 * MB);
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 35);

        // Half a granule more drift than the slack's floor covers, which would do no harm if nobody waited.
        bench.Show(14, 10);
        bench.Clock.Advance(TimeSpan.FromSeconds(4));

        (await waiting).Dispose();
        Assert.Equal(10 * MB, bench.Books.SlackBytes);
    }

    [Fact]
    public async Task Dispose_WithWaiters_EndsTheirWait()
    {
        var bench = new GovernorBench();
        MemoryLease all = bench.Take(LeaseKind.Managed, 35);
        MemoryLease native = bench.Take(LeaseKind.Native, 0);
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 1);

        bench.Governor.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(() => bench.Governor.TryLease("x", LeaseKind.Managed, 1, out _, out _));
        all.Dispose();
        native.Dispose();
        bench.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task LeaseAsync_ManyThreadsCancellingAtRandom_LedgerReturnsToZero(int seed)
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions
        {
            Budget = MemoryBudget.FromBytes(64 * MB),
            GovernsProcess = false,
            SlackFloorBytes = 0,
            ObserveEvery = TimeSpan.FromMilliseconds(5),
        });
        var tasks = new List<Task>();
        for (int i = 0; i < 8; i++)
        {
            var random = new Random(seed * 100 + i);
            tasks.Add(Task.Run(() => TakeAndCancel(governor, random)));
        }

        await Task.WhenAll(tasks);

        GovernorSnapshot books = governor.Snapshot();
        Assert.Equal(0, books.HeldLeases + books.ManagedBytes + books.NativeBytes + books.WaitingRequests);
        Assert.True(books.GrantedLeases > 100, books.ToString());
    }

    private static async Task TakeAndCancel(MemoryGovernor governor, Random random)
    {
        for (int i = 0; i < 500; i++)
        {
            using var cancellation = new CancellationTokenSource();
            ValueTask<MemoryLease> request = governor.LeaseAsync("fuzz", (LeaseKind)random.Next(3), random.Next(1, 40) * MB, cancellation.Token);
            if (random.Next(3) == 0) await cancellation.CancelAsync();
            try
            {
                using MemoryLease lease = await request;
                if (random.Next(2) == 0) lease.TryGrow(lease.Bytes + MB);
                if (random.Next(2) == 0) lease.Shrink(lease.Bytes / 2);
                await Task.Yield();
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancellation.IsCancellationRequested);
            }
        }
    }
}
