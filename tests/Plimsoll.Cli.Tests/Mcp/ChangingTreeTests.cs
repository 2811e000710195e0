using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>Files and indexes that change while the server runs.</summary>
public sealed class ChangingTreeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _shop;

    public ChangingTreeTests()
    {
        _shop = _folder.PathOf("shop");
        ShopFixture.CopyTo(_shop);
        Index(_shop);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FileReplacedByALinkOut_IsRefused()
    {
        using McpSession session = new(_shop);
        session.Answer("read_code", """{"path":"src/price.ts"}""");
        _folder.Write("secret.ts", "export const secret = 1;\n");
        File.Delete(Path.Combine(_shop, "src/price.ts"));
        File.CreateSymbolicLink(Path.Combine(_shop, "src/price.ts"), _folder.PathOf("secret.ts"));

        Assert.Contains("src/price.ts", session.Refusal("read_code", """{"path":"src/price.ts"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_WithoutIndex_SaysWhatToRunAndIsSeenOnceIndexed()
    {
        string bare = _folder.PathOf("bare");
        ShopFixture.CopyTo(bare);
        using McpSession session = new(_folder.Root, "bare");

        string refused = session.Refusal("code_search", """{"query":"roundPrice"}""");
        JsonNode status = session.Answer("index_status")["roots"]![0]!;
        Index(bare);
        JsonNode found = session.Answer("code_search", """{"query":"roundPrice","k":1}""");

        Assert.Contains($"plimsoll index {bare}", refused, StringComparison.Ordinal);
        Assert.False((bool)status["indexed"]!);
        Assert.Equal("src/price.ts", (string?)found["results"]![0]!["path"]);
    }

    [Fact]
    public void Index_WrittenMeanwhile_AnswersTheNextQuestion()
    {
        using McpSession session = new(_shop);
        session.Answer("code_search", """{"query":"freshlyAdded"}""");
        File.AppendAllText(Path.Combine(_shop, "src/price.ts"), "\nexport function freshlyAdded(): void {}\n");

        JsonNode stale = session.Answer("code_search", """{"query":"roundPrice","k":1}""");
        Index(_shop);
        JsonNode fresh = session.Answer("code_search", """{"query":"freshlyAdded","k":1}""");

        Assert.Equal("stale", (string?)stale["results"]![0]!["state"]);
        Assert.Equal(1, (int)stale["freshness"]!["stale"]!);
        Assert.Equal("freshlyAdded", (string?)fresh["results"]![0]!["symbol"]);
        Assert.Equal(0, (int)fresh["freshness"]!["stale"]!);
    }

    [Fact]
    public void Roots_Several_AreSearchedTogetherOrByName()
    {
        string other = _folder.PathOf("other");
        _folder.Write("other/tax.ts", "export function roundTax(value: number): number {\n  return value;\n}\n");
        Index(other);
        using McpSession session = new(_folder.Root, "shop", "other", "shop");

        JsonNode both = session.Answer("code_search", """{"query":"round"}""");
        JsonNode one = session.Answer("code_search", """{"query":"round","root":"other"}""");

        Assert.Equal(2, both["coverage"]!.AsArray().Count);
        Assert.Contains(both["results"]!.AsArray(), hit => (string?)hit!["root"] == other);
        Assert.Contains(both["results"]!.AsArray(), hit => (string?)hit!["root"] == _shop);
        Assert.All(one["results"]!.AsArray(), hit => Assert.Equal(other, (string?)hit!["root"]));
        Assert.Contains("name one as 'root'", session.Refusal("read_code", """{"path":"tax.ts"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Roots_SeveralOfWhichOneIsWrittenMeanwhile_AnswerFromItsNewState()
    {
        string other = _folder.PathOf("other");
        _folder.Write("other/tax.ts", "export function roundTax(value: number): number {\n  return value;\n}\n");
        Index(other);
        using McpSession session = new(_folder.Root, "shop", "other");
        session.Answer("code_search", """{"query":"round"}""");
        _folder.Write("other/late.ts", "export function freshlyAdded(): void {}\n");
        Index(other);

        JsonNode found = session.Answer("code_search", """{"query":"freshlyAdded","k":1}""");

        Assert.Equal((other, "late.ts"), ((string?)found["results"]![0]!["root"], (string?)found["results"]![0]!["path"]));
    }

    private static void Index(string folder)
    {
        CliResult result = new CliRunner(folder).Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
    }
}
