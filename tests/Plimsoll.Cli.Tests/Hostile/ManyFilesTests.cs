using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A hundred thousand files in one folder, in a kernel group of 96 MB.</summary>
public sealed class ManyFilesTests : IDisposable
{
    private const int Files = 100_000;
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_HundredThousandFilesInOneFolder_StaysInTheGroup()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        Directory.CreateDirectory(_tree.SourceOf("one"));
        for (int i = 0; i < Files; i++) File.WriteAllText(_tree.SourceOf($"one/f{i}.py"), $"def only_{i}(): pass\n");
        using KernelGroupFixture group = KernelGroupFixture.Create(96 << 20);

        Assert.Equal((Files, 0), Index(group));
        Assert.Equal((0, Files), Index(group));
        Assert.Equal(0, group.OomKills);

        // Every name is a word of its own, so a file that was lost would be a query without a result.
        int[] asked = [.. Enumerable.Range(0, 500).Select(n => n * 199), Files - 1];
        File.WriteAllLines(_tree.PathOf("queries"), asked.Select(i => $"only_{i}"));
        ProcessResult found = _tree.Search("--batch", _tree.PathOf("queries"), "--mode", "lexical", "-k", "1");
        string[] answers = found.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(asked.Length, answers.Length);
        for (int i = 0; i < asked.Length; i++) Assert.Contains($"\"path\":\"one/f{asked[i]}.py\"", answers[i], StringComparison.Ordinal);
    }

    private (long Added, long Unchanged) Index(KernelGroupFixture group)
    {
        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--json");
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        return (json.RootElement.GetProperty("added").GetInt64(), json.RootElement.GetProperty("unchanged").GetInt64());
    }
}
