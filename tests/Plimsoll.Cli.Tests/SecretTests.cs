using System.Text.Json.Nodes;
using Plimsoll.Cli.Tests.Mcp;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

/// <summary>A secret in a source file appears in no answer, in no format; who wants to see it says so.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "tR7#mK9$wQ2p";

    // Put together here, so that this file is not one of those it speaks of.
    private static readonly string Token = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";

    private readonly TempFolder _folder = new();

    public SecretTests()
    {
        _folder.Write("src/login.ts", $"export function openLogin() {{\n  const dbPassword = \"{Secret}\";\n  const token = \"{Token}\";\n  return dbPassword + token;\n}}\n");
        _folder.Write("src/other.ts", $"export function closeLogin() {{\n  return \"{Token}\"; // dbPassword token openLogin\n}}\n");
        _folder.Write("docs/login.md", $"# How to enter with {Token}\n\nAsk for it.\n");
        _folder.Write(".env", $"PASSWORD={Secret}\n");
        _folder.Write(".env.example", "PASSWORD=\n");
        CliResult result = Run("index", ".", "--json");
        Assert.Equal(1, (int)JsonNode.Parse(result.Out)!["skipped"]!["secret"]!);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openLogin", "-k", "3", "--context", "9")]
    [InlineData("openLogin", "--json", "--context", "9")]
    [InlineData("openLogin", "--format", "plain")]
    [InlineData("dbPassword", "--format", "vimgrep")]
    [InlineData("closeLogin token", "--explain")]
    [InlineData("how to enter", "--json")]
    public void Search_ShowsNoSecret(params string[] arguments)
    {
        CliResult result = Run(["search", .. arguments]);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.DoesNotContain(Secret, result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, result.Out, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Search_SaysWhatWasThere_AndLinesKeepTheirNumbers()
    {
        string text = Run("search", "openLogin", "-k", "1", "--context", "5").Out;

        Assert.Contains("2 |   const dbPassword = \"[redacted password]\";", text, StringComparison.Ordinal);
        Assert.Contains("3 |   const token = \"[redacted github-token]\";", text, StringComparison.Ordinal);
        Assert.Contains("5 | }", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_RedactOff_ShowsTheLine() => Assert.Contains(Secret, Run("search", "openLogin", "-k", "1", "--redact", "off").Out, StringComparison.Ordinal);

    [Fact]
    public void Search_RedactOffInAFileOfTheRepository_ShowsNoSecret()
    {
        _folder.Write("plimsoll.json", """{"redact": "off"}""");

        Assert.DoesNotContain(Secret, Run("search", "openLogin", "-k", "1").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("why", "docs/login.md")]
    [InlineData("why", "docs/login.md", "--json")]
    [InlineData("why", "docs/login.md", "how to enter")]
    public void Names_WithASecret_AreShownWithoutIt(params string[] arguments)
    {
        CliResult result = Run(arguments);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.DoesNotContain(Token, result.Out, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("How to enter with [redacted github-token]", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Mcp_ShowsNoSecretInAnyTool()
    {
        using McpSession session = new(_folder.Root);
        string[] answers =
        [
            McpSession.TextOf(session.Call("code_search", """{"query":"openLogin","context":40}""")),
            McpSession.TextOf(session.Call("code_search", "{\"query\":\"closeLogin\",\"context\":40}")),
            McpSession.TextOf(session.Call("find_related_code", """{"path":"src/login.ts","line":2,"context":40}""")),
            McpSession.TextOf(session.Call("read_code", """{"path":"src/login.ts"}""")),
            McpSession.TextOf(session.Call("context_analysis", """{"path":"src/login.ts"}""")),
            McpSession.TextOf(session.Call("context_analysis", """{"path":"docs/login.md"}""")),
            session.Refusal("read_code", """{"path":".env"}"""),
        ];

        Assert.All(answers, answer => Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal));
        Assert.All(answers, answer => Assert.DoesNotContain(Token, answer, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("[redacted github-token]", answers[3], StringComparison.Ordinal);
    }

    private CliResult Run(params string[] arguments) => new CliRunner(_folder.Root).Run(arguments);
}
