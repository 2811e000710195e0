namespace Plimsoll.Memory.Tests.Probing;

public sealed class KernelGroupTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly FakeKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Group_Version1WithSmallerAncestor_TakesTheAncestorsLimitAndFigures()
    {
        _kernel.Write("proc/self/cgroup", "8:pids:/\n4:memory:/a/b\n0::/\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory", limit: null);
        _kernel.Version1("cg/memory/a", 100 * Megabyte, usage: 60 * Megabyte, inactive: 10 * Megabyte, failcnt: 7);
        _kernel.Version1("cg/memory/a/b", 200 * Megabyte, usage: 1);

        using var probe = new MemoryProbe(_kernel.Options);
        MemorySample sample = probe.Sample();

        Assert.Equal(KernelGroupKind.Version1, probe.Group.Kind);
        Assert.Equal(_kernel.PathOf("cg/memory/a/b"), probe.Group.Path);
        Assert.Equal(_kernel.PathOf("cg/memory/a"), probe.Group.LimitPath);
        Assert.Equal(100 * Megabyte, sample.GroupLimitBytes);
        Assert.Equal(50 * Megabyte, sample.DecisionBytes);
        Assert.Equal(77, sample.GroupActiveFileBytes);
        Assert.Equal(7, sample.GroupLimitHits);
        Assert.Equal(2, probe.GroupKills);
        Assert.Empty(probe.Group.Faults);
    }

    [Fact]
    public void Group_Version2_ReadsMaxCurrentAndEvents()
    {
        _kernel.Write("proc/self/cgroup", "0::/x/y\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg"));
        _kernel.Version2("cg/x", limit: null);
        _kernel.Version2("cg/x/y", 64 * Megabyte, usage: 40 * Megabyte, inactive: 8 * Megabyte, hits: 5);

        using var probe = new MemoryProbe(_kernel.Options);
        MemorySample sample = probe.Sample();

        Assert.Equal(KernelGroupKind.Version2, probe.Group.Kind);
        Assert.Equal(64 * Megabyte, sample.GroupLimitBytes);
        Assert.Equal(32 * Megabyte, sample.DecisionBytes);
        Assert.Equal(88, sample.GroupActiveFileBytes);
        Assert.Equal(5, sample.GroupLimitHits);
        Assert.Equal(3, probe.GroupKills);
        Assert.Empty(probe.Group.Faults);
    }

    [Fact]
    public void Group_Hybrid_TakesVersion1BecauseItHasTheController()
    {
        _kernel.Write("proc/self/cgroup", "4:cpu,memory:/a\n0::/u\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg/unified"), _kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory/a", 10 * Megabyte);
        _kernel.Version2("cg/unified/u", 5 * Megabyte);

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.Equal(KernelGroupKind.Hybrid, probe.Group.Kind);
        Assert.Equal(10 * Megabyte, probe.Group.LimitBytes);
    }

    [Fact]
    public void Group_NoneMounted_DecidesOnAnonAndSharedMemory()
    {
        _kernel.Write("proc/self/cgroup", "8:pids:/\n");
        _kernel.Mount("22 1 0:5 / /proc rw - proc proc rw", "broken line", "1 2 - x");

        using var probe = new MemoryProbe(_kernel.Options);
        MemorySample sample = probe.Sample();

        Assert.Equal(KernelGroupKind.None, probe.Group.Kind);
        Assert.False(probe.Group.HasLimit);
        Assert.False(sample.HasGroupLimit);
        Assert.Equal(2000 * 4096, sample.AnonBytes);
        Assert.Equal(1000 << 10, sample.ShmemBytes);
        Assert.Equal((2000 * 4096) + (1000 << 10), sample.DecisionBytes);
        Assert.Equal(-1, probe.GroupKills);
        Assert.Contains(probe.DescribeWeaknesses(), text => text.Contains("no kernel memory group", StringComparison.Ordinal));
    }

    [Fact]
    public void Group_MountBelowTheHierarchysRoot_TakesTheMountsRootOffThePath()
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/docker/abc/inner\n");
        _kernel.Mount(_kernel.MemoryMount("/docker/abc", "cg/memory"));
        _kernel.Version1("cg/memory", 30 * Megabyte);
        _kernel.Version1("cg/memory/inner", 40 * Megabyte);

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.Equal(_kernel.PathOf("cg/memory/inner"), probe.Group.Path);
        Assert.Equal(30 * Megabyte, probe.Group.LimitBytes);
    }

    [Theory]
    [InlineData("/docker/abc", "/docker/abc")]
    [InlineData("/docker/abc", "/elsewhere")]
    [InlineData("/", "/../sibling")]
    public void Group_PathIsTheMountOrOutsideOfIt_UsesTheMountsOwnLimit(string root, string path)
    {
        _kernel.Write("proc/self/cgroup", $"4:memory:{path}\n");
        _kernel.Mount(_kernel.MemoryMount(root, "cg/memory"));
        _kernel.Version1("cg/memory", 30 * Megabyte);

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.Equal(30 * Megabyte, probe.Group.LimitBytes);
        Assert.Equal(path != root, probe.Group.Faults.Count > 0);
    }

    [Fact]
    public void Group_MountPointWithBlank_IsUnescaped()
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/\n");
        _kernel.Mount(_kernel.MemoryMount("/", @"c\040gé"));
        _kernel.Version1("c gé", 30 * Megabyte);

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.Equal(30 * Megabyte, probe.Group.LimitBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Group_MountTableMissing_GuessesTheUsualPlaces(bool isVersion1)
    {
        _kernel.Write("proc/self/cgroup", isVersion1 ? "4:memory:/\n" : "0::/\n");
        if (isVersion1)
            _kernel.Version1("cg/memory", 30 * Megabyte);
        else
            _kernel.Version2("cg", 30 * Megabyte);
        _kernel.Write(isVersion1 ? "cg/memory/x" : "cg/cgroup.controllers", "memory\n");

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.Equal(30 * Megabyte, probe.Group.LimitBytes);
        Assert.Contains(probe.Group.Faults, text => text.Contains("mountinfo", StringComparison.Ordinal));
    }

    [Fact]
    public void Group_FilesMissing_ReportsEachAndDecidesOnOwnBytes()
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/a/gone\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Write("cg/memory/a/memory.limit_in_bytes", $"{Megabyte}\n");

        using var probe = new MemoryProbe(_kernel.Options);
        MemorySample sample = probe.Sample();

        Assert.False(sample.HasGroupLimit);
        Assert.Equal(sample.OwnBytes, sample.DecisionBytes);
        Assert.Contains(probe.Group.Faults, text => text.Contains("gone", StringComparison.Ordinal));
        Assert.Contains(probe.Group.Faults, text => text.Contains("memory.usage_in_bytes", StringComparison.Ordinal));
        Assert.True(probe.DescribeWeaknesses().Count >= 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\n")]
    public void Group_LimitIsNotANumber_IsNoLimit(string text)
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory", 30 * Megabyte);
        _kernel.Write("cg/memory/memory.limit_in_bytes", text);

        using var probe = new MemoryProbe(_kernel.Options);

        Assert.False(probe.Group.HasLimit);
        Assert.Contains(probe.DescribeWeaknesses(), weakness => weakness.Contains("no limit", StringComparison.Ordinal));
    }

    [Fact]
    public void Sample_LimitChangedUnderUs_SeesItAtOnce()
    {
        _kernel.Write("proc/self/cgroup", "0::/x\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg"));
        _kernel.Version2("cg/x", 64 * Megabyte, usage: 40 * Megabyte);
        using var probe = new MemoryProbe(_kernel.Options);

        _kernel.Write("cg/x/memory.max", $"{48 * Megabyte}\n");
        Assert.Equal(48 * Megabyte, probe.Sample().GroupLimitBytes);
        Assert.Equal(48 * Megabyte, probe.Group.LimitBytes);

        _kernel.Write("cg/x/memory.max", "max\n");
        Assert.False(probe.Sample().HasGroupLimit);
        Assert.False(probe.Group.HasLimit);
    }

    [Fact]
    public void Sample_AncestorGetsALimit_IsSeenAfterTheRecheckPeriod()
    {
        _kernel.Write("proc/self/cgroup", "0::/x/y\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg"));
        _kernel.Version2("cg/x", limit: null, usage: 50 * Megabyte);
        _kernel.Version2("cg/x/y", 64 * Megabyte, usage: 40 * Megabyte);
        using var probe = new MemoryProbe(_kernel.Options);

        _kernel.Write("cg/x/memory.max", $"{60 * Megabyte}\n");
        Assert.Equal(64 * Megabyte, probe.Sample().GroupLimitBytes);
        _kernel.Clock.Advance(TimeSpan.FromSeconds(1));
        MemorySample sample = probe.Sample();

        Assert.Equal(60 * Megabyte, sample.GroupLimitBytes);
        Assert.Equal(50 * Megabyte, sample.GroupUsageBytes);
    }

    [Fact]
    public void Recheck_ProcessMoved_ReadsTheNewGroup()
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/a\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory/a", 10 * Megabyte, usage: 1 * Megabyte);
        _kernel.Version1("cg/memory/b", 20 * Megabyte, usage: 2 * Megabyte);
        using var probe = new MemoryProbe(_kernel.Options);
        Assert.False(probe.Recheck());

        _kernel.Write("proc/self/cgroup", "4:memory:/b\n");

        Assert.True(probe.Recheck());
        Assert.Equal(20 * Megabyte, probe.Group.LimitBytes);
        Assert.Equal(2 * Megabyte, probe.Sample().GroupUsageBytes);
    }

    [Fact]
    public void Sample_GroupFileTurnsUnreadable_LooksAgainAndFallsBack()
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/a\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory/a", 10 * Megabyte, usage: 1 * Megabyte);
        using var probe = new MemoryProbe(_kernel.Options);

        _kernel.Write("cg/memory/a/memory.limit_in_bytes", string.Empty);
        MemorySample sample = probe.Sample();

        Assert.False(sample.HasGroupLimit);
        Assert.Equal(sample.OwnBytes, sample.DecisionBytes);
    }
}
