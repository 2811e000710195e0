using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>Repositories and jobs: what is indexed, updated, called off, taken away, while the server answers.</summary>
public sealed class IndexJobTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _shop;

    public IndexJobTests()
    {
        _shop = _folder.PathOf("shop");
        ShopFixture.CopyTo(_shop);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_FromNoIndexToOneAndBack_IsToldAtEachStep()
    {
        using ServeSession session = new(_folder.Root, "shop");

        Answered before = session.Ask("POST", "/api/search", """{"query":"roundPrice"}""");
        JsonNode bare = session.Get("/api/repos")["repos"]![0]!;
        JsonNode job = session.Index();
        JsonNode repo = session.Get("/api/repos")["repos"]![0]!;
        JsonNode found = session.Search("""{"query":"roundPrice","limit":1}""");
        Answered deleted = session.Ask("DELETE", $"/api/repos/{(string)repo["id"]!}");
        Answered again = session.Ask("DELETE", "/api/repos/shop");
        Answered after = session.Ask("POST", "/api/search", """{"query":"roundPrice"}""");

        Assert.Equal(409, before.Status);
        Assert.Contains($"plimsoll index {_shop}", before.Message, StringComparison.Ordinal);
        Assert.False((bool)bare["indexed"]!);
        Assert.Equal("done", (string?)job["state"]);
        Assert.Equal(4, (int)job["report"]!["added"]!);
        Assert.Equal((true, 4), ((bool)repo["indexed"]!, (int)repo["files"]!));
        Assert.Equal("src/price.ts", (string?)found["results"]![0]!["path"]);
        Assert.True((bool)ServeSession.Good(deleted, 200)["deleted"]!);
        Assert.False((bool)ServeSession.Good(again, 200)["deleted"]!);
        Assert.Equal(409, after.Status);
        Assert.True(File.Exists(Path.Combine(_shop, "src/price.ts")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_shop, ".plimsoll"), "*.seg*"));
    }

    [Fact]
    public void Delete_FolderThatIsNoIndex_IsRefusedAndLeftAlone()
    {
        _folder.Write("shop/.plimsoll/mine.txt", "mine");
        using ServeSession session = new(_folder.Root, "shop");

        Answered answer = session.Ask("DELETE", "/api/repos/shop");

        Assert.Equal(500, answer.Status);
        Assert.Contains("is no index", answer.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("shop/.plimsoll/mine.txt")));
    }

    [Fact]
    public void Update_WhileServing_AnswersTheNextQuestion()
    {
        Index(_shop);
        using ServeSession session = new(_folder.Root, "shop");
        session.Search("""{"query":"freshlyAdded"}""");
        File.AppendAllText(Path.Combine(_shop, "src/price.ts"), "\nexport function freshlyAdded(): void {}\n");

        JsonNode job = session.Index("""{"repo":"shop"}""");
        JsonNode found = session.Search("""{"query":"freshlyAdded","limit":1}""");
        JsonNode jobs = session.Get("/api/jobs");

        Assert.Equal(1, (int)job["report"]!["changed"]!);
        Assert.Equal("freshlyAdded", (string?)found["results"]![0]!["symbol"]);
        Assert.Equal((string?)job["id"], (string?)Assert.Single(jobs["jobs"]!.AsArray())!["id"]);
    }

    [Fact]
    public void Folders_Several_AreSearchedTogetherOrByName()
    {
        _folder.Write("other/tax.ts", "export function roundTax(value: number): number {\n  return value;\n}\n");
        using ServeSession session = new(_folder.Root, "shop", "other");
        session.Index("""{"repo":"shop"}""");

        JsonNode partly = session.Search("""{"query":"round"}""");
        session.Index("""{"repo":"other"}""");
        JsonNode both = session.Search("""{"query":"round"}""");
        JsonNode one = session.Search("""{"query":"round","repo":"other"}""");

        Assert.Contains("other has no index", (string?)Assert.Single(partly["notes"]!.AsArray()), StringComparison.Ordinal);
        Assert.Equal(2, both["coverage"]!.AsArray().Count);
        Assert.Equal(2, both["results"]!.AsArray().Select(hit => (string)hit!["repo"]!).Distinct(StringComparer.Ordinal).Count());
        Assert.All(one["results"]!.AsArray(), hit => Assert.Equal("tax.ts", (string?)hit!["path"]));
        Assert.Equal(400, session.Ask("POST", "/api/index", "{}").Status);
    }

    [Fact]
    public void Events_OfAJob_TellItsEnd()
    {
        using ServeSession session = new(_folder.Root, "shop");
        string id = (string)ServeSession.Good(session.Ask("POST", "/api/index", "{}"), 202)["id"]!;

        Answered events = session.Ask("GET", $"/api/jobs/{id}/events");
        Answered accepted = session.Ask("GET", $"/api/jobs/{id}", change: static request => request.Headers.Accept.ParseAdd("text/event-stream"));

        string[] blocks = events.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(blocks, block => Assert.Matches("^(event: (progress|end)\ndata: \\{.*\\}|: alive)$", block));
        Assert.StartsWith("event: end\n", blocks[^1], StringComparison.Ordinal);
        Assert.Equal("done", (string?)JsonNode.Parse(blocks[^1]["event: end\ndata: ".Length..])!["state"]);
        Assert.Equal(blocks[^1] + "\n\n", accepted.Text);
        Assert.Equal(404, session.Ask("GET", "/api/jobs/none/events").Status);
    }

    [Fact]
    public void Job_AskedForTwice_IsOne_AndCalledOff_SavesWhatItHas()
    {
        FillWith(3000);
        using ServeSession session = new(_folder.Root, "shop", "--threads", "1");
        JsonNode first = ServeSession.Good(session.Ask("POST", "/api/index", "{}"), 202);
        string id = (string)first["id"]!;
        session.AwaitJob(id, static state => state == "running");

        JsonNode second = ServeSession.Good(session.Ask("POST", "/api/index", "{}"), 202);
        Answered fresh = session.Ask("POST", "/api/index", """{"fresh":true}""");
        Answered delete = session.Ask("DELETE", "/api/repos/shop");
        Answered cancel = session.Ask("DELETE", $"/api/jobs/{id}");
        JsonNode ended = session.AwaitJob(id, static state => state is not ("queued" or "running"));
        JsonNode whole = session.Index();

        Assert.Equal(id, (string?)second["id"]);
        Assert.Equal(409, fresh.Status);
        Assert.Equal(409, delete.Status);
        Assert.Equal(202, cancel.Status);
        Assert.Equal("cancelled", (string?)ended["state"]);
        Assert.True((bool)ended["report"]!["interrupted"]!);
        Assert.Equal(("done", 3004), ((string)whole["state"]!, (int)whole["report"]!["files"]!));
        Assert.Equal(200, session.Ask("DELETE", $"/api/jobs/{id}").Status);
    }

    [Fact]
    public void Job_OfADamagedSettingsFile_FailsWithItsMessage()
    {
        using ServeSession session = new(_folder.Root, "shop");
        _folder.Write("shop/plimsoll.json", "{");

        JsonNode job = session.Index();

        Assert.Equal("failed", (string?)job["state"]);
        Assert.Equal(ExitCode.BadData, (int)job["error"]!["exit_code"]!);
        Assert.Contains("plimsoll.json", (string?)job["error"]!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Testing.PosixSignal.Terminate, ExitCode.Terminated)]
    [InlineData(Testing.PosixSignal.Interrupt, ExitCode.Interrupted)]
    public async Task Signal_DuringAJob_SavesItAndEndsWithItsCode(Testing.PosixSignal signal, int code)
    {
        FillWith(4000);
        using ServeSession session = new(_folder.Root, "shop", "--threads", "1");
        string id = (string)ServeSession.Good(session.Ask("POST", "/api/index", "{}"), 202)["id"]!;
        using Stream events = await session.Http.GetStreamAsync(new Uri($"/api/jobs/{id}/events", UriKind.Relative));
        using StreamReader lines = new(events);
        string? first = await lines.ReadLineAsync();
        Assert.True(SpinWait.SpinUntil(() => (int?)session.Get($"/api/jobs/{id}")["progress"]?["files_done"] > 0, TimeSpan.FromSeconds(60)));

        (int ended, string errors) = session.Stop(signal);
        CliResult status = new CliRunner(_folder.Root).Run("status", "shop", "--json");
        CliResult next = new CliRunner(_folder.Root).Run("index", "shop", "--json");

        Assert.Equal(code, ended);
        Assert.Contains("stopping", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
        Assert.Equal("event: progress", first);
        Assert.DoesNotContain("event: end", await lines.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.False((bool?)JsonNode.Parse(status.Out)!["index"]!["complete"] ?? throw new InvalidOperationException(status.Out));
        Assert.Equal(4004, (int)JsonNode.Parse(next.Out)!["files"]!);
    }

    private void FillWith(int files)
    {
        for (int i = 0; i < files; i++)
        {
            _folder.Write($"shop/more/part{i}.ts", $"// Adds up what part {i} costs.\nexport function addPrices{i}(first: number, second: number) {{\n  return first + second + {i};\n}}\n");
        }
    }

    private static void Index(string folder)
    {
        CliResult result = new CliRunner(folder).Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
    }
}
