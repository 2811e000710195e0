using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Probing;

public sealed class MemoryProbeTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly FakeKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Sample_NothingReadable_FallsBackToTheWorkingSetAndSaysSo()
    {
        using var folder = new TempFolder();
        using var probe = new MemoryProbe(new MemoryProbeOptions { ProcRoot = folder.PathOf("none"), GroupRoot = folder.PathOf("none") });

        MemorySample sample = probe.SampleExactly();

        Assert.True(sample.AnonBytes > Megabyte);
        Assert.Equal(sample.ResidentBytes, sample.DecisionBytes);
        Assert.True(probe.PhysicalBytes > Megabyte);
        Assert.False(probe.ReadStall().IsKnown);
        Assert.Contains(probe.DescribeWeaknesses(), text => text.Contains("working set", StringComparison.Ordinal));
    }

    [Fact]
    public void Constructor_MemInfo_GivesPhysicalMemory()
    {
        using var probe = new MemoryProbe(_kernel.Options);
        Assert.Equal(8L << 30, probe.PhysicalBytes);
    }

    [Fact]
    public void SampleExactly_Status_TellsSharedMemoryApart()
    {
        using var probe = new MemoryProbe(_kernel.Options);
        _kernel.Write("proc/self/status", "RssAnon:\t 100 kB\nRssFile:\t 30 kB\nRssShmem:\t 7 kB\n");

        MemorySample exact = probe.SampleExactly();
        MemorySample cheap = probe.Sample();

        Assert.Equal(100 << 10, exact.AnonBytes);
        Assert.Equal(30 << 10, exact.FileBytes);
        Assert.Equal(7 << 10, exact.ShmemBytes);
        Assert.Equal(137 << 10, exact.ResidentBytes);
        Assert.Equal(7 << 10, cheap.ShmemBytes);
        Assert.Equal((1000 * 4096) - (7 << 10), cheap.FileBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Name:\tx\n")]
    public void SampleExactly_StatusWithoutTheSplit_TakesTheCheapReading(string status)
    {
        _kernel.Write("proc/self/status", status);
        using var probe = new MemoryProbe(_kernel.Options);
        Assert.Equal(2000 * 4096, probe.SampleExactly().AnonBytes);
    }

    [Fact]
    public void ReadStall_Version2_PrefersTheGroupsOwn()
    {
        _kernel.Write("proc/self/cgroup", "0::/x\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg"));
        _kernel.Version2("cg/x", 64 * Megabyte);
        _kernel.Write("proc/pressure/memory", "some avg10=1.00 avg60=0.00 avg300=0.00 total=5\n");
        using var probe = new MemoryProbe(_kernel.Options);
        Assert.Equal(new MemoryStall(true, 1, 0, 5), probe.ReadStall());

        _kernel.Write("cg/x/memory.pressure", "some avg10=2.50 avg60=0.00 avg300=0.00 total=123\nfull avg10=1.25 avg60=0.00 avg300=0.00 total=9\n");
        Assert.Equal(new MemoryStall(true, 2.5, 1.25, 123), probe.ReadStall());
    }

    [Fact]
    public void Sample_Disposed_Throws()
    {
        var probe = new MemoryProbe(_kernel.Options);
        probe.Dispose();
        Assert.Throws<ObjectDisposedException>(() => probe.Sample());
        Assert.Throws<ObjectDisposedException>(() => probe.Recheck());
        probe.Dispose();
    }

    [Fact]
    public void Sample_OnThisMachine_AllocatesNothing()
    {
        using var probe = new MemoryProbe(new MemoryProbeOptions { RecheckPeriod = TimeSpan.FromDays(1) });
        for (int warm = 0; warm < 100; warm++)
            probe.Sample();

        long before = GC.GetAllocatedBytesForCurrentThread();
        int collections = GC.CollectionCount(0);
        for (int i = 0; i < 1000; i++)
            probe.Sample();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The runtime's own figures are asked for once after each collection, which other tests of this process may cause.
        long allowed = (GC.CollectionCount(0) - collections) * 1024L;
        Assert.InRange(allocated, 0, allowed);
    }

    [Fact]
    public void Sample_OnThisMachineAfterTouchingMemory_SeesIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells anonymous memory apart");
        using var probe = new MemoryProbe();
        long before = probe.Sample().AnonBytes;

        var block = GC.AllocateUninitializedArray<byte>(64 << 20);
        block.AsSpan().Fill(1);
        long after = probe.Sample().AnonBytes;

        Assert.InRange(after - before, 32 * Megabyte, 160 * Megabyte);
        GC.KeepAlive(block);
    }

    [Theory]
    [InlineData(128, 100, 30, 40, 30)] // The group is nearly empty: this process's own use counts.
    [InlineData(128, 128, 30, 40, 40)] // Budget and limit are the same line: the group's use counts.
    [InlineData(100, 1000, 30, 950, 50)] // Neighbours leave 50 of 1000: half of the budget is as good as used.
    [InlineData(100, 1000, 30, 1010, 110)] // Neighbours leave less than nothing.
    public void UsedOf_GroupWithNeighbours_CountsTheSmallerRoom(long budget, long limit, long own, long group, long expected)
    {
        if (limit < budget)
            limit = 1000;
        var sample = new MemorySample { AnonBytes = own, GroupUsageBytes = group + 5, GroupInactiveFileBytes = 5, GroupLimitBytes = limit, HasGroupLimit = true };
        Assert.Equal(expected, sample.UsedOf(budget));
    }

    [Fact]
    public void UsedOf_NoGroup_IsOwnBytes()
    {
        var sample = new MemorySample { AnonBytes = 30, ShmemBytes = 4, ResidentBytes = 1000, GroupLimitBytes = long.MaxValue };
        Assert.Equal(34, sample.UsedOf(100));
        Assert.Equal(34, sample.DecisionBytes);
    }
}
