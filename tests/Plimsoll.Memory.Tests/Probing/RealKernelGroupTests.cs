using System.Globalization;
using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Probing;

/// <summary>The same promises in groups of the running kernel; this process itself stays where it is, so another process's membership is read.</summary>
public sealed class RealKernelGroupTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Recheck_RealLimitChangedAndProcessMoved_IsSeen()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using var first = KernelGroupFixture.Create(64 * Megabyte);
        using var second = KernelGroupFixture.Create(32 * Megabyte);
        using RunningProcess sleeper = first.Start("/bin/sleep", ["600"]);
        while (!IsMember(first, sleeper.Id) && !sleeper.HasExited)
            Thread.Yield();
        using var proc = new TempFolder();
        Directory.CreateSymbolicLink(proc.PathOf("self"), $"/proc/{sleeper.Id.ToString(CultureInfo.InvariantCulture)}");

        using var probe = new MemoryProbe(new MemoryProbeOptions { ProcRoot = proc.Root });
        Assert.Equal(first.Folder, probe.Group.LimitPath);
        Assert.Equal(64 * Megabyte, probe.Sample().GroupLimitBytes);

        first.ChangeLimit(48 * Megabyte);
        Assert.Equal(48 * Megabyte, probe.Sample().GroupLimitBytes);

        File.WriteAllText(Path.Combine(second.Folder, "cgroup.procs"), sleeper.Id.ToString(CultureInfo.InvariantCulture));
        Assert.True(probe.Recheck());
        Assert.Equal(second.Folder, probe.Group.LimitPath);
        Assert.Equal(32 * Megabyte, probe.Sample().GroupLimitBytes);
    }

    [Fact]
    public void Sample_RealGroupRemoved_DoesNotThrow()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        using var proc = new TempFolder();
        MemoryProbe probe;
        using (var group = KernelGroupFixture.Create(64 * Megabyte))
        {
            using RunningProcess sleeper = group.Start("/bin/sleep", ["600"]);
            while (!IsMember(group, sleeper.Id) && !sleeper.HasExited)
                Thread.Yield();
            Directory.CreateSymbolicLink(proc.PathOf("self"), $"/proc/{sleeper.Id.ToString(CultureInfo.InvariantCulture)}");
            probe = new MemoryProbe(new MemoryProbeOptions { ProcRoot = proc.Root });
            Assert.True(probe.Sample().HasGroupLimit);
            sleeper.Kill();
            sleeper.Wait();
        }

        using (probe)
            Assert.False(probe.Sample().HasGroupLimit);
    }

    private static bool IsMember(KernelGroupFixture group, int id) =>
        File.ReadLines(Path.Combine(group.Folder, "cgroup.procs")).Contains(id.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
