using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>One line of a gigabyte, in a kernel group of 96 MB.</summary>
public sealed class HugeFileTests : IDisposable
{
    private const long GroupBytes = 96L << 20;
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_GigabyteInOneLine_IsSkippedAndNeverLoaded()
    {
        using KernelGroupFixture group = Group(GroupBytes);
        _tree.WriteMany(3);
        using (FileStream file = File.Create(_tree.SourceOf("zeros.js"))) file.SetLength(1L << 30);

        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--json");

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(1, json.RootElement.GetProperty("skipped").GetProperty("too_large").GetInt64());
        Assert.Equal(0, group.OomKills);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('\0')]
    public void Index_LongLineThatMayBeRead_IsReadWithinTheGroup(char filler)
    {
        using KernelGroupFixture group = Group(GroupBytes);
        _tree.WriteMany(3);
        byte[] part = new byte[1 << 20];
        part.AsSpan().Fill((byte)filler);
        using (FileStream file = File.Create(_tree.SourceOf("line.txt")))
        {
            for (int i = 0; i < 6; i++) file.Write(part);
        }

        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--max-file-size", "6MB", "--json");

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(0, group.OomKills);
        Assert.InRange(json.RootElement.GetProperty("bytes_read").GetInt64(), 6 << 20, 7 << 20);
    }

    [Fact]
    public void Index_GigabyteThatTheBudgetCannotRead_NamesABudgetAndKillsNothing()
    {
        using KernelGroupFixture group = Group(GroupBytes);
        _tree.WriteMany(3);

        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--max-file-size", "1GB");

        Assert.True(result.ExitCode == ExitCode.BudgetTooSmall, result.ToString());
        Assert.Contains("--max-file-size", result.StandardError, StringComparison.Ordinal);
        Match named = Regex.Match(result.StandardError, @"--memory (\d+)MB");
        Assert.True(named.Success, result.StandardError);
        Assert.InRange(int.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture), 1024, 16 * 1024);
        Assert.Equal(0, group.OomKills);
    }

    [Fact]
    public void Index_NamedBudgetForALargeFile_IsEnough()
    {
        _tree.WriteMany(1);
        ProcessResult refused = _tree.Index("--max-file-size", "64MB", "--memory", "96MB");
        string named = Regex.Match(refused.StandardError, @"--memory (\d+MB)").Groups[1].Value;

        Assert.Equal(1, _tree.IndexWell("--max-file-size", "64MB", "--memory", named).GetProperty("files").GetInt64());
    }

    [Fact]
    public void Index_LargestFileBeyondWhatCanBeRead_IsAUsageError()
    {
        _tree.WriteMany(1);

        ProcessResult result = _tree.Index("--max-file-size", "3GB", "--memory", "64GB");

        Assert.True(result.ExitCode == ExitCode.Usage, result.ToString());
        Assert.Contains("at most 1024 MB", result.StandardError, StringComparison.Ordinal);
    }

    private static KernelGroupFixture Group(long bytes)
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        return KernelGroupFixture.Create(bytes);
    }
}
