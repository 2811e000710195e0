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
        Assert.Equal("current", hit.GetProperty("state").GetString());
        Assert.Equal(shop.Root, json.RootElement.GetProperty("root").GetString());
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
    public void Run_FilterGivenSeveralTimes_IsAUnion()
    {
        CliRunner cli = shop.Open();

        Assert.Equal(["src/cart.ts", "src/price.ts"], Distinct(cli, "price", "--path", "src/cart*", "--path", "src/price*"));
        Assert.Contains("src/session.py", Distinct(cli, "session cart", "--lang", "py", "--lang", "ts"), StringComparer.Ordinal);
        Assert.Contains("src/cart.ts", Distinct(cli, "session cart", "--lang", "py", "--lang", "ts"), StringComparer.Ordinal);
        Assert.DoesNotContain("src/cart.ts", Distinct(cli, "price", "--exclude", "cart*", "--exclude", "*.md"), StringComparer.Ordinal);
        Assert.Equal(["src/price.ts"], Distinct(cli, "price", "--path", "src/*.ts", "--exclude", "src/cart.ts"));
    }

    [Theory]
    [InlineData("src/cart.ts", "", false)]
    [InlineData("./src/cart.ts", "", false)]
    [InlineData("src/cart.ts", "src", false)]
    [InlineData("./cart.ts", "src", false)]
    [InlineData("../src/cart*", "src", false)]
    [InlineData("src/cart.ts", "/", true)]
    [InlineData("./src/cart.ts", "/", true)]
    [InlineData("ROOT/src/cart.ts", "/", true)]
    [InlineData("ROOT/src/cart.ts", "src", false)]
    public void Run_Path_IsRelativeToTheRootAndDotsToTheFolder(string glob, string folder, bool hasRoot)
    {
        CliRunner cli = folder == "/" ? new CliRunner("/") : shop.Open(folder);
        string[] root = hasRoot ? ["--root", shop.Root] : [];

        Assert.Equal(["src/cart.ts"], Distinct(cli, ["price", "--path", glob.Replace("ROOT", shop.Root, StringComparison.Ordinal), .. root]));
    }

    [Fact]
    public void Run_WholeRootAsPath_TakesEverything()
    {
        Assert.Equal(Distinct(shop.Open(), "price"), Distinct(shop.Open(), "price", "--path", shop.Root));
        Assert.Equal(Distinct(shop.Open(), "price"), Distinct(shop.Open("src"), "price", "--path", ".."));
    }

    [Theory]
    [InlineData("PLIMSOLL_LIMIT", "0", "PLIMSOLL_LIMIT: found '0', expected a whole number from 1 to 1000")]
    [InlineData("PLIMSOLL_MODE", "both", "PLIMSOLL_MODE: found 'both'")]
    [InlineData("PLIMSOLL_CONTEXT", "many", "PLIMSOLL_CONTEXT: found 'many'")]
    public void Run_WrongVariable_IsToldBeforeTheIndexIsLookedFor(string variable, string value, string message)
    {
        using TempFolder folder = new();
        CliRunner cli = new(folder.Root) { [variable] = value };

        CliResult result = cli.Run("search", "x");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FilterThatTakesNoFile_SaysSo()
    {
        CliResult result = shop.Open().Run("search", "price", "--path", "lib/**");

        Assert.Equal(ExitCode.No, result.Code);
        Assert.Contains($"no indexed file passes --lang, --path and --exclude as given (globs are relative to {shop.Root})", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lexical", true)]
    [InlineData("hybrid", false)]
    [InlineData("semantic", false)]
    public void Run_NoHit_OffersTheOtherModeOnlyWhereItMayHelp(string mode, bool offered)
    {
        string hint = shop.Open().Run("search", "zzqxjkv", "--mode", mode).Error;

        Assert.StartsWith("no result for 'zzqxjkv'; try other words", hint, StringComparison.Ordinal);
        Assert.Equal(offered, hint.Contains("--mode semantic", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NoHit_IsOneWithAHint()
    {
        CliResult result = shop.Open().Run("search", "zzqxjkv", "--mode", "lexical");
        Assert.Equal(ExitCode.No, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains("no result for 'zzqxjkv'; try", result.Error, StringComparison.Ordinal);

        Assert.Contains("with these filters", shop.Open().Run("search", "zzqxjkv", "--mode=lexical", "--lang=python").Error, StringComparison.Ordinal);
        Assert.Equal("{\"query\":\"zzqxjkv\",\"root\":\"" + shop.Root + "\",\"complete\":true,\"results\":[]}\n", shop.Open().Run("search", "zzqxjkv", "--mode=lexical", "--json", "-q").Out);
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
    [InlineData("-k, --limit: found '0', expected a whole number from 1 to 1000", "x", "-k", "0", "--root", "/")]
    [InlineData("--limit: found '1001', expected a whole number from 1 to 1000", "x", "--limit=1001", "--root", "/")]
    [InlineData("search has no option --language; did you mean --lang?", "x", "--language", "go")]
    [InlineData("search has no option --kind; did you mean --type?", "x", "--kind", "class")]
    [InlineData("search has no option -n; did you mean --limit?", "x", "-n", "5")]
    [InlineData("search has no option --top; did you mean --limit?", "x", "--top", "5")]
    [InlineData("--path: '!src' would leave files out; use --exclude 'src'", "x", "--path", "!src")]
    [InlineData("--path: '../x' leads out of", "x", "--path", "../x")]
    [InlineData("--json and --format plain exclude each other", "x", "--json", "--format", "plain")]
    [InlineData("--batch answers with JSON lines", "--batch", "-", "--format", "table")]
    [InlineData("--format vimgrep has no place for --explain", "x", "--explain", "--format", "vimgrep")]
    [InlineData("--format plain shows no source lines", "x", "--context", "2", "--format", "plain")]
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

    [Fact]
    public void Run_FileGoneSince_IsMarkedOrLeftOut()
    {
        using TempFolder folder = new();
        string path = folder.Write("a.ts", "export function firstThing() {\n  return 1;\n}\n");
        CliRunner cli = new(folder.Root);
        cli.Run("index", "-q");
        File.Delete(path);

        Assert.Matches(@"^ 1\. a\.ts:1-3 .*  deleted\n$", cli.Run("search", "firstThing").Out);
        Assert.Contains("\"stale\":true,\"state\":\"deleted\"", cli.Run("search", "firstThing", "--json").Out, StringComparison.Ordinal);
        foreach (string format in new[] { "plain", "vimgrep" })
        {
            CliResult result = cli.Run("search", "firstThing", "--format", format);
            Assert.Equal(ExitCode.No, result.Code);
            Assert.Empty(result.Out);
            Assert.StartsWith("1 of 1 results left out", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_VimgrepOfAChangedFile_ShowsOnlyLinesThatAreThere()
    {
        using TempFolder folder = new();
        folder.Write("a.ts", "\n\n\nexport function firstThing() {\n  return 1;\n}\n");
        CliRunner cli = new(folder.Root);
        cli.Run("index", "-q");

        folder.Write("a.ts", "one\ntwo\nthree\nfour\n");
        Assert.Equal("a.ts:4:1:four\n", cli.Run("search", "firstThing", "--format", "vimgrep").Out);

        folder.Write("a.ts", "one\n");
        Assert.Empty(cli.Run("search", "firstThing", "--format", "vimgrep").Out);
    }

    private static string[] Distinct(CliRunner cli, params string[] words) => [.. Paths(cli, words).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

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
