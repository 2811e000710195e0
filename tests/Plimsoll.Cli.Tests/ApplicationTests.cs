using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Output;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

public sealed class ApplicationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public ApplicationTests() => _cli = new CliRunner(_folder.Root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_NothingTyped_ShowsTheCommandsOnStderr()
    {
        CliResult result = _cli.Run();

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Empty(result.Out);
        Assert.All(CommandTable.Names, name => Assert.Contains($"\n  {name} ", result.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Run_Help_ShowsTheCommandsOnStdout(string word)
    {
        CliResult result = _cli.Run(word);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("usage: plimsoll COMMAND", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HelpOfEveryCommand_IsAPageWithExamplesOfTheCommand()
    {
        foreach (string name in CommandTable.Names)
        {
            CliResult page = _cli.Run("help", name);
            CliResult option = _cli.Run(name, "--help");

            Assert.Equal(page, option);
            Assert.Equal(ExitCode.Ok, page.Code);
            foreach (string heading in new[] { "NAME\n", "SYNOPSIS\n", "DESCRIPTION\n", "OPTIONS\n", "EXAMPLES\n", "EXIT CODES\n", "SETTINGS\n" })
            {
                Assert.Contains(heading, page.Out, StringComparison.Ordinal);
            }
            Assert.Contains($"    plimsoll {name} ", page.Out, StringComparison.Ordinal);
            Assert.All(page.Out.Split('\n'), line => Assert.True(line.Length <= 110, line));
        }
    }

    [Theory]
    [InlineData("serch", "there is no command 'serch'; did you mean search?")]
    [InlineData("--versoin", "there is no option '--versoin'; did you mean --version?")]
    [InlineData("frobnicate", "there is no command 'frobnicate'\n")]
    [InlineData("grep", "there is no command 'grep'; did you mean search?")]
    [InlineData("find", "there is no command 'find'; did you mean search?")]
    [InlineData("update", "there is no command 'update'; did you mean index?")]
    public void Run_UnknownCommand_SuggestsTheNearest(string word, string message)
    {
        CliResult result = _cli.Run(word);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.StartsWith("plimsoll: " + message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void Run_Version_NamesVersionAndCommit()
    {
        Assert.Matches(@"^plimsoll \d+\.\d+\.\d+ \(commit (\w{12}|unknown)\)\n$", _cli.Run("--version").Out);

        using JsonDocument json = JsonDocument.Parse(_cli.Run("--version", "--json").Out);
        Assert.Matches(@"^\d+\.\d+\.\d+$", json.RootElement.GetProperty("version").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("commit").GetString()!);
    }

    [Fact]
    public void Run_ErrorWithJson_IsADocumentToo()
    {
        CliResult result = _cli.Run("index", "not-there", "--json");

        using JsonDocument json = JsonDocument.Parse(result.Out);
        JsonElement error = json.RootElement.GetProperty("error");
        Assert.Equal(ExitCode.NoInput, result.Code);
        Assert.Equal(ExitCode.NoInput, error.GetProperty("exit_code").GetInt32());
        Assert.Contains("not-there is not there", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("not-there is not there", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search", "x", "--root", "not-there", "--format", "json")]
    [InlineData("search", "x", "--root", "not-there", "--format=json")]
    [InlineData("search", "--format", "json")]
    public void Run_ErrorWithFormatJson_IsADocumentToo(params string[] words)
    {
        CliResult result = _cli.Run(words);

        using JsonDocument json = JsonDocument.Parse(result.Out);
        Assert.Equal(result.Code, json.RootElement.GetProperty("error").GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public void Run_ErrorWhereASettingMakesAnswersJson_IsADocumentToo()
    {
        _folder.Write("plimsoll.json", """{"format": "json"}""");
        Assert.StartsWith("{\"error\":", _cli.Run("search", "x").Out, StringComparison.Ordinal);
        Assert.Empty(_cli.Run("search", "x", "--format", "plain").Out);
        Assert.Empty(_cli.Run("index", "not-there").Out);

        File.Delete(_folder.PathOf("plimsoll.json"));
        _cli["PLIMSOLL_FORMAT"] = "json";
        Assert.StartsWith("{\"error\":", _cli.Run("search", "x", "--root", "not-there").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "search", "--json")]
    [InlineData("completion", "bash", "--json")]
    public void Run_JsonOfACommandThatAnswersWithText_IsAUsageError(params string[] words)
    {
        CliResult result = _cli.Run(words);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains($"{words[0]} has no option --json", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--json", _cli.Run("help", words[0]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownVariable_IsANoteWithASuggestion()
    {
        _cli["PLIMSOLL_MEMROY"] = "64MB";
        _cli["PLIMSOLL_ARTIFACTS"] = "x";
        _cli["PLIMSOLL_LIMIT"] = "3";
        _cli["MEMROY"] = "64MB";

        CliResult result = _cli.Run("config", "get", "mode");

        Assert.Equal("hybrid\n", result.Out);
        Assert.Equal("plimsoll: note: PLIMSOLL_MEMROY is no setting and has no effect; did you mean PLIMSOLL_MEMORY?\n", result.Error);
        Assert.Empty(_cli.Run("config", "get", "mode", "-q").Error);
    }

    [Theory]
    [InlineData("help", "search")]
    [InlineData("config", "list", "--json")]
    [InlineData("config", "list")]
    public void Run_StdoutCannotBeWritten_SaysSo(params string[] words)
    {
        using MemoryStream error = new();
        using FaultyStream output = new(new MemoryStream(), failAfterBytes: 0, FaultyStream.NoSpace);
        int code;
        using (Terminal terminal = _cli.Open(output, error)) code = Application.Run(words, terminal);

        Assert.Equal(ExitCode.CannotWrite, code);
        Assert.Equal("plimsoll: cannot write the answer to stdout: injected error 28; send it to where there is room, or use --quiet\n", System.Text.Encoding.UTF8.GetString(error.ToArray()));
    }

    [Fact]
    public void Run_ReaderOfStdoutGone_EndsQuietly()
    {
        using MemoryStream error = new();
        using FaultyStream output = new(new MemoryStream(), failAfterBytes: 0, errno: 32);
        using Terminal terminal = _cli.Open(output, error);

        int code = Application.Run(["help", "search"], terminal);

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(0, error.Length);
    }
}
