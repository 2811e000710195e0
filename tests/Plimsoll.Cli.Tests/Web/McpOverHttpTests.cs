using System.Globalization;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>The Model Context Protocol over streamable HTTP: sessions, what is no message, and a client that is not ours.</summary>
public sealed class McpOverHttpTests(ServedShopFixture shop) : IClassFixture<ServedShopFixture>
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";
    private const string Search = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"code_search","arguments":{"query":"roundPrice","k":1}}}""";

    private readonly ServeSession _session = shop.Session;

    [Fact]
    public void Session_FromItsBeginningToItsEnd_AnswersAsOnStdin()
    {
        Answered hello = Post(Initialize);
        string id = Assert.Single(hello.Headers.GetValues("Mcp-Session-Id"));
        Answered ready = Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", id);
        Answered found = Post(Search, id);
        Answered called = Post("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}""", id);
        Answered answer = Post("""{"jsonrpc":"2.0","id":9,"result":{}}""", id);
        Answered ended = _session.Ask("DELETE", "/mcp", change: request => request.Headers.Add("Mcp-Session-Id", id));
        Answered after = Post(Search, id);

        Assert.Equal("plimsoll", (string?)MessageOf(hello)["result"]!["serverInfo"]!["name"]);
        Assert.Equal((202, ""), (ready.Status, ready.Text));
        JsonNode result = JsonNode.Parse((string)MessageOf(found)["result"]!["content"]![0]!["text"]!)!;
        Assert.Equal("src/price.ts", (string?)result["results"]![0]!["path"]);
        Assert.Equal((202, 202, 204, 404), (called.Status, answer.Status, ended.Status, after.Status));
    }

    [Theory]
    [InlineData("hello", 400, -32700)]
    [InlineData("[]", 400, -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", 400, -32700)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", 400, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""", 400, -32602)]
    public void Body_ThatIsNoMessage_IsAnsweredByTheCodeForIt(string body, int status, int code)
    {
        Answered answer = Post(body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, (int)answer.Json["error"]!["code"]!);
    }

    [Fact]
    public void Request_WithoutASession_IsToldToBeginOne()
    {
        Assert.Contains("Mcp-Session-Id is missing", Post(Search).Message, StringComparison.Ordinal);
        Assert.Equal(404, Post(Search, "0123").Status);
        Assert.Equal(400, _session.Ask("DELETE", "/mcp").Status);
        Assert.Equal(406, _session.Ask("GET", "/mcp").Status);
        Assert.Equal(406, _session.Ask("POST", "/mcp", Initialize).Status);
        Assert.Equal(400, Post(Initialize, version: "1999-01-01").Status);
    }

    [Fact]
    public void Calls_OfWrongToolsAndPaths_AreRefusedAsOnStdin()
    {
        string id = Begin();

        JsonNode tool = MessageOf(Post("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"rm","arguments":{}}}""", id));
        JsonNode path = MessageOf(Post("""{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"read_code","arguments":{"path":"../../etc/passwd"}}}""", id));

        Assert.Contains("there is no tool 'rm'", (string?)tool["error"]!["message"], StringComparison.Ordinal);
        Assert.True((bool)path["result"]!["isError"]!);
        Assert.DoesNotContain("root:", path.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_MoreThanThereArePlacesFor_AreTurnedAwayWhileTheOthersWork()
    {
        using ShopFixture own = new();
        using ServeSession session = new(own.Root);
        List<string> ids = [];
        Answered? refused = null;
        for (int i = 0; i < 200 && refused is null; i++)
        {
            Answered answer = Post(Initialize, session: session);
            if (answer.Status == 200) ids.Add(Assert.Single(answer.Headers.GetValues("Mcp-Session-Id")));
            else refused = answer;
        }

        Assert.Equal((64, 503), (ids.Count, refused!.Status));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(200, Post(Search, ids[0], session: session).Status);
        Assert.Equal(204, session.Ask("DELETE", "/mcp", change: request => request.Headers.Add("Mcp-Session-Id", ids[1])).Status);
        Assert.Equal(200, Post(Initialize, session: session).Status);
        Assert.Contains("plimsoll_mcp_sessions 64\n", session.Ask("GET", "/metrics").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_OfTheProtocolsLibrary_ListsAndCallsTools()
    {
        HttpClientTransportOptions options = new()
        {
            Endpoint = new Uri(_session.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {ServeSession.Token}" },
        };
        await using HttpClientTransport transport = new(options);
        await using McpClient client = await McpClient.CreateAsync(transport);

        IList<McpClientTool> tools = await client.ListToolsAsync();
        CallToolResult[] found = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            client.CallToolAsync("code_search", new Dictionary<string, object?>(StringComparer.Ordinal) { ["query"] = "price " + i.ToString(CultureInfo.InvariantCulture), ["k"] = 2 }).AsTask()));

        Assert.Contains(tools, tool => tool.Name == "read_code");
        Assert.All(found, result => Assert.Contains("\"coverage\"", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text, StringComparison.Ordinal));
    }

    private string Begin() => Assert.Single(Post(Initialize).Headers.GetValues("Mcp-Session-Id"));

    private Answered Post(string body, string? id = null, string? version = null, ServeSession? session = null) => (session ?? _session).Ask("POST", "/mcp", body, request =>
    {
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (id is not null) request.Headers.Add("Mcp-Session-Id", id);
        if (version is not null) request.Headers.Add("MCP-Protocol-Version", version);
    });

    private static JsonNode MessageOf(Answered answer)
    {
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Text}");
        string data = Assert.Single(answer.Text.Split('\n'), line => line.StartsWith("data: ", StringComparison.Ordinal));
        return JsonNode.Parse(data["data: ".Length..])!;
    }
}
