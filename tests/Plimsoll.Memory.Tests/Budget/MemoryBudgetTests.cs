using Plimsoll.Memory.Tests.Probing;

namespace Plimsoll.Memory.Tests.Budget;

public sealed class MemoryBudgetTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly FakeKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Resolve_AllGiven_TakesTheOption()
    {
        using MemoryProbe probe = InGroup(200);
        MemoryBudget budget = MemoryBudget.Resolve("96MB", _ => "64MB", probe, MemoryProfile.Balanced);
        Assert.Equal(new MemoryBudget(96 * Megabyte, MemoryBudgetSource.Option, "--memory=96MB"), budget);
    }

    [Fact]
    public void Resolve_NoOption_TakesTheVariable()
    {
        using MemoryProbe probe = InGroup(200);
        string? asked = null;
        MemoryBudget budget = MemoryBudget.Resolve(" ", name => { asked = name; return "64MB"; }, probe, MemoryProfile.Balanced);
        Assert.Equal(new MemoryBudget(64 * Megabyte, MemoryBudgetSource.Environment, "PLIMSOLL_MEMORY=64MB"), budget);
        Assert.Equal("PLIMSOLL_MEMORY", asked);
    }

    [Fact]
    public void Resolve_OnlyAGroup_TakesItsLimit()
    {
        using MemoryProbe probe = InGroup(200);
        MemoryBudget budget = MemoryBudget.Resolve(null, _ => "", probe, MemoryProfile.Balanced);
        Assert.Equal(200 * Megabyte, budget.Bytes);
        Assert.Equal(MemoryBudgetSource.KernelGroup, budget.Source);
        Assert.Contains("cg/memory/a", budget.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_GroupLimitAbovePhysicalMemory_IsBoundByTheMachine()
    {
        using MemoryProbe probe = InGroup(1 << 20);
        Assert.Equal(8L << 30, MemoryBudget.Resolve(null, _ => null, probe, MemoryProfile.Balanced).Bytes);
    }

    [Fact]
    public void Resolve_Nothing_TakesTheProfilesShare()
    {
        using MemoryProbe probe = InGroup(null);
        MemoryBudget budget = MemoryBudget.Resolve(null, _ => null, probe, MemoryProfile.Conservative);
        Assert.Equal(2L << 30, budget.Bytes);
        Assert.Equal(MemoryBudgetSource.Profile, budget.Source);
        Assert.Equal("2 GB (25 % of 8 GB physical memory (profile conservative))", budget.ToString());
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(null, 4096)]
    public void Resolve_Percentage_IsAShareOfTheGroupElseOfTheMachine(int? limit, long expected)
    {
        using MemoryProbe probe = InGroup(limit);
        Assert.Equal(expected * Megabyte, MemoryBudget.Resolve("50%", _ => null, probe, MemoryProfile.Balanced).Bytes);
    }

    [Theory]
    [InlineData("lots", null, "--memory: found 'lots'")]
    [InlineData(null, "lots", "PLIMSOLL_MEMORY: found 'lots'")]
    public void Resolve_BadText_NamesWhereItCameFrom(string? option, string? variable, string start)
    {
        using MemoryProbe probe = InGroup(200);
        var fault = Assert.Throws<FormatException>(() => MemoryBudget.Resolve(option, _ => variable, probe, MemoryProfile.Balanced));
        Assert.StartsWith(start, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NoReader_AsksTheProcessEnvironment()
    {
        using MemoryProbe probe = InGroup(200);
        string? own = Environment.GetEnvironmentVariable(MemoryBudget.VariableName);
        Assert.SkipWhen(own is not null, "PLIMSOLL_MEMORY is set for this test run");
        Assert.Equal(MemoryBudgetSource.KernelGroup, MemoryBudget.Resolve(null, null, probe, MemoryProfile.Balanced).Source);
    }

    [Fact]
    public void TryParse_GoodAndBad_SaysWhich()
    {
        Assert.True(MemoryBudget.TryParse("1k", 0, out MemoryBudget budget));
        Assert.Equal(MemoryBudget.Parse("1k"), budget);
        Assert.False(MemoryBudget.TryParse("x", 0, out _));
        Assert.False(MemoryBudget.TryParse(null, 0, out _));
    }

    [Fact]
    public void FromBytes_NotPositive_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MemoryBudget.FromBytes(0));
        Assert.Equal(MemoryBudgetSource.Option, MemoryBudget.FromBytes(5).Source);
    }

    private MemoryProbe InGroup(int? limitMegabytes)
    {
        _kernel.Write("proc/self/cgroup", "4:memory:/a\n");
        _kernel.Mount(_kernel.MemoryMount("/", "cg/memory"));
        _kernel.Version1("cg/memory/a", limitMegabytes * Megabyte);
        return new MemoryProbe(_kernel.Options);
    }
}
