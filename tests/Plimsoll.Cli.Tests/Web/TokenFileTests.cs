using System.Net.Sockets;
using System.Text;
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
    public void Serve_ASecondSignalWhileARequestIsHeld_LeavesNoTokenFile()
    {
        Dictionary<string, string?> environment = new(StringComparer.Ordinal) { ["XDG_RUNTIME_DIR"] = _folder.PathOf("run") };
        using ServeSession session = new(_folder.PathOf("tree"), group: null, environment);
        string token = File.ReadAllText(Assert.Single(Tokens())).Trim();
        using TcpClient held = new(session.Address.Host, session.Address.Port);
        held.GetStream().Write(Encoding.ASCII.GetBytes($"POST /api/search HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{{"));
        using HttpClient client = session.Client(token);
        Assert.True(SpinWait.SpinUntil(() => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)).Result.Contains("plimsoll_requests_at_work 1\n", StringComparison.Ordinal), TimeSpan.FromSeconds(30)));

        session.Signal(Testing.PosixSignal.Terminate);
        using ManualResetEvent never = new(initialState: false);
        never.WaitOne(TimeSpan.FromSeconds(.5)); // two signals at once count as one
        (int code, string errors) = session.Stop();

        Assert.Equal(ExitCode.Terminated, code);
        Assert.Contains("stopping: answers under way are finished", errors, StringComparison.Ordinal);
        Assert.Empty(Tokens());
    }

    [Fact]
    public void Serve_AfterAKill_SweepsTheFileOfTheDeadOneOnly()
    {
        ProcessResult killed = Serve($"{Line} & p=$!; sleep 2; kill -9 $p; wait $p");
        string left = Assert.Single(Tokens());
        string living = _folder.PathOf($"run/plimsoll-serve-{Environment.ProcessId}-0011223344556677.token");
        File.WriteAllText(living, "x");

        // As a server in another container leaves it: its process is not to be seen, but it holds the file.
        string held = _folder.PathOf("run/plimsoll-serve-999999999-0011223344556677.token");
        using FileStream holder = new(held, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        Serve($"exec timeout 2 {Line}");

        Assert.Equal(left, (string?)JsonNode.Parse(killed.StandardOutput)!["token_file"]);
        Assert.Equal(new SortedSet<string>(StringComparer.Ordinal) { living, held }, new SortedSet<string>(Tokens(), StringComparer.Ordinal));
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
