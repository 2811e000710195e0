using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

public sealed class ReliefTests
{
    [Fact]
    public void Relieve_PressureStays_AsksByCostThenCollectsThenCheckpoints()
    {
        using var bench = new GovernorBench();
        using MemoryLease explained = bench.Take(LeaseKind.Native, 36);
        var calls = new List<string>();
        using var last = bench.Governor.Register(new Member("pool", ReclaimCost.LastResort, 1, calls));
        using var spill = bench.Governor.Register(new Member("buffer", ReclaimCost.MustWrite, 1, calls));
        using var small = bench.Governor.Register(new Member("small cache", ReclaimCost.JustDrop, 1, calls));
        using var large = bench.Governor.Register(new Member("large cache", ReclaimCost.JustDrop, 9, calls));
        using var saved = bench.Governor.OnCheckpointWanted(_ => calls.Add("checkpoint"));
        using var again = bench.Governor.OnRelaunchWanted(_ => calls.Add("relaunch"));
        bench.Platform.OnCollect = () => calls.Add("collect");
        bench.Show(62, 10);

        ReliefOutcome outcome = bench.Governor.Relieve();

        Assert.Equal(["large cache", "small cache", "buffer", "pool", "collect", "checkpoint", "relaunch"], calls);
        Assert.False(outcome.Relieved);
        Assert.Equal(ReliefStep.Relaunch, outcome.LastStep);
        Assert.Equal(ReliefStep.None, bench.Governor.Relief);
        Assert.Equal(4, outcome.FreedBytes);
        Assert.Same(outcome, bench.Governor.LastRelief);
    }

    [Fact]
    public void Relieve_CachesWereEnough_StopsThere()
    {
        using var bench = new GovernorBench();
        using MemoryLease explained = bench.Take(LeaseKind.Native, 36);
        var calls = new List<string>();
        using var spill = bench.Governor.Register(new Member("buffer", ReclaimCost.MustWrite, 1, calls));
        using var cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 1, calls) { OnReclaim = () => bench.Show(10, 5) });
        bench.Show(62, 14);

        ReliefOutcome outcome = bench.Governor.Relieve();

        Assert.True(outcome.Relieved);
        Assert.Equal(["cache"], calls);
    }

    [Fact]
    public void Relieve_UseIsGarbage_CollectsBeforeItSpillsGoodData()
    {
        using var bench = new GovernorBench();
        var calls = new List<string>();
        using var spill = bench.Governor.Register(new Member("buffer", ReclaimCost.MustWrite, 1, calls));
        bench.Platform.OnCollect = () => bench.Show(10, 5);
        bench.Show(62, 50);

        Assert.True(bench.Governor.Relieve().Relieved);

        Assert.Empty(calls);
        Assert.Equal(1, bench.Platform.Collections);
        Assert.Equal(1, bench.Platform.Trims);
    }

    [Fact]
    public void Relieve_TimeIsUp_EndsAndSaysSo()
    {
        using var bench = new GovernorBench();
        using MemoryLease explained = bench.Take(LeaseKind.Native, 36);
        var calls = new List<string>();
        using var slow = bench.Governor.Register(new Member("slow", ReclaimCost.JustDrop, 1, calls) { OnReclaim = () => bench.Clock.Advance(TimeSpan.FromSeconds(11)) });
        using var never = bench.Governor.Register(new Member("never", ReclaimCost.LastResort, 1, calls));
        bench.Show(62, 10);

        ReliefOutcome outcome = bench.Governor.Relieve();

        Assert.True(outcome.TimedOut);
        Assert.Equal(ReliefStep.DropCaches, outcome.LastStep);
        Assert.Equal(["slow"], calls);
    }

    [Fact]
    public void Relieve_MembersThatThrow_AreReportedByName()
    {
        using var bench = new GovernorBench();
        using MemoryLease explained = bench.Take(LeaseKind.Native, 36);
        using var bad = bench.Governor.Register(new Member("bad", ReclaimCost.JustDrop, 1, []) { OnReclaim = static () => throw new IOException("no space") });
        using var worse = bench.Governor.OnCheckpointWanted(static _ => throw new IOException("disk gone"));
        bench.Show(62, 10);

        ReliefOutcome outcome = bench.Governor.Relieve();

        Assert.Equal("bad: no space", outcome.Failures[0]);
        Assert.Contains(outcome.Failures, failure => failure.EndsWith("disk gone", StringComparison.Ordinal));
    }

    [Fact]
    public void Relieve_WhileClimbing_RefusesNewLeasesButLetsHoldersGrow()
    {
        using var bench = new GovernorBench();
        using MemoryLease explained = bench.Take(LeaseKind.Native, 36);
        ReliefOutcome? inner = null;
        using var cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 1, [])
        {
            OnReclaim = () =>
            {
                Assert.Equal(ReliefStep.DropCaches, bench.Governor.Relief);
                Assert.Equal(LeaseRefusalReason.Relieving, bench.Refused(LeaseKind.Managed, 1));
                Assert.True(explained.TryGrow(37 * MB));
                inner = bench.Governor.Relieve();
            },
        });
        bench.Platform.Reading = new GovernorReading(62 * MB, 62 * MB, 20 * MB, 0, 1, long.MaxValue);

        bench.Governor.Relieve(ReliefStep.DropCaches);

        Assert.False(inner!.Relieved);
        bench.Take(LeaseKind.Managed, 1).Dispose();
    }

    [Fact]
    public void TryLease_NoRoom_DropsCachesAndAsksAgain()
    {
        using var bench = new GovernorBench();
        MemoryLease cached = bench.Take(LeaseKind.Managed, 30, "cache");
        using var cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 30, []) { OnReclaim = () => cached.Dispose() });

        bench.Take(LeaseKind.Managed, 20).Dispose();
    }

    [Fact]
    public async Task Timer_FirstWaiterLosesPatience_BuffersAreSpilledForIt()
    {
        using var bench = new GovernorBench();
        MemoryLease buffer = bench.Take(LeaseKind.Managed, 30, "buffer");
        using var spill = bench.Governor.Register(new Member("buffer", ReclaimCost.MustWrite, 30, []) { OnReclaim = () => buffer.Dispose() });
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Managed, 20);

        bench.Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(1, bench.Books.WaitingRequests);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        (await waiting).Dispose();
    }

    [Fact]
    public async Task Timer_CollectorHeldTheRoom_CollectsAgainWhenRested()
    {
        using var bench = new GovernorBench();
        bench.Platform.CollectorHolds = bench.Platform.HeldAfterCollection = 45 * MB;
        Task<MemoryLease> waiting = bench.Wait(LeaseKind.Native, 20);
        Assert.Equal(1, bench.Books.WaitingRequests);
        bench.Platform.HeldAfterCollection = 1 * MB;

        bench.Clock.Advance(TimeSpan.FromMilliseconds(250));

        (await waiting).Dispose();
        Assert.Equal(2, bench.Platform.Collections);
    }

    [Fact]
    public void Timer_OverTheLineAndNothingHelps_EndsInAClearError()
    {
        using var bench = new GovernorBench();
        bench.Platform.CollectorHolds = bench.Platform.HeldAfterCollection = 50 * MB;
        bench.Show(90, 40);

        bench.Clock.Advance(TimeSpan.FromSeconds(30));

        var error = Assert.Throws<MemoryExhaustedException>(() => bench.Governor.TryLease("x", LeaseKind.Managed, 1, out _, out _));
        Assert.Contains("90 MB are in use, the budget is 64 MB", error.Message, StringComparison.Ordinal);
        Assert.True(bench.Platform.Collections < 30, $"{bench.Platform.Collections} collections in 30 s");
    }

    [Fact]
    public void Timer_HighPressure_DropsCachesOnly()
    {
        using var bench = new GovernorBench();
        var calls = new List<string>();
        using var spill = bench.Governor.Register(new Member("buffer", ReclaimCost.MustWrite, 1, calls));
        using var cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 1, calls));
        bench.Show(50, 45);

        bench.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(["cache"], calls);
    }

    [Fact]
    public void Timer_UnleasedNativeGrowth_IsTrimmed()
    {
        using var bench = new GovernorBench();
        bench.Show(40, 10);

        bench.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, bench.Platform.Trims);
    }

    [Fact]
    public void OnOutOfMemory_DropsTheBallastAndCollects()
    {
        using var bench = new GovernorBench(o => o with { BallastBytes = 1 << 20 });
        var calls = new List<string>();
        using var cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 1, calls));

        bench.Show(42, 38);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(bench.Governor.HasBallast);

        bench.Governor.OnOutOfMemory();

        Assert.Equal(["cache"], calls);
        Assert.Equal(1, bench.Platform.Collections);
        Assert.False(bench.Governor.HasBallast);
    }

    [Fact]
    public void Register_Disposed_IsAskedNoMore()
    {
        using var bench = new GovernorBench();
        var calls = new List<string>();
        IDisposable cache = bench.Governor.Register(new Member("cache", ReclaimCost.JustDrop, 1, calls));
        cache.Dispose();
        cache.Dispose();

        bench.Governor.OnOutOfMemory();

        Assert.Empty(calls);
    }

    private sealed class Member(string name, ReclaimCost cost, long bytes, List<string> calls) : IReclaimable
    {
        public string Name => name;

        public ReclaimCost Cost => cost;

        public long ReclaimableBytes => bytes;

        public Action OnReclaim { get; init; } = static () => { };

        public long Reclaim(long bytesWanted, CancellationToken cancellationToken)
        {
            calls.Add(name);
            OnReclaim();
            return 1;
        }
    }
}
