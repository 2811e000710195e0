using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class SearchCommandTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Run_NameOfADefinition_IsFirstWithItsExactLines()
    {
        CliResult result = shop.Open().Run("search", "roundPrice", "-k", "1");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Matches(
            @"^ 1\. src/price\.ts:2-4  function roundPrice  typescript  \d+\.\d{3}\n        2 \| export function roundPrice\(value: number\): number \{\n        3 \|   return .*\n        4 \| \}\n$",
            result.Out);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void Run_FromAFolderBelow_FindsTheIndexAndShowsPathsFromThere()
    {
        CliResult result = shop.Open("src").Run("search", "roundPrice", "--format", "plain", "-k", "1");

        Assert.Equal("price.ts:2-4: function roundPrice\n", result.Out);
    }

    [Fact]
    public void Run_Root_IsTheFolderGiven()
    {
        CliRunner cli = new("/");

        Assert.Equal($"{shop.Root[1..]}/src/price.ts:2-4: function roundPrice\n", cli.Run("search", "roundPrice", "--root", shop.Root, "--format=plain", "-k1").Out);
        Assert.Equal(ExitCode.NoInput, cli.Run("search", "roundPrice", "--root", "/gone-for-good").Code);
    }

    [Fact]
    public void Run_Vimgrep_IsPathLineColumnAndTheLine() =>
        Assert.Equal("src/cart.ts:19:1:totalPrice(): number {\n", shop.Open().Run("search", "totalPrice", "--format", "vimgrep", "-k", "1").Out);

    [Fact]
    public void Run_Json_HasEveryField()
    {
        CliResult result = shop.Open().Run("search", "totalPrice", "--json", "--explain", "--context", "2", "-k", "1");

        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal("totalPrice", json.RootElement.GetProperty("query").GetString());
        JsonElement hit = json.RootElement.GetProperty("results")[0];
        Assert.Equal("src/cart.ts", hit.GetProperty("path").GetString());
        Assert.Equal(19, hit.GetProperty("start_line").GetInt32());
        Assert.Equal(21, hit.GetProperty("end_line").GetInt32());
        Assert.Equal("ShoppingCart.totalPrice", hit.GetProperty("symbol").GetString());
        Assert.Equal("method", hit.GetProperty("kind").GetString());
        Assert.Equal("typescript", hit.GetProperty("language").GetString());
        Assert.False(hit.GetProperty("stale").GetBoolean());
        Assert.Contains("price", hit.GetProperty("terms").EnumerateArray().Select(term => term.GetString()), StringComparer.Ordinal);
        Assert.NotEqual(0, hit.GetProperty("explain").GetArrayLength());
        Assert.Equal("  totalPrice(): number {", hit.GetProperty("snippet")[0].GetString());
        Assert.Equal(2, hit.GetProperty("snippet").GetArrayLength());
    }

    [Fact]
    public void Run_Explain_ShowsNamedAddends() =>
        Assert.Matches(@"\n +[+-]\d+\.\d{4}  \w+", shop.Open().Run("search", "cookie header", "--explain", "--context", "0", "-k", "1").Out);

    [Fact]
    public void Run_Terminal_HasColoursUnlessUnwelcome()
    {
        CliRunner cli = shop.Open();
        cli.IsTerminal = true;
        Assert.Contains("\x1b[1msrc/price.ts:2-4\x1b[0m", cli.Run("search", "roundPrice").Out, StringComparison.Ordinal);

        cli["NO_COLOR"] = "1";
        Assert.DoesNotContain('\x1b', cli.Run("search", "roundPrice").Out);
    }

    [Fact]
    public void Run_Filters_LeaveTheOthersOut()
    {
        CliRunner cli = shop.Open();

        Assert.All(Paths(cli, "price", "--lang", "python"), path => Assert.EndsWith(".py", path, StringComparison.Ordinal));
        Assert.All(Paths(cli, "price", "--path", "src/cart*"), path => Assert.Equal("src/cart.ts", path));
        Assert.All(Paths(cli, "price", "--type", "function"), path => Assert.NotEqual("src/cart.ts", path, StringComparer.Ordinal));
    }

    [Fact]
    public void Run_NoHit_IsOneWithAHint()
    {
        CliResult result = shop.Open().Run("search", "zzqxjkv", "--mode", "lexical");
        Assert.Equal(ExitCode.No, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains("no result for 'zzqxjkv'; try", result.Error, StringComparison.Ordinal);

        Assert.Contains("with these filters", shop.Open().Run("search", "zzqxjkv", "--mode=lexical", "--lang=python").Error, StringComparison.Ordinal);
        Assert.Equal("{\"query\":\"zzqxjkv\",\"results\":[]}\n", shop.Open().Run("search", "zzqxjkv", "--mode=lexical", "--json", "-q").Out);
    }

    [Fact]
    public void Run_Batch_AnswersALineAQuery()
    {
        CliRunner cli = shop.Open();
        cli.Input = "roundPrice\n\n  totalPrice  \nzzqxjkv\n";

        CliResult result = cli.Run("search", "--batch", "-", "--json", "-k", "1", "--mode", "lexical");

        Assert.Equal(ExitCode.Ok, result.Code);
        string[] lines = result.Out.TrimEnd('\n').Split('\n');
        Assert.Equal(["roundPrice", "totalPrice", "zzqxjkv"], lines.Select(Query), StringComparer.Ordinal);
        Assert.Contains("\"path\":\"src/price.ts\",\"start_line\":2", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\"results\":[]}", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Run_BatchOfAFile_SaysNoWhenNothingIsFound()
    {
        using TempFolder folder = new();
        CliResult result = shop.Open().Run("search", "--batch", folder.Write("queries", "zzqxjkv"), "--mode", "lexical");
        Assert.Equal(ExitCode.No, result.Code);

        Assert.Equal(ExitCode.BadData, shop.Open().Run("search", "--batch", folder.Write("blob", new string('x', 20_000))).Code);
        Assert.Equal(ExitCode.NoInput, shop.Open().Run("search", "--batch", folder.PathOf("gone")).Code);
    }

    [Theory]
    [InlineData("search needs a query")]
    [InlineData("search needs a query", "word", "--batch", "file")]
    [InlineData("--type: found 'functon', expected function, method,", "x", "--type", "functon")]
    [InlineData("did you mean typescript?", "x", "--lang", "typscript")]
    [InlineData("must be from 1 to", "x", "-k", "0")]
    public void Run_WrongCommandLine_IsAUsageError(string message, params string[] words)
    {
        CliResult result = shop.Open().Run(["search", .. words]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EveryKindOfTheOption_IsKnownToTheIndex()
    {
        foreach (string kind in Plimsoll.Cli.Commands.SearchCommand.Spec.Options.Single(option => option.Name == "type").Choices)
        {
            Assert.NotEqual(ExitCode.Usage, shop.Open().Run("search", "price", "--type", kind).Code);
        }
    }

    [Fact]
    public void Run_NoIndex_SaysHowToMakeOne()
    {
        using TempFolder folder = new();

        CliResult result = new CliRunner(folder.Root).Run("search", "x");

        Assert.Equal(ExitCode.NoInput, result.Code);
        Assert.Contains("Run `plimsoll index` first", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileChangedSince_IsStale()
    {
        using TempFolder folder = new();
        string path = folder.Write("a.ts", "export function firstThing() {\n  return 1;\n}\n");
        CliRunner cli = new(folder.Root);
        cli.Run("index", "-q");
        File.AppendAllText(path, "// changed\n");

        Assert.Contains("  stale\n", cli.Run("search", "firstThing").Out, StringComparison.Ordinal);
        Assert.EndsWith("(stale)\n", cli.Run("search", "firstThing", "--format", "plain").Out, StringComparison.Ordinal);
    }

    private static List<string?> Paths(CliRunner cli, params string[] words)
    {
        CliResult result = cli.Run(["search", "--json", .. words]);
        Assert.True(result.Code == ExitCode.Ok, result.Error);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        return [.. json.RootElement.GetProperty("results").EnumerateArray().Select(hit => hit.GetProperty("path").GetString())];
    }

    private static string? Query(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("query").GetString();
    }
}
