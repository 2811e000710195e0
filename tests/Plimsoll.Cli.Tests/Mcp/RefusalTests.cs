using System.Text.Json.Nodes;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>What the server does not do, and how it says so: paths out of its folders, arguments and tools that are none.</summary>
public sealed class RefusalTests(MixedTreeFixture mixed) : IClassFixture<MixedTreeFixture>
{
    private readonly McpSession _session = mixed.Session;

    [Theory]
    [InlineData("../../etc/passwd", "has a \"..\"")]
    [InlineData("../secret.ts", "has a \"..\"")]
    [InlineData("src/../../secret.ts", "has a \"..\"")]
    [InlineData("/etc/passwd", "is absolute")]
    [InlineData("ROOT/../secret.ts", "has a \"..\"")]
    [InlineData("ROOT-other/secret.ts", "is absolute")]
    [InlineData("src/out.ts", "leads out of the root by a link")]
    [InlineData("src/up/secret.ts", "leads out of the root by a link")]
    [InlineData("logo.bin", "is not a file of the index")]
    [InlineData(".plimsoll/manifest", "is not a file of the index")]
    [InlineData("src", "is not a file of the index")]
    [InlineData(".", "is not a file of the index")]
    [InlineData("src/none.ts", "is not a file of the index")]
    public void Read_PathThatIsNotIndexed_IsRefused(string path, string why)
    {
        string argument = path.Replace("ROOT", mixed.Root, StringComparison.Ordinal);

        string read = _session.Refusal("read_code", $$"""{"path":"{{argument}}"}""");
        string related = _session.Refusal("find_related_code", $$"""{"path":"{{argument}}","line":1}""");

        Assert.Contains(Path.GetFileName(argument), read, StringComparison.Ordinal);
        Assert.Contains(why, read, StringComparison.Ordinal);
        Assert.Equal(read, related);
        Assert.DoesNotContain("root:", read, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_search", "{}", "'query'")]
    [InlineData("code_search", """{"query":7}""", "found 7, expected a text")]
    [InlineData("code_search", """{"query":"  "}""", "not empty")]
    [InlineData("code_search", """{"query":"a","k":"ten"}""", "a whole number from 1 to 100")]
    [InlineData("code_search", """{"query":"a","k":0}""", "a whole number from 1 to 100")]
    [InlineData("code_search", """{"query":"a","k":1e99}""", "a whole number from 1 to 100")]
    [InlineData("code_search", """{"query":"a","offset":-1}""", "a whole number from 0 to")]
    [InlineData("code_search", """{"query":"a","max_tokens":1}""", "a whole number from 100")]
    [InlineData("code_search", """{"query":"a","view":"lines"}""", "one of chunks, files")]
    [InlineData("code_search", """{"query":"a","kind":["functoin"]}""", "did you mean function?")]
    [InlineData("code_search", """{"query":"a","language":"klingon"}""", "no language")]
    [InlineData("code_search", """{"query":"a","language":[["c"]]}""", "expected a text")]
    [InlineData("code_search", """{"query":"a","path":"../**"}""", "leads out of")]
    [InlineData("code_search", """{"query":"a","path":"[a"}""", "[a")]
    [InlineData("code_search", """{"query":"a","qeury":"b"}""", "did you mean query?")]
    [InlineData("code_search", """{"query":"a","root":"elsewhere"}""", "no folder that is served")]
    [InlineData("read_code", """{"path":"src/cart.ts","start_line":0}""", "1 or more")]
    [InlineData("read_code", """{"path":"src/cart.ts","start_line":5,"end_line":4}""", "before")]
    [InlineData("read_code", """{"path":"src/cart.ts","start_line":500}""", "no line 500")]
    [InlineData("find_related_code", "{}", "path and line, or symbol")]
    [InlineData("find_related_code", """{"path":"src/cart.ts"}""", "path and line, or symbol")]
    [InlineData("find_related_code", """{"path":"src/cart.ts","line":1,"symbol":"a"}""", "not both")]
    [InlineData("find_related_code", """{"symbol":"nowhere"}""", "no definition of 'nowhere'")]
    public void Call_WrongArgument_IsAToolErrorThatSaysWhatWasExpected(string tool, string arguments, string expected)
    {
        Assert.Contains(expected, _session.Refusal(tool, arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void Call_UnknownToolOrMethod_IsAProtocolError()
    {
        JsonNode tool = _session.Ask("tools/call", new JsonObject { ["name"] = "rm" });
        JsonNode method = _session.Ask("tools/destroy");
        JsonNode nameless = _session.Ask("tools/call", new JsonObject());

        Assert.Equal(-32602, (int)tool["error"]!["code"]!);
        Assert.Contains("there is no tool 'rm'; the tools are code_search", (string?)tool["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(-32601, (int)method["error"]!["code"]!);
        Assert.Equal(-32602, (int)nameless["error"]!["code"]!);
    }
}
