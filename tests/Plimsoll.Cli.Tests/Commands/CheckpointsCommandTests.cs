using System.Text.Json;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class CheckpointsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly CliRunner _cli;

    public CheckpointsCommandTests() => _cli = new CliRunner(_folder.Root) { Time = _clock };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_NothingSaved_SaysSo()
    {
        CliResult result = _cli.Run("checkpoints");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("nothing is saved in", result.Error, StringComparison.Ordinal);
        Assert.Equal("{\"index\":null,\"checkpoints\":[]}\n", _cli.Run("checkpoints", "--json").Out);
    }

    [Fact]
    public void List_IndexAndJobs_ShowsHowFarTheyAre()
    {
        _folder.Write("a.py", "def f():\n    pass\n");
        _cli.Run("index", "-q");
        Save();
        _folder.Write(".plimsoll/checkpoints/torn.checkpoint", "torn");

        string text = _cli.Run("checkpoints").Out;
        Assert.StartsWith("index  complete  1 files in 1 segments  saved ", text, StringComparison.Ordinal);
        Assert.Contains("\naudit  42 items  3 B  saved 2026-01-01 00:00:00  ", text, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(_cli.Run("checkpoints", "list", "--json").Out);
        Assert.True(json.RootElement.GetProperty("index").GetProperty("complete").GetBoolean());
        JsonElement saved = json.RootElement.GetProperty("checkpoints");
        Assert.Equal(2, saved.GetArrayLength());
        Assert.Equal("found", saved[0].GetProperty("state").GetString());
        Assert.Equal(42, saved[0].GetProperty("items_done").GetInt64());
        Assert.NotEqual("found", saved[1].GetProperty("state").GetString(), StringComparer.Ordinal);
    }

    [Fact]
    public void Clear_OlderThan_LeavesTheNewOnes()
    {
        Save();
        _clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal("{\"cleared\":0}\n", _cli.Run("checkpoints", "clear", "--older-than", "7", "--json").Out);
        Assert.Contains("1 cleared", _cli.Run("checkpoints", "clear").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Path_IsTheRoot()
    {
        Save();
        CliRunner cli = new("/") { Time = _clock };

        Assert.StartsWith("audit  42 items", cli.Run("checkpoints", _folder.Root).Out, StringComparison.Ordinal);
        Assert.StartsWith("audit  42 items", cli.Run("checkpoints", "list", _folder.Root).Out, StringComparison.Ordinal);
        Assert.Equal("{\"cleared\":1}\n", cli.Run("checkpoints", "clear", _folder.Root, "--json").Out);
    }

    [Theory]
    [InlineData("checkpoints does not know 'claer', and it is no folder; did you mean clear?", "claer")]
    [InlineData("checkpoints does not know '.'", ".", ".")]
    [InlineData("--older-than goes with clear", "list", "--older-than", "3")]
    public void Run_WrongCommandLine_IsAUsageError(string message, params string[] words)
    {
        CliResult result = _cli.Run(["checkpoints", .. words]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private void Save() => new CheckpointStore(_folder.PathOf(".plimsoll/checkpoints"), _clock).Save("audit", [1, 2, 3, 4], 1, 42, "abc"u8);
}
