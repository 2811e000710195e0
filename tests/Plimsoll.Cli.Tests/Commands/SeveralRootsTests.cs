using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>Several repositories searched at once: one ranking, as if they were one.</summary>
public sealed class SeveralRootsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SeveralRootsTests()
    {
        // The word is common in the first and rare in the second; alone, each index would score it by its own count.
        for (int i = 0; i < 30; i++) _folder.Write($"one/src/parse{i}.ts", $"// parse the header number {i}\nexport function handle{i}(a: number) {{\n  return parse(a + {i});\n}}\n");
        _folder.Write("two/src/cookie.ts", "// parse the cookie header\nexport function readCookie(text: string) {\n  return parse(text).cookie;\n}\n");
        _folder.Write("two/src/other.ts", "export function other() {\n  return 1;\n}\n");
        foreach (string path in (string[])["one/src/same.ts", "two/src/same.ts"]) _folder.Write(path, "export function sameThing() {\n  return 1;\n}\n");
        foreach (string name in (string[])["one", "two"]) Assert.Equal(ExitCode.Ok, Run("index", name, "-q").Code);
        Directory.CreateDirectory(_folder.PathOf("both"));
        ProcessRunner.Run("cp", ["-r", _folder.PathOf("one/src"), _folder.PathOf("both/one")]);
        ProcessRunner.Run("cp", ["-r", _folder.PathOf("two/src"), _folder.PathOf("both/two")]);
        Assert.Equal(ExitCode.Ok, Run("index", "both", "-q").Code);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Search_TwoRoots_ScoresAsOneIndexOfBothDoes()
    {
        JsonNode apart = JsonNode.Parse(Run("search", "parse cookie header", "--mode", "lexical", "--root", "one", "--root", "two", "--json").Out)!;
        JsonNode whole = JsonNode.Parse(Run("search", "parse cookie header", "--mode", "lexical", "--root", "both", "--json").Out)!;

        Assert.Equal("src/cookie.ts", (string?)apart["results"]![0]!["path"]);
        Assert.Equal("two", (string?)apart["results"]![0]!["repository"]);
        Assert.Equal("two/cookie.ts", (string?)whole["results"]![0]!["path"]);
        Assert.Equal((double)whole["results"]![0]!["score"]!, (double)apart["results"]![0]!["score"]!, .2);
        Assert.Equal(2, apart["roots"]!.AsArray().Count);
    }

    [Fact]
    public void Search_TwoRoots_ShowsPathsAndLinesOfEach()
    {
        CliResult table = Run("search", "sameThing", "--root", "one", "--root", "two", "-k", "2");
        CliResult vimgrep = Run("search", "sameThing", "--root", "two", "--root", "one", "-k", "2", "--format", "vimgrep");

        Assert.Contains("one/src/same.ts:1-3", table.Out, StringComparison.Ordinal);
        Assert.Contains("two/src/same.ts:1-3", table.Out, StringComparison.Ordinal);
        Assert.Equal("two/src/same.ts:1:1:export function sameThing() {\none/src/same.ts:1:1:export function sameThing() {\n", vimgrep.Out);
    }

    [Fact]
    public void Search_Repo_ChoosesByName()
    {
        JsonNode one = JsonNode.Parse(Run("search", "sameThing", "--root", "one", "--root", "two", "--repo", "two", "--json").Out)!;
        CliResult wrong = Run("search", "sameThing", "--root", "one", "--root", "two", "--repo", "tow");

        Assert.Equal(_folder.PathOf("two"), (string?)one["root"]);
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.Contains("did you mean two?", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_RootWithoutIndex_SaysWhich()
    {
        Directory.CreateDirectory(_folder.PathOf("bare"));

        CliResult result = Run("search", "sameThing", "--root", "one", "--root", "bare");

        Assert.Equal(ExitCode.NoInput, result.Code);
        Assert.Contains(_folder.PathOf("bare"), result.Error, StringComparison.Ordinal);
    }

    private CliResult Run(params string[] arguments) => new CliRunner(_folder.Root).Run(arguments);
}
