using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A budget that is too small is refused with the smallest that would do, and that one really does, in a kernel group of its size.</summary>
public sealed class SmallBudgetTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("8MB")]
    [InlineData("30MB")]
    public void Index_BudgetTooSmall_NamesOneThatWorksInAGroupOfItsSize(string memory)
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        _tree.WriteMany(300);

        ProcessResult refused = _tree.Index("--memory", memory);
        Assert.True(refused.ExitCode == ExitCode.BudgetTooSmall, refused.ToString());
        Match named = Regex.Match(refused.StandardError, @"the smallest that would do is (\d+) MB \(--memory (\d+)MB\)");
        Assert.True(named.Success, refused.StandardError);

        using KernelGroupFixture group = KernelGroupFixture.Create(long.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture) << 20);
        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--memory", named.Groups[2].Value + "MB");

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        Assert.Equal(0, group.OomKills);
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Index_GroupTooSmall_IsRefusedAndNotKilled()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        _tree.WriteMany(3);
        using KernelGroupFixture group = KernelGroupFixture.Create(32 << 20);

        ProcessResult result = _tree.RunIn(group, "index", _tree.Root);

        Assert.True(result.ExitCode == ExitCode.BudgetTooSmall, result.ToString());
        Assert.Equal(0, group.OomKills);
    }
}
