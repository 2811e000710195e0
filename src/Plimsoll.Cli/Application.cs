using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli;

/// <summary>From a command line to an exit code: finds the command, parses, runs it and tells every failure in one message.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words behind the program's name.</param>
    /// <param name="terminal">Where to answer.</param>
    /// <param name="stop">Stops the work as the first Ctrl-C would; for tests.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, Terminal terminal, CancellationToken stop = default)
    {
        terminal.AnswersJson = AsksForJson(arguments, terminal);
        try
        {
            int code = Dispatch(arguments, terminal, stop);
            terminal.Out.Flush();
            return code;
        }
        catch (Exception error)
        {
            return Failures.Report(error, terminal);
        }
    }

    private static int Dispatch(string[] arguments, Terminal terminal, CancellationToken stop)
    {
        if (arguments.Length == 0)
        {
            HelpPage.WriteOverview(terminal.Error);
            return ExitCode.Usage;
        }
        switch (arguments[0])
        {
            case "--version" or "version":
                return VersionCommand.Write(terminal, json: Array.IndexOf(arguments, "--json") > 0);
            case "--help" or "-h":
                HelpPage.WriteOverview(terminal.Out);
                return ExitCode.Ok;
        }
        CommandSpec command = CommandTable.Find(arguments[0]) ?? throw Unknown(arguments[0]);
        ParsedArguments parsed = ArgumentParser.Parse(command, arguments.AsSpan(1));
        if (parsed.Has(CommonOptions.HelpName))
        {
            HelpPage.Write(terminal.Out, command);
            return ExitCode.Ok;
        }
        if (!parsed.Has(CommonOptions.QuietName)) UnknownVariables.Tell(terminal);
        return command.Run(new CommandContext(command, parsed, terminal) { Stop = stop });
    }

    private static CliException Unknown(string word)
    {
        string what = word.StartsWith('-') ? "option" : "command";
        string[] candidates = word.StartsWith('-') ? ["--version", "--help"] : CommandTable.Names;
        string suggestion = CommandTable.Guess(word) is string meant ? $"; did you mean {meant}?" : Suggestion.For(word, candidates);
        return CliException.Usage($"there is no {what} '{word}'{suggestion}\nsee: plimsoll help");
    }

    /// <summary>Whether a failure must be a document too. Looked for before anything is parsed, because parsing may be what fails.</summary>
    private static bool AsksForJson(string[] arguments, Terminal terminal)
    {
        const string Format = "--format";
        string? format = null;
        for (int i = 0; i < arguments.Length && arguments[i] != "--"; i++)
        {
            if (arguments[i] == "--" + CommonOptions.JsonName) return true;
            if (arguments[i] == Format && i + 1 < arguments.Length) format = arguments[i + 1];
            else if (arguments[i].StartsWith(Format + "=", StringComparison.Ordinal)) format = arguments[i][(Format.Length + 1)..];
        }
        if (arguments.Length == 0 || arguments[0] != SearchCommand.Name) return false;
        return (format ?? terminal.Variable(SettingOptions.Format.Variable)?.Trim()) == "json";
    }
}
