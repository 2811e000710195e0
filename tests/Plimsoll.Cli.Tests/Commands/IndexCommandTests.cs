using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class IndexCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public IndexCommandTests()
    {
        _cli = new CliRunner(_folder.Root);
        _folder.Write("tree/src/parse.py", "def parse_header(line):\n    return line.split(':')\n");
        _folder.Write("tree/src/shop.ts", "export function roundPrice(value: number): number {\n  return Math.round(value);\n}\n");
        _folder.Write("tree/logo.bin", "\0\0\0\0binary\0"u8);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Json_IsOneDocumentWithEveryCount()
    {
        CliResult result = _cli.Run("index", "tree", "--memory", "256MB", "--json");

        Assert.True(result.Code == ExitCode.Ok, result.Error);
        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement root = json.RootElement;
        Assert.Equal(_folder.PathOf("tree"), root.GetProperty("root").GetString());
        Assert.Equal(2, root.GetProperty("files").GetInt64());
        Assert.Equal(1, root.GetProperty("skipped").GetProperty("binary").GetInt64());
        Assert.Equal(256L << 20, root.GetProperty("budget_bytes").GetInt64());
        Assert.Equal("--memory", root.GetProperty("budget_origin").GetString());
        Assert.False(root.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public void Run_InsideAnIndexedTree_SaysWhichIndexSearchesUse()
    {
        Assert.Equal(ExitCode.Ok, _cli.Run("index", "tree").Code);

        CliResult nested = _cli.Run("index", "tree/src");
        CliResult again = _cli.Run("index", "tree/src");

        Assert.Contains($"note: {_folder.PathOf("tree")} has an index that holds this folder too", nested.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("note:", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_IndexNotComplete_SaysSo()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Equal(ExitCode.Interrupted, _cli.Run(stopped.Token, "index", "tree").Code);

        CliResult text = _cli.Run("search", "roundPrice", "--root", "tree");
        CliResult json = _cli.Run("search", "roundPrice", "--root", "tree", "--json");

        Assert.Contains("the index is not complete", text.Error, StringComparison.Ordinal);
        Assert.Contains("\"complete\":false", json.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, _cli.Run("index", "tree").Code);
        Assert.Contains("\"complete\":true", _cli.Run("search", "roundPrice", "--root", "tree", "--json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Text_SummarisesOnStdoutUnlessQuiet()
    {
        CliResult result = _cli.Run("index", "tree");
        Assert.StartsWith($"indexed {_folder.PathOf("tree")}\n  files    2: 3 added", result.Out.Replace("2: 2 added", "2: 3 added", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("  skipped  1 binary\n", result.Out, StringComparison.Ordinal);

        CliResult quiet = _cli.Run("index", "tree", "-q");
        Assert.Equal(new CliResult(ExitCode.Ok, "", ""), quiet);
    }

    [Fact]
    public void Run_WithoutPath_TakesTheCurrentFolderAndItsSettings()
    {
        _folder.Write("tree/plimsoll.json", """{"exclude": ["src/parse.py", "*.bin", "plimsoll.json"]}""");
        _cli.Folder = _folder.PathOf("tree");

        using JsonDocument json = JsonDocument.Parse(_cli.Run("index", "--json").Out);

        Assert.Equal(1, json.RootElement.GetProperty("files").GetInt64());
        Assert.Equal(3, json.RootElement.GetProperty("skipped").GetProperty("excluded").GetInt64());
    }

    [Fact]
    public void Run_IndexFolderInsideTheTree_DoesNotIndexItself()
    {
        string[] line = ["index", "tree", "--index-dir", "tree/deep/index", "--json"];
        _cli.Run(line);

        using JsonDocument json = JsonDocument.Parse(_cli.Run(line).Out);

        Assert.Equal(0, json.RootElement.GetProperty("added").GetInt64());
        Assert.Equal(0, json.RootElement.GetProperty("changed").GetInt64());
        Assert.False(Directory.Exists(_folder.PathOf("tree/.plimsoll")));
    }

    [Fact]
    public void Run_RelativeIndexFolderInAFile_IsTheSameFromEverywhere()
    {
        _folder.Write("tree/plimsoll.json", """{"index-dir": "made/index"}""");
        Assert.Equal(ExitCode.Ok, _cli.Run("index", "tree").Code);
        Assert.True(Directory.Exists(_folder.PathOf("tree/made/index")));

        foreach (string from in new[] { "tree", "tree/src" })
        {
            _cli.Folder = _folder.PathOf(from);
            Assert.Equal(_folder.PathOf("tree/made/index") + "\n", _cli.Run("config", "get", "index-dir").Out);
            CliResult found = _cli.Run("search", "roundPrice", "--json");
            Assert.Contains("\"path\":\"src/shop.ts\"", found.Out, StringComparison.Ordinal);
            Assert.Contains($"\"root\":\"{_folder.PathOf("tree")}\"", found.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_IndexFolderOfAnotherTree_IsRefusedAndKept()
    {
        _folder.Write("other/private.py", "def private_thing():\n    return 1\n");
        Assert.Equal(ExitCode.Ok, _cli.Run("index", "other").Code);

        CliResult refused = _cli.Run("index", "tree", "--index-dir", "other/.plimsoll");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"holds the index of {_folder.PathOf("other")}", refused.Error, StringComparison.Ordinal);
        Assert.Contains("private.py", _cli.Run("search", "private_thing", "--root", "other").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("link/index")]
    public void Run_RepositorySettingLeadsOutOfIt_IsRefusedAndMakesNothing(string setting)
    {
        Directory.CreateDirectory(_folder.PathOf("theirs"));
        Directory.CreateSymbolicLink(_folder.PathOf("tree/link"), _folder.PathOf("theirs"));
        _folder.Write("tree/plimsoll.json", $$"""{"index-dir": "{{setting}}"}""");

        CliResult refused = _cli.Run("index", "tree");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"which is outside of {_folder.PathOf("tree")}; if you want it there, say so by --index-dir, PLIMSOLL_INDEX_DIR", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("outside")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("theirs")));
        _cli["PLIMSOLL_INDEX_DIR"] = "outside";
        Assert.Equal(ExitCode.Ok, _cli.Run("index", "tree").Code);
    }

    [Fact]
    public void Config_SetBesideARelativeIndexFolder_KeepsItAsItIs()
    {
        _folder.Write("plimsoll.json", """{"index-dir": "index"}""");

        _cli.Run("config", "set", "limit", "3");

        Assert.Contains("\"index-dir\": \"index\"", File.ReadAllText(_folder.PathOf("plimsoll.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StoppedBeforeTheStart_IsInterruptedAndResumes()
    {
        CliResult stopped = _cli.Run(new CancellationToken(canceled: true), "index", "tree");
        Assert.Equal(ExitCode.Interrupted, stopped.Code);

        Assert.Equal(ExitCode.Ok, _cli.Run("index", "tree").Code);
    }

    [Theory]
    [InlineData(ExitCode.NoInput, "is not there; give a folder to index", "gone")]
    [InlineData(ExitCode.NoInput, "is a file; give a folder to index", "tree/logo.bin")]
    [InlineData(ExitCode.Usage, "--embedder: found 'onnx', expected builtin, onnx:DIR or openai:URL", "tree", "--embedder", "onnx")]
    [InlineData(ExitCode.Usage, "--memory: found 'much'", "tree", "--memory", "much")]
    [InlineData(ExitCode.Usage, "index: found '', expected a folder", "")]
    public void Run_WrongInput_HasItsCodeAndMessage(int code, string message, params string[] words)
    {
        CliResult result = _cli.Run(["index", .. words]);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }
}
