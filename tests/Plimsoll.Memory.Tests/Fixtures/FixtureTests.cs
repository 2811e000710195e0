using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Fixtures;

public sealed class FixtureTests
{
    [Fact]
    public void Advance_PeriodicTimer_FiresAtEachPeriodInOrder()
    {
        var clock = new FakeClock();
        var start = clock.GetUtcNow();
        List<double> fired = [];
        using var timer = clock.CreateTimer(_ => fired.Add((clock.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal([1, 3, 5], fired);
        Assert.Equal(TimeSpan.FromSeconds(6), clock.GetElapsedTime(start.UtcTicks));
    }

    [Fact]
    public async Task Delay_OnFakeClock_EndsWhenAdvanced()
    {
        var clock = new FakeClock();
        var delay = Task.Delay(TimeSpan.FromHours(1), clock, TestContext.Current.CancellationToken);
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));
        await delay;
        Assert.Equal(0, clock.ActiveTimers);
    }

    [Fact]
    public void LeakFailingPool_LeakOrDoubleReturn_Fails()
    {
        var pool = new LeakFailingPool();
        byte[] one = pool.Rent(10);
        Assert.True(one.Length > 10);
        Assert.Throws<InvalidOperationException>(pool.Dispose);
        pool.Return(one);
        Assert.Throws<InvalidOperationException>(() => pool.Return(one));
        Assert.Throws<InvalidOperationException>(() => pool.Return(new byte[3]));
        pool.Dispose();
    }

    [Fact]
    public void KillAfter_LongCommand_DiesOfSigkill()
    {
        var result = ProcessRunner.KillAfter(TimeSpan.FromMilliseconds(20), "/bin/sleep", ["600"]);
        Assert.Equal(137, result.ExitCode);
        Assert.False(result.TimedOut);
    }

    [Fact]
    public void Run_PastTimeout_IsKilledAndSaysSo()
    {
        var result = ProcessRunner.Run("/bin/sleep", ["600"], new ProcessSetup { Timeout = TimeSpan.FromMilliseconds(20) });
        Assert.True(result.TimedOut);
    }

    [Fact]
    public void Run_InputEnvironmentAndFolder_ReachTheProcess()
    {
        using var folder = new TempFolder();
        var setup = new ProcessSetup
        {
            Input = "given",
            WorkingFolder = folder.Root,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_TEST"] = "seen", ["HOME"] = null },
        };
        var result = ProcessRunner.Run("/bin/sh", ["-c", "cat; echo \" $PLIMSOLL_TEST ${HOME-none}\"; pwd; exit 3"], setup);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal($"given seen none\n{folder.Root}\n", result.StandardOutput);
    }

    [Fact]
    public void SmallDisk_FilledUp_HasNoSpace()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using var disk = SmallDisk.Mount(64 * 1024);
        var full = Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk.Root, "big"), new byte[1 << 20]));
        Assert.Equal(FaultyStream.NoSpace, full.HResult & 0xFFFF);
    }
}
