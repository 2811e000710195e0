using System.Text;
using System.Text.Json.Nodes;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>What each tool answers on the sample tree.</summary>
public sealed class ToolTests(ShopFixture shop) : IClassFixture<ShopFixture>, IDisposable
{
    private readonly McpSession _session = new(shop.Root);

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Initialize_NamesServerAndTools()
    {
        JsonNode hello = _session.Initialize();

        Assert.Equal("plimsoll", (string?)hello["serverInfo"]!["name"]);
        Assert.NotNull(hello["capabilities"]!["tools"]);
        JsonArray tools = _session.Ask("tools/list")["result"]!["tools"]!.AsArray();
        Assert.Equal("code_search search find_related_code find_related read_code find_implementations context_analysis index_status index_update", string.Join(' ', tools.Select(tool => (string)tool!["name"]!)));
        Assert.All(tools, tool => Assert.Equal((string?)tool!["name"] != "index_update", (bool)tool["annotations"]!["readOnlyHint"]!));
        Assert.All(tools, tool => Assert.Equal("object", (string?)tool!["inputSchema"]!["type"]));
        Assert.All(tools, tool => Assert.Contains("4 bytes", (string?)tool!["inputSchema"]!["properties"]!["max_tokens"]!["description"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("code_search")]
    [InlineData("search")]
    public void Search_ByName_GivesTheDefinitionWithCoverage(string tool)
    {
        JsonNode answer = _session.Answer(tool, """{"query":"roundPrice","k":1}""");

        JsonNode hit = Assert.Single(answer["results"]!.AsArray())!;
        Assert.Equal(("src/price.ts", 2, 4, "roundPrice", "function"), ((string)hit["path"]!, (int)hit["start_line"]!, (int)hit["end_line"]!, (string)hit["symbol"]!, (string)hit["kind"]!));
        Assert.StartsWith("export function roundPrice(value: number): number {\n", (string)hit["snippet"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)answer["freshness"]!["current"]!);
        JsonNode coverage = Assert.Single(answer["coverage"]!.AsArray())!;
        Assert.Equal((4, true, shop.Root), ((int)coverage["files"]!, (bool)coverage["complete"]!, (string)coverage["root"]!));
    }

    [Fact]
    public void Search_Filters_ApplyAsOnTheCommandLine()
    {
        JsonNode python = _session.Answer("code_search", """{"query":"session price","language":["python"]}""");
        JsonNode classes = _session.Answer("code_search", """{"query":"ShoppingCart","kind":"class","path":"src/**","exclude":["*.py"]}""");
        JsonNode files = _session.Answer("code_search", """{"query":"price","view":"files"}""");

        Assert.All(python["results"]!.AsArray(), hit => Assert.Equal("src/session.py", (string?)hit!["path"]));
        Assert.Equal("class", (string?)classes["results"]![0]!["kind"]);
        string[] paths = [.. files["results"]!.AsArray().Select(hit => (string)hit!["path"]!)];
        Assert.Equal(paths.Distinct(StringComparer.Ordinal).Count(), paths.Length);
    }

    [Fact]
    public void Search_Pages_AreDisjointAndCoverWhatOnePageHas()
    {
        string[] all = Places(_session.Answer("code_search", """{"query":"price","k":100}"""));
        List<string> paged = [];
        int? offset = 0;
        while (offset is int from)
        {
            JsonNode page = _session.Answer("code_search", $$"""{"query":"price","k":2,"offset":{{from}}}""");
            paged.AddRange(Places(page));
            offset = (int?)page["next_offset"];
        }

        Assert.True(all.Length > 2, $"{all.Length} results");
        Assert.Equal(string.Join('\n', all), string.Join('\n', paged));
    }

    [Fact]
    public void Search_SmallBudget_CutsAndSaysHowToGoOn()
    {
        JsonNode result = _session.Call("code_search", """{"query":"price","k":100,"context":40,"max_tokens":110}""");
        string text = McpSession.TextOf(result);
        JsonNode answer = JsonNode.Parse(text)!;

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 110 * 4);
        int shown = answer["results"]!.AsArray().Count;
        Assert.InRange(shown, 1, 6);
        Assert.Contains("max_tokens", (string?)answer["cut"], StringComparison.Ordinal);
        Assert.Equal(shown, (int)answer["next_offset"]!);
    }

    [Fact]
    public void Search_SmallBudget_GivesUpSourceLinesBeforePlaces()
    {
        JsonNode whole = _session.Answer("code_search", """{"query":"price","k":4}""");
        JsonNode small = _session.Answer("code_search", """{"query":"price","k":4,"max_tokens":200}""");

        Assert.Equal(string.Join(' ', Places(whole)), string.Join(' ', Places(small)));
        Assert.NotNull(whole["results"]!.AsArray()[^1]!["snippet"]);
        Assert.Null(small["results"]!.AsArray()[^1]!["snippet"]);
    }

    [Fact]
    public void Search_FirstPage_NamesFurtherFiles()
    {
        JsonNode first = _session.Answer("code_search", """{"query":"price","k":1}""");
        JsonNode second = _session.Answer("code_search", """{"query":"price","k":1,"offset":1}""");

        string[] others = [.. first["other_files"]!.AsArray().Select(one => (string)one!)];
        Assert.NotEmpty(others);
        Assert.DoesNotContain(others, one => one.StartsWith((string)first["results"]![0]!["path"]! + ":", StringComparison.Ordinal));
        Assert.Equal(others.Length, others.Select(one => one[..one.IndexOf(':', StringComparison.Ordinal)]).Distinct(StringComparer.Ordinal).Count());
        Assert.Null(second["other_files"]);
    }

    [Theory]
    [InlineData("find_related_code", """{"path":"src/cart.ts","line":19}""")]
    [InlineData("find_related", """{"symbol":"totalPrice"}""")]
    public void Related_GivesOthersAndNotItself(string tool, string arguments)
    {
        JsonNode answer = _session.Answer(tool, arguments);

        string[] places = Places(answer);
        Assert.Contains(places, place => place.StartsWith("src/price.ts:", StringComparison.Ordinal));
        Assert.DoesNotContain(places, place => place == "src/cart.ts:19");
        Assert.Contains("Related to src/cart.ts:", (string?)answer["note"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/price.ts")]
    [InlineData("./src//price.ts")]
    [InlineData("ROOT/src/price.ts")]
    public void Read_IndexedFile_GivesLines(string path)
    {
        JsonNode answer = _session.Answer("read_code", $$"""{"path":"{{path.Replace("ROOT", shop.Root, StringComparison.Ordinal)}}","start_line":2,"end_line":4}""");

        Assert.Equal("export function roundPrice(value: number): number {\n  return Math.round(value * 100) / 100;\n}\n", (string?)answer["text"]);
        Assert.Equal((2, 4, 5), ((int)answer["start_line"]!, (int)answer["end_line"]!, (int)answer["next_line"]!));
    }

    [Fact]
    public void Read_SmallBudget_GoesOnWhereItWasCut()
    {
        string whole = (string)_session.Answer("read_code", """{"path":"src/cart.ts"}""")["text"]!;
        StringBuilder pieces = new();
        int? next = 1;
        int pages = 0;
        while (next is int from)
        {
            JsonNode result = _session.Call("read_code", $$"""{"path":"src/cart.ts","start_line":{{from}},"max_tokens":100}""");
            string text = McpSession.TextOf(result);
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 100 * 4);
            JsonNode page = JsonNode.Parse(text)!;
            pieces.Append((string)page["text"]!);
            next = (int?)page["next_line"];
            pages++;
        }

        Assert.Equal(whole, pieces.ToString());
        Assert.Equal(File.ReadAllText(Path.Combine(shop.Root, "src/cart.ts")), whole);
        Assert.True(pages > 1, "one page held all");
    }

    [Fact]
    public void Status_TellsWhatIsIndexedAndWhatWasLeftOut()
    {
        JsonNode root = Assert.Single(_session.Answer("index_status")["roots"]!.AsArray())!;

        Assert.Equal((4, true), ((int)root["files"]!, (bool)root["complete"]!));
        Assert.InRange((long)root["age_seconds"]!, 0, long.MaxValue);
        Assert.Equal(1, (int)root["skipped"]!["binary"]!);
        Assert.Equal(2, (int)root["languages"]!["typescript"]!);
    }

    private static string[] Places(JsonNode answer) => [.. answer["results"]!.AsArray().Select(hit => $"{hit!["path"]}:{hit["start_line"]}")];
}
