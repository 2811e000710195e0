using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Fixtures;

public sealed class KernelGroupFixtureTests
{
    private const string FillShell = "x=$(head -c \"$1\" /dev/zero | tr '\\0' a); echo ${#x}";

    [Fact]
    public void Run_CommandWithinLimit_EndsAndIsCounted()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using var group = KernelGroupFixture.Create(64 << 20);
        var result = group.Run("/bin/sh", ["-c", FillShell, "fill", "4000000"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("4000000", result.StandardOutput.Trim());
        Assert.InRange(group.PeakBytes, 4_000_000, 64 << 20);
        Assert.InRange(group.AnonPeakBytes, 0, 64 << 20);
        Assert.Equal(0, group.OomKills);
    }

    [Fact]
    public void Run_CommandAboveLimit_IsKilledByTheKernel()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using var group = KernelGroupFixture.Create(16 << 20);
        var result = group.Run("/bin/sh", ["-c", FillShell, "fill", "60000000"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.True(group.OomKills > 0, result.ToString());
        Assert.True(group.FailCount > 0);
    }

    [Fact]
    public void Dispose_ProcessStillRunning_KillsItAndRemovesTheGroup()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        string folder;
        RunningProcess sleeper;
        using (var group = KernelGroupFixture.Create(32 << 20))
        {
            folder = group.Folder;
            sleeper = group.Start("/bin/sleep", ["600"]);
            while (!File.ReadLines(Path.Combine(folder, "cgroup.procs")).Any() && !sleeper.HasExited) Thread.Yield();
        }

        using (sleeper)
        {
            Assert.Equal(137, sleeper.Wait().ExitCode);
            Assert.False(Directory.Exists(folder));
        }
    }

    [Fact]
    public void ChangeLimit_UnderWay_IsTakenOver()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using var group = KernelGroupFixture.Create(32 << 20);
        group.ChangeLimit(64 << 20);
        group.ChangeLimit(16 << 20);
        Assert.InRange(group.UsageBytes, 0, 16 << 20);
    }
}
