namespace Plimsoll.Cli.Arguments;

/// <summary>A line of the help's examples: what to type and what it does.</summary>
internal readonly record struct Example(string Command, string Meaning);

/// <summary>A command as data.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Summary">One line, without a full stop, for the list of commands.</param>
internal sealed record CommandSpec(string Name, string Summary)
{
    /// <summary>What follows the name, such as "QUERY [OPTION...]".</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs for the help page.</summary>
    public required string[] Description { get; init; }

    /// <summary>Its own options; those that every command has are added by <see cref="AllOptions"/>.</summary>
    public required OptionSpec[] Options { get; init; }

    public required Example[] Examples { get; init; }

    /// <summary>The least number of arguments that are not options.</summary>
    public int ArgumentsMin { get; init; }

    /// <summary>The most arguments that are not options.</summary>
    public int ArgumentsMax { get; init; }

    /// <summary>The words that may stand first, for commands such as config; empty where anything may.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Whether an argument may be a folder, also in the place of one of <see cref="Words"/>.</summary>
    public bool TakesFolder { get; init; }

    /// <summary>Whether arguments are files.</summary>
    public bool TakesFiles { get; init; }

    /// <summary>Whether it answers with JSON when asked to; false for commands whose answer is a text for people or for a shell.</summary>
    public bool AnswersJson { get; init; } = true;

    /// <summary>Does the work and returns the exit code.</summary>
    public required Func<CommandContext, int> Run { get; init; }

    /// <summary>Its own options and those of every command.</summary>
    public OptionSpec[] AllOptions => AnswersJson ? [.. Options, CommonOptions.Json, CommonOptions.Quiet, CommonOptions.Help] : [.. Options, CommonOptions.Quiet, CommonOptions.Help];
}
