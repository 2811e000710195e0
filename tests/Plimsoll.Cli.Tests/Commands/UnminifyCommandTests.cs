using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>`plimsoll unminify` as it is typed.</summary>
public sealed class UnminifyCommandTests : IDisposable
{
    private const string Text = "function a(b,c){return void 0===b?c.length:b}window.go=a;";

    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public UnminifyCommandTests() => _cli = new CliRunner(_folder.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OneFile_WritesBesideAndSaysWhatWasDone()
    {
        _folder.Write("app.min.js", Text);

        CliResult result = _cli.Run("unminify", "app.min.js");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("  names    3 of 3 identifiers\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  check    the same program\n", result.Out, StringComparison.Ordinal);
        Assert.Contains(" === undefined", File.ReadAllText(_folder.PathOf("app.min.js.unminified/app.min.js")), StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(_folder.PathOf("app.min.js")));
    }

    [Fact]
    public void Run_OutputThatEndsInJs_IsTheFile()
    {
        _folder.Write("app.min.js", Text);

        Assert.Equal(ExitCode.Ok, _cli.Run("unminify", "app.min.js", "-o", "app.js", "-q", "--source-map", "--rename-map").Code);
        Assert.Equal(["app.js", "app.js.map", "app.min.js", "app.rename.json"], _folder.Names());
    }

    [Fact]
    public void Run_Json_IsOneDocument()
    {
        _folder.Write("a.js", Text);
        _folder.Write("b.js", "export let q=1;eval('q')");

        CliResult result = _cli.Run("unminify", "a.js", "b.js", "-o", "out", "--json");

        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement files = json.RootElement.GetProperty("files");
        Assert.Equal(2, files.GetArrayLength());
        Assert.Equal("script", files[0].GetProperty("goal").GetString());
        Assert.Equal(2, files[0].GetProperty("renamed").GetInt64()); // names at the top level stay where there are several files
        Assert.Equal(1, files[0].GetProperty("kept").GetProperty("top_level").GetInt64());
        Assert.True(files[0].GetProperty("verified").GetBoolean());
        Assert.Equal("module", files[1].GetProperty("goal").GetString());
        Assert.Equal(1, files[1].GetProperty("kept").GetProperty("eval").GetInt64());
        foreach (string phase in (string[])["reading", "naming", "printing", "checking"]) Assert.True(files[0].GetProperty("phases_ms").GetProperty(phase).GetDouble() >= 0);
    }

    [Theory]
    [InlineData(ExitCode.BadData, "bad.js:1:5: unexpected token", "unminify", "bad.js")]
    [InlineData(ExitCode.NoInput, "gone.js is not there; give the path of a JavaScript file", "unminify", "gone.js")]
    [InlineData(ExitCode.Usage, "one file for 2 inputs; give a folder", "unminify", "a.js", "b.js", "-o", "c.js")]
    [InlineData(ExitCode.Usage, "--no-chunking and --chunk-size exclude each other", "unminify", "a.js", "--no-chunking", "--chunk-size", "1000")]
    [InlineData(ExitCode.Usage, "usage: plimsoll unminify FILE... [OPTION...]", "unminify")]
    [InlineData(ExitCode.Usage, "is an input", "unminify", "a.js", "-o", ".")]
    [InlineData(ExitCode.Usage, "expected a whole number, 512 or more", "unminify", "a.js", "--chunk-size", "5")]
    public void Run_Mistake_SaysWhatWhereAndWhatToDo(int code, string message, params string[] arguments)
    {
        _folder.Write("a.js", Text);
        _folder.Write("b.js", Text);
        _folder.Write("bad.js", "var 1");

        CliResult result = _cli.Run(arguments);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(["a.js", "b.js", "bad.js"], _folder.Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_SeveralFilesSomeBad_DoesTheOthersAndTellsEach(bool json)
    {
        _folder.Write("a.js", Text);
        _folder.Write("bad.js", "var 1");
        _folder.Write("b.js", Text);

        CliResult result = _cli.Run(["unminify", "bad.js", "a.js", "gone.js", "b.js", "-o", "out", .. json ? (string[])["--json"] : ["--quiet"]]);

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.Equal(["a.js", "b.js"], Directory.GetFiles(_folder.PathOf("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray());
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal($"plimsoll: {_folder.PathOf("bad.js")}:1:5: unexpected token 1", lines[0]);
        Assert.Equal($"plimsoll: {_folder.PathOf("gone.js")} is not there; give the path of a JavaScript file", lines[1]);
        Assert.Equal("plimsoll: 2 of 4 files could not be un-minified", lines[2]);
        if (json) CheckFailures(result.Out);
        else Assert.Equal("", result.Out);
    }

    private static void CheckFailures(string document)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        Assert.Equal(2, json.RootElement.GetProperty("files").GetArrayLength());
        JsonElement failures = json.RootElement.GetProperty("failures");
        Assert.Equal([ExitCode.BadData, ExitCode.NoInput], failures.EnumerateArray().Select(one => one.GetProperty("exit_code").GetInt32()));
        Assert.EndsWith("bad.js", failures[0].GetProperty("input").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("bad.js:1:5: unexpected token 1", failures[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadData, json.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
        Assert.Equal("2 of 4 files could not be un-minified", json.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public void Run_NamesFromAnEarlierRelease_TellsWhatBecameOfThem()
    {
        _folder.Write("a.js", Text);
        _cli.Run("unminify", "a.js", "-o", "v1", "--rename-map");

        CliResult told = _cli.Run("unminify", "a.js", "-o", "v2", "--names-from", "v1/a.rename.json");
        CliResult json = _cli.Run("unminify", "a.js", "-o", "v2", "--names-from", "v1/a.rename.json", "--json");

        Assert.Contains("  earlier  3 names of the earlier release taken over; 0 do not fit here, 0 are of functions that are not in this file\n", told.Out, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json.Out);
        Assert.Equal("{\"taken_over\":3,\"refused\":0,\"unmatched\":0}", document.RootElement.GetProperty("files")[0].GetProperty("names_from").GetRawText());
    }

    [Fact]
    public void Run_StandardStreams_CarryTheProgramOnly()
    {
        _cli.Input = Text;

        CliResult result = _cli.Run("unminify", "-", "-o", "-");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.StartsWith("function ", result.Out, StringComparison.Ordinal);
        Assert.EndsWith(";\n", result.Out, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Run_StandardInputIsNoProgram_NamesItAndWritesNothing()
    {
        _cli.Input = "var 1";

        CliResult result = _cli.Run("unminify", "-", "-o", "-");

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.Equal("", result.Out);
        Assert.Contains("plimsoll: stdin:1:5: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unminify", "-")]
    [InlineData("unminify", "-", "a.js", "-o", "out")]
    [InlineData("unminify", "-", "-o", "-", "--json")]
    [InlineData("unminify", "-", "-o", "-", "--source-map")]
    public void Run_StandardStreamsWithWhatDoesNotGoWithThem_IsAUsageError(params string[] arguments) => Assert.Equal(ExitCode.Usage, _cli.Run(arguments).Code);
}
