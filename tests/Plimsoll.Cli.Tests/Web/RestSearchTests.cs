using System.Text.Json.Nodes;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>`POST /api/search` finds what `plimsoll search` finds.</summary>
public sealed class RestSearchTests(ServedShopFixture shop) : IClassFixture<ServedShopFixture>
{
    private readonly ServeSession _session = shop.Session;

    [Theory]
    [InlineData("""{"query":"roundPrice","limit":3}""", "search roundPrice -k 3")]
    [InlineData("""{"query":"parse a cookie","limit":5,"lang":"python"}""", "search parse a cookie -k 5 --lang python")]
    [InlineData("""{"query":"price","lang":["ts","py"],"exclude":["cart*"]}""", "search price --lang ts --lang py --exclude cart*")]
    [InlineData("""{"query":"price","path":"src/**","type":["function","class"]}""", "search price --path src/** --type function --type class")]
    [InlineData("""{"query":"price","mode":"lexical","view":"files"}""", "search price --mode lexical --view files")]
    [InlineData("""{"query":"roundPrice","min_score":10}""", "search roundPrice --min-score 10")]
    [InlineData("""{"query":"roundPrice","explain":true,"context":2,"limit":2}""", "search roundPrice --explain --context 2 -k 2")]
    public void Search_EveryFilter_GivesTheResultsOfTheCommand(string body, string command)
    {
        JsonNode expected = JsonNode.Parse(new CliRunner(shop.Root).Run([.. command.Split(' '), "--json"]).Out)!;

        JsonNode answer = _session.Search(body);

        foreach (JsonNode? hit in answer["results"]!.AsArray()) Assert.True(hit!.AsObject().Remove("repo"));
        Assert.True(answer["results"]!.AsArray().Count > 0);
        Assert.Equal(expected["results"]!.ToJsonString(), answer["results"]!.ToJsonString());
        Assert.True((bool)answer["complete"]!);
    }

    [Fact]
    public void Search_Pages_AreDisjointAndCoverWhatOnePageHas()
    {
        string[] all = Places(_session.Search("""{"query":"price","limit":100}"""));
        List<string> paged = [];
        int? offset = 0;
        while (offset is int from)
        {
            JsonNode page = _session.Search($$"""{"query":"price","limit":2,"offset":{{from}}}""");
            paged.AddRange(Places(page));
            offset = (int?)page["next_offset"];
        }

        Assert.True(all.Length > 2, $"{all.Length} results");
        Assert.Equal(string.Join('\n', all), string.Join('\n', paged));
    }

    [Fact]
    public void Search_NothingFound_IsAnEmptyList()
    {
        JsonNode answer = _session.Search("""{"query":"zzqxjkv","mode":"lexical"}""");

        Assert.Empty(answer["results"]!.AsArray());
        Assert.Null(answer["next_offset"]);
    }

    [Theory]
    [InlineData("{}", "needs the argument 'query'")]
    [InlineData("", "needs the argument 'query'")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not a JSON document")]
    [InlineData("""{"query":"a"} x""", "not a JSON document")]
    [InlineData("""{"query":"a","query":"b"}""", "repeated names")]
    [InlineData("""{"query":"\ud800"}""", "not a JSON document")]
    [InlineData("""{"query":["a"]}""", "expected a text")]
    [InlineData("""{"query":"  "}""", "not empty")]
    [InlineData("""{"query":"a","limit":0}""", "from 1 to 1000")]
    [InlineData("""{"query":"a","limit":1001}""", "from 1 to 1000")]
    [InlineData("""{"query":"a","limit":1.5}""", "from 1 to 1000")]
    [InlineData("""{"query":"a","offset":-1}""", "from 0 to 1000")]
    [InlineData("""{"query":"a","min_score":"x"}""", "expected a number")]
    [InlineData("""{"query":"a","explain":1}""", "expected true or false")]
    [InlineData("""{"query":"a","mode":"fuzzy"}""", "one of hybrid, lexical, semantic")]
    [InlineData("""{"query":"a","type":"functoin"}""", "did you mean function?")]
    [InlineData("""{"query":"a","lang":"klingon"}""", "no language")]
    [InlineData("""{"query":"a","langs":"c"}""", "did you mean lang?")]
    [InlineData("""{"query":"a","path":"../**"}""", "leads out of")]
    [InlineData("""{"query":"a","path":"/etc/**/../../x[","exclude":"../../etc/passwd"}""", "")]
    [InlineData("""{"query":"a","context":41}""", "from 0 to 40")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", "at most 8 levels")]
    public void Search_WrongBody_SaysWhatWasExpected(string body, string expected)
    {
        Answered answer = _session.Ask("POST", "/api/search", body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(expected, answer.Message, StringComparison.Ordinal);
        Assert.Equal(400, (int)answer.Json["error"]!["status"]!);
    }

    [Theory]
    [InlineData("elsewhere", 404)]
    [InlineData("../../etc", 403)]
    [InlineData("/etc", 403)]
    [InlineData("..", 403)]
    [InlineData("shop/../shop", 403)]
    public void Repo_ThatIsNotServed_IsRefusedEverywhere(string name, int status)
    {
        Answered search = _session.Ask("POST", "/api/search", $$"""{"query":"a","repo":"{{name}}"}""");
        Answered index = _session.Ask("POST", "/api/index", $$"""{"repo":"{{name}}"}""");
        Answered delete = _session.Ask("DELETE", "/api/repos/" + Uri.EscapeDataString(name));

        Assert.Equal(status, search.Status);
        Assert.Equal(status, index.Status);
        Assert.Contains(delete.Status, (int[])[403, 404, 405]);
        Assert.Contains("no served folder", search.Message, StringComparison.Ordinal);
    }

    private static string[] Places(JsonNode answer) => [.. answer["results"]!.AsArray().Select(hit => $"{hit!["path"]}:{hit["start_line"]}-{hit["end_line"]}")];
}
