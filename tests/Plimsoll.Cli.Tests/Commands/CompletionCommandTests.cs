using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    private readonly CliRunner _cli = new("/");

    [Theory]
    [InlineData("plimsoll sea", "search")]
    [InlineData("plimsoll search --mo", "--mode")]
    [InlineData("plimsoll search --mode sem", "semantic")]
    [InlineData("plimsoll config res", "reset")]
    [InlineData("plimsoll --vers", "--version")]
    [InlineData("plimsoll search --mode = sem", "semantic")]
    [InlineData("plimsoll search --mode =", "hybrid lexical semantic")]
    [InlineData("plimsoll search --mode=sem", "--mode=semantic")]
    [InlineData("plimsoll search -t inter", "interface")]
    [InlineData("plimsoll search --lang pyth", "python")]
    [InlineData("plimsoll index --profile cons", "conservative")]
    [InlineData("plimsoll config get max", "max-file-size")]
    [InlineData("plimsoll config set mode lex", "lexical")]
    [InlineData("plimsoll config set memory ''", "")]
    [InlineData("plimsoll help chec", "checkpoints")]
    [InlineData("plimsoll index us", "usr")]
    [InlineData("plimsoll status us", "usr")]
    [InlineData("plimsoll search us", "")]
    [InlineData("plimsoll search --limit us", "")]
    [InlineData("plimsoll search --root us", "usr")]
    [InlineData("plimsoll search --batch us", "usr")]
    [InlineData("plimsoll unminify us", "usr")]
    [InlineData("plimsoll unminify a.js us", "usr")]
    [InlineData("plimsoll unminify -o us", "usr")]
    [InlineData("plimsoll unminify --names-f", "--names-from")]
    public void Bash_RealShell_CompletesCommandsOptionsAndValues(string line, string expected)
    {
        string[] words = line.Split(' ');
        string script = _cli.Run("completion", "bash").Out
            + $"\nCOMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _plimsoll; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n";

        ProcessResult result = ProcessRunner.Run("bash", ["--norc", "-c", script], new ProcessSetup { WorkingFolder = "/" });

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(expected, result.StandardOutput.Trim().Replace('\n', ' '));
    }

    [Fact]
    public void Zsh_LoadsTheBashScript()
    {
        CliResult result = _cli.Run("completion", "zsh");

        Assert.StartsWith("#compdef plimsoll\nautoload -U +X bashcompinit && bashcompinit\n", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("complete -o filenames -F _plimsoll plimsoll\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Fish_EveryLine_IsACompletion()
    {
        CliResult result = _cli.Run("completion", "fish");

        Assert.All(result.Out.TrimEnd().Split('\n'), line => Assert.StartsWith("complete -c plimsoll -n ", line, StringComparison.Ordinal));
        Assert.Contains("from config; and __fish_seen_subcommand_from get set reset' -f -a 'memory profile", result.Out, StringComparison.Ordinal);
        Assert.Contains("-l root -x -a '(__fish_complete_directories)'", result.Out, StringComparison.Ordinal);
        Assert.Contains("-l lang -s l -x -a 'text c cpp csharp", result.Out, StringComparison.Ordinal);
        Assert.Contains("from unminify' -F\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("-l output -s o -r -F ", result.Out, StringComparison.Ordinal);
        Assert.Contains("-l mode -x -a 'hybrid lexical semantic'", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownShell_IsAUsageError() => Assert.Equal(ExitCode.Usage, _cli.Run("completion", "tcsh").Code);
}
