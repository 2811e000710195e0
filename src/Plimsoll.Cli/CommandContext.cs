using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli;

/// <summary>What a command works with: what was typed, where it answers, and the merged settings.</summary>
internal sealed class CommandContext(CommandSpec command, ParsedArguments arguments, Terminal terminal)
{
    public CommandSpec Command { get; } = command;

    public ParsedArguments Arguments { get; } = arguments;

    public Terminal Terminal { get; } = terminal;

    /// <summary>Whether the answer must be JSON.</summary>
    public bool Json { get; } = arguments.Has(CommonOptions.JsonName);

    /// <summary>Whether only errors may be written to stderr.</summary>
    public bool Quiet { get; } = arguments.Has(CommonOptions.QuietName);

    /// <summary>Stops the work: the first Ctrl-C or SIGTERM. None by default, so that a process without an interruptible job pays nothing.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Flag over environment over the files around <paramref name="folder"/> over profile over default.</summary>
    public SettingValues LoadSettings(string folder) => SettingValues.Load(Arguments, Terminal, folder);

    /// <summary>A line for people on stderr, unless they asked for quiet.</summary>
    public void Say(string line)
    {
        if (!Quiet) Terminal.Error.WriteLine(line);
    }

    /// <summary>A path that was typed, made absolute from the folder the command was typed in.</summary>
    public string Absolute(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Terminal.Folder));
}
