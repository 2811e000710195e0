namespace Plimsoll.Memory.Tests.Governing;

public sealed class GcSpiralGuardTests
{
    [Fact]
    public void Add_PausesTakeMoreThanHalf_HalvesThenGivesUp()
    {
        var guard = new GcSpiralGuard(4, 0.5);
        Play(guard, windows: 1, pauseShare: 0.8);
        Assert.Equal(2, guard.Concurrency);
        Play(guard, windows: 1, pauseShare: 0.8, from: 1);
        Assert.Equal(1, guard.Concurrency);
        Assert.False(guard.IsHopeless);

        Play(guard, windows: 3, pauseShare: 0.8, from: 2);

        Assert.True(guard.IsHopeless);
        Assert.Equal(0.8, guard.PauseShare, 3);
    }

    [Fact]
    public void Add_GoodWindows_BringWorkersBack()
    {
        var guard = new GcSpiralGuard(4, 0.5);
        Play(guard, 2, 0.9);
        Play(guard, 3, 0.1, from: 2);

        Assert.Equal(4, guard.Concurrency);
        Assert.False(guard.IsHopeless);
    }

    [Fact]
    public void Add_ProcessThatDoesNotRun_IsNotAccused()
    {
        var guard = new GcSpiralGuard(2, 0.5);
        guard.Add(default, TimeSpan.Zero);

        for (int i = 1; i < 100; i++) Assert.False(guard.Add(new PauseReading(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(i)), TimeSpan.FromSeconds(i)));

        Assert.Equal(2, guard.Concurrency);
    }

    [Fact]
    public void Governor_CollectorTakesAllTime_RefusesWithAClearError()
    {
        using var bench = new GovernorBench();
        bench.Governor.Observe();
        for (int i = 1; i <= 5; i++)
        {
            bench.Platform.Pauses = new PauseReading(TimeSpan.FromSeconds(2 * i), TimeSpan.FromSeconds(0.9 * i));
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, bench.Governor.AdvisedConcurrency);
        var error = Assert.Throws<MemoryExhaustedException>(() => bench.Governor.TryLease("x", LeaseKind.Managed, 1, out _, out _));
        Assert.Contains("at least 96 MB", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Windows of one second of wall time in which all cores work.</summary>
    private static void Play(GcSpiralGuard guard, int windows, double pauseShare, int from = 0)
    {
        if (from == 0) guard.Add(default, TimeSpan.Zero);
        for (int i = 1; i <= windows; i++)
        {
            _pauses = (from + i == 1 ? TimeSpan.Zero : _pauses) + TimeSpan.FromSeconds(pauseShare);
            Assert.True(guard.Add(new PauseReading(TimeSpan.FromSeconds(4 * (from + i)), _pauses), TimeSpan.FromSeconds(from + i)));
        }
    }

    [ThreadStatic]
    private static TimeSpan _pauses;
}
