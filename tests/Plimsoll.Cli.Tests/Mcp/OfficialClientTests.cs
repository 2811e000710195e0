using System.Text.Json.Nodes;
using Plimsoll.Cli.Tests.Web;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>The protocol's own programs as clients: the JavaScript SDK, and the inspector from the command line. `eng/test` installs them below artifacts.</summary>
public sealed class OfficialClientTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string Modules = Path.Combine(RepositoryFolder.Root, "artifacts", "mcp-clients", "node_modules");

    [Fact]
    public void Sdk_CallsEveryTool()
    {
        Require("@modelcontextprotocol/sdk");
        string script = Path.Combine(RepositoryFolder.Root, "tests", "Plimsoll.Cli.Tests", "Mcp", "clients", "sdk.mjs");

        ProcessResult result = ProcessRunner.Run("node", [script, Modules, ProcessRunner.ToolPath("plimsoll"), shop.Root], new ProcessSetup { Timeout = Patience });

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode seen = JsonNode.Parse(result.StandardOutput)!;
        Assert.Equal("plimsoll", (string?)seen["server"]);
        Assert.Equal(9, seen["tools"]!.AsArray().Count);
        foreach (string good in (string[])["search", "read", "related", "implementations", "analysis", "status", "update"]) Assert.False((bool)seen[good]!["isError"]!, seen[good]!.ToJsonString());
        foreach (string bad in (string[])["outside", "wrong"]) Assert.True((bool)seen[bad]!["isError"]!, bad);
        Assert.StartsWith("export function roundPrice", (string)seen["read"]!["answer"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal((-32602, 100), ((int)seen["unknown"]!, (int)seen["parallel"]!));
        Assert.Empty(seen["faults"]!.AsArray());
        Assert.StartsWith("plimsoll: serving ", (string)seen["stderr"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Sdk_OverHttp_ShowsTheTokenAndCallsTools()
    {
        Require("@modelcontextprotocol/sdk");
        using ServeSession session = new(shop.Root);
        string script = Path.Combine(RepositoryFolder.Root, "tests", "Plimsoll.Cli.Tests", "Mcp", "clients", "http.mjs");
        ProcessSetup setup = new() { Timeout = Patience, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TOKEN"] = ServeSession.Token } };

        ProcessResult result = ProcessRunner.Run("node", [script, Modules, new Uri(session.Address, "/mcp").ToString()], setup);

        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode seen = JsonNode.Parse(result.StandardOutput)!;
        Assert.Equal((401, "plimsoll", true), ((int)seen["stranger"]!, (string?)seen["server"], (bool)seen["ended"]!));
        Assert.Matches("^[!-~]{20,}$", (string)seen["session"]!);
        Assert.Equal(9, seen["tools"]!.AsArray().Count);
        foreach (string good in (string[])["search", "read", "update"]) Assert.False((bool)seen[good]!["isError"]!, seen[good]!.ToJsonString());
        Assert.StartsWith("export function roundPrice", (string)seen["read"]!["answer"]!["text"]!, StringComparison.Ordinal);
        Assert.True((bool)seen["outside"]!["isError"]!, seen["outside"]!.ToJsonString());
        Assert.Equal((-32602, 8), ((int)seen["unknown"]!, (int)seen["parallel"]!));
        Assert.Empty(seen["faults"]!.AsArray());
        Assert.Contains("plimsoll_mcp_sessions 0\n", session.Ask("GET", "/metrics").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method tools/list", "\"index_update\"")]
    [InlineData("--method tools/call --tool-name code_search --tool-arg query=roundPrice --tool-arg k=1", "src/price.ts")]
    [InlineData("--method tools/call --tool-name read_code --tool-arg path=../../etc/passwd", "\"isError\": true")]
    public void Inspector_GetsAnswers(string arguments, string expected)
    {
        Require("@modelcontextprotocol/inspector");

        ProcessResult result = ProcessRunner.Run(
            Path.Combine(Modules, ".bin", "mcp-inspector"), ["--cli", "dotnet", ProcessRunner.ToolPath("plimsoll"), "mcp", shop.Root, .. arguments.Split(' ')], new ProcessSetup { Timeout = Patience });

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(expected, result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("root:x:0", result.StandardOutput, StringComparison.Ordinal);
    }

    private static void Require(string package)
    {
        if (!Directory.Exists(Path.Combine(Modules, package))) Assert.Skip($"{package} is not installed below artifacts/mcp-clients (./eng/test installs it with npm)");
    }
}
