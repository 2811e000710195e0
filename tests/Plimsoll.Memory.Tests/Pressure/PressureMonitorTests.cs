using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Pressure;

public sealed class PressureMonitorTests
{
    private const long BudgetBytes = 1_000_000;
    private readonly FakeClock _clock = new();
    private readonly FakePressure _use = new(BudgetBytes);

    [Fact]
    public void Poll_Rising_IsImmediateAndRaisesOneEventForEachChange()
    {
        using PressureMonitor monitor = Make();
        var seen = new List<PressureChangedEventArgs>();
        monitor.Changed += (_, change) => seen.Add(change);

        _use.Play([0.1, 0.65, 0.66, 0.95], _ => monitor.Poll());

        Assert.Equal([MemoryPressure.Moderate, MemoryPressure.Critical], seen.Select(change => change.Current));
        Assert.Equal([MemoryPressure.Low, MemoryPressure.Moderate], seen.Select(change => change.Previous));
        Assert.Equal(950_000, seen[1].UsedBytes);
        Assert.Equal(BudgetBytes, seen[1].BudgetBytes);
        Assert.Equal(950_000, monitor.PeakBytes);
        Assert.Equal(950_000, monitor.LastSample.AnonBytes);
        Assert.Equal(MemoryPressure.Critical, monitor.Current);
    }

    [Fact]
    public void Poll_Falling_WaitsForTheDwell()
    {
        using PressureMonitor monitor = Make();
        _use.Share = 0.8;
        monitor.Poll();
        _use.Share = 0.1;

        Assert.Equal(MemoryPressure.High, monitor.Poll());
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(MemoryPressure.High, monitor.Poll());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(MemoryPressure.Low, monitor.Poll());
    }

    [Fact]
    public void Poll_FallBrokenByAPeak_StartsTheDwellAnew()
    {
        using PressureMonitor monitor = Make();
        foreach (double share in new[] { 0.8, 0.1, 0.8 })
        {
            _use.Share = share;
            monitor.Poll();
            _clock.Advance(TimeSpan.FromMilliseconds(600));
        }

        _use.Share = 0.1;
        Assert.Equal(MemoryPressure.High, monitor.Poll());
    }

    /// <summary>The promise: noise of ±1 % of the budget around any line makes no flapping, whatever its rhythm. The control has no margin and no dwell.</summary>
    [Fact]
    public void Poll_NoiseOfOnePercentAroundALine_ChangesAtMostOnce()
    {
        int controlChanges = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            PressureThresholds lines = PressureThresholds.Presets[random.Next(2)];
            double line = new[] { lines.Moderate, lines.High, lines.Critical }[random.Next(3)];
            TimeSpan dwell = TimeSpan.FromMilliseconds(random.Next(0, 3000));
            var gauge = new PressureGauge(lines, BudgetBytes, dwell, _clock);
            gauge.Observe((long)((line - 0.02) * BudgetBytes));
            MemoryPressure last = gauge.Current;
            MemoryPressure control = last;
            int changes = 0;
            for (int step = 0; step < 500; step++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 2000)));
                long used = (long)((line + ((random.NextDouble() - 0.5) * 0.02)) * BudgetBytes);
                changes += gauge.Observe(used) == last ? 0 : 1;
                last = gauge.Current;
                MemoryPressure bare = lines.Classify(used, BudgetBytes);
                controlChanges += bare == control ? 0 : 1;
                control = bare;
            }

            Assert.InRange(changes, 0, 1);
        }

        Assert.True(controlChanges > 10_000, $"the control flapped only {controlChanges} times, so the test shows nothing");
    }

    [Fact]
    public async Task WatchAsync_Changes_GivesTheLevelNowAndTheNewest()
    {
        using PressureMonitor monitor = Make();
        await using IAsyncEnumerator<MemoryPressure> levels = monitor.WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();

        Assert.True(await levels.MoveNextAsync());
        Assert.Equal(MemoryPressure.Low, levels.Current);
        _use.Play([0.65, 0.8, 0.95], _ => monitor.Poll());
        Assert.True(await levels.MoveNextAsync());
        Assert.Equal(MemoryPressure.Critical, levels.Current);

        monitor.Dispose();
        Assert.False(await levels.MoveNextAsync());
    }

    [Fact]
    public async Task WatchAsync_AfterDispose_GivesTheLastLevelAndEnds()
    {
        PressureMonitor monitor = Make();
        monitor.Dispose();
        monitor.Dispose();
        var levels = new List<MemoryPressure>();
        await foreach (MemoryPressure level in monitor.WatchAsync(TestContext.Current.CancellationToken))
            levels.Add(level);

        Assert.Equal([MemoryPressure.Low], levels);
        Assert.Throws<ObjectDisposedException>(monitor.Start);
    }

    [Fact]
    public async Task Start_OwnThread_SeesAChange()
    {
        using var probe = new MemoryProbe();
        using var monitor = new PressureMonitor(probe, MemoryBudget.FromBytes(1 << 20));
        monitor.Start();
        monitor.Start();

        // This process holds far more than a megabyte, so the thread's first poll must find the line overrun.
        await foreach (MemoryPressure level in monitor.WatchAsync(TestContext.Current.CancellationToken))
        {
            if (level == MemoryPressure.Critical)
                break;
        }

        Assert.True(monitor.PeakBytes > 1 << 20);
    }

    [Fact]
    public void Dispose_FromAHandlerOnTheOwnThread_EndsTheThread()
    {
        using var done = new ManualResetEventSlim();
        var monitor = new PressureMonitor(() => new MemorySample { AnonBytes = BudgetBytes }, MemoryBudget.FromBytes(BudgetBytes), MemoryProfile.Balanced, _clock);
        monitor.Changed += (_, _) =>
        {
            monitor.Dispose();
            done.Set();
        };
        monitor.Start();
        Assert.True(done.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Poll_NothingChanges_AllocatesNothing()
    {
        using PressureMonitor monitor = Make();
        for (int warm = 0; warm < 100; warm++)
            monitor.Poll();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            monitor.Poll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private PressureMonitor Make() =>
        new(() => new MemorySample { AnonBytes = _use.Read(), GroupLimitBytes = long.MaxValue }, MemoryBudget.FromBytes(BudgetBytes), MemoryProfile.Balanced, _clock);
}
