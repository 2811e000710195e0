using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>The file of a token that was made for one server goes with it, however it ends.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public TokenFileTests()
    {
        _folder.Write("tree/a.py", "def f():\n    return 1\n");
        Directory.CreateDirectory(_folder.PathOf("run"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("timeout -s TERM 2")]
    [InlineData("timeout -s INT 2")]
    public void Serve_EndedBySignalsOfTimeout_LeavesNoTokenFile(string timeout)
    {
        ProcessResult result = Serve($"exec {timeout} {Line}");

        Assert.Contains("\"token_file\":", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("stopping: answers under way are finished", result.StandardError, StringComparison.Ordinal);
        Assert.Empty(Tokens());
    }

    [Fact]
    public void Serve_ASecondSignalAtOnce_LeavesNoTokenFile()
    {
        ProcessResult result = Serve($"{Line} & p=$!; sleep 2; kill -TERM $p; sleep 0.15; kill -TERM $p; wait $p");

        Assert.Contains("\"token_file\":", result.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(Tokens());
    }

    [Fact]
    public void Serve_AfterAKill_SweepsTheFileOfTheDeadOneOnly()
    {
        ProcessResult killed = Serve($"{Line} & p=$!; sleep 2; kill -9 $p; wait $p");
        string left = Assert.Single(Tokens());
        string living = _folder.PathOf($"run/plimsoll-serve-{Environment.ProcessId}-0011223344556677.token");
        File.WriteAllText(living, "x");

        Serve($"exec timeout 2 {Line}");

        Assert.Equal(left, (string?)JsonNode.Parse(killed.StandardOutput)!["token_file"]);
        Assert.Equal([living], Tokens());
    }

    [Fact]
    public void Serve_NoIndexYet_SaysSoAtItsStart() =>
        Assert.Contains($"{_folder.PathOf("tree")} has no index yet; POST /api/index", Serve($"exec timeout 2 {Line}").StandardError, StringComparison.Ordinal);

    [Theory]
    [InlineData("dangling", ExitCode.BadData, "is a symbolic link to")]
    [InlineData("none/token", ExitCode.NoInput, "its folder is not there")]
    public void Serve_TokenFileThatCannotBeMade_IsSaidInWords(string name, int code, string message)
    {
        File.CreateSymbolicLink(_folder.PathOf("dangling"), _folder.PathOf("nothing"));

        CliResult refused = new CliRunner(_folder.Root).Run("serve", "tree", "--port", "0", "--token-file", name);

        Assert.Equal(code, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    private string Line => $"dotnet '{ProcessRunner.ToolPath("plimsoll")}' serve '{_folder.PathOf("tree")}' --port 0 --json";

    private string[] Tokens() => Directory.GetFiles(_folder.PathOf("run"), "*.token");

    private ProcessResult Serve(string script) =>
        ProcessRunner.Run("env", ["-u", "PLIMSOLL_TOKEN", $"HOME={_folder.Root}", $"XDG_RUNTIME_DIR={_folder.PathOf("run")}", "bash", "-c", script]);
}
