using System.Globalization;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Arguments;

/// <summary>What an option's value must look like.</summary>
internal enum ValueKind
{
    /// <summary>The option takes no value.</summary>
    Switch,

    /// <summary>Any text but an empty one or one with a zero character, which no path can hold.</summary>
    Text,

    /// <summary>A whole number, 0 or more, within the option's range.</summary>
    Integer,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>Bytes with a unit, such as 2MB.</summary>
    Size,

    /// <summary>Bytes with a unit, or a share such as 50%.</summary>
    Budget,

    /// <summary>One of a fixed list.</summary>
    Choice,
}

/// <summary>One option as data: parser, help, completion, settings files and environment variables all read this.</summary>
/// <param name="Name">The long name without dashes; it is also the key in plimsoll.json.</param>
/// <param name="Kind">What its value looks like.</param>
/// <param name="Help">One sentence for the help page.</param>
internal sealed record OptionSpec(string Name, ValueKind Kind, string Help)
{
    /// <summary>The name of a value that is a folder.</summary>
    public const string FolderValue = "DIR";

    /// <summary>The name of a value that is a file.</summary>
    public const string FileValue = "FILE";

    /// <summary>The name of a value that is a file or a folder.</summary>
    public const string PathValue = "PATH";

    /// <summary>The one-letter name, or '\0'.</summary>
    public char Letter { get; init; }

    /// <summary>How the value is called in the help, such as SIZE.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>The allowed values of a choice.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Values to offer where any text may stand; null where there are none to offer. Called by completion only.</summary>
    public Func<string[]>? Offered { get; init; }

    /// <summary>Other names that people try, one letter or long, without dashes; the error leads from them to this option.</summary>
    public string[] Guesses { get; init; } = [];

    /// <summary>The least and the most of an integer.</summary>
    public (int Least, int Most) Range { get; init; } = (0, int.MaxValue);

    /// <summary>Whether it may be given several times.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Whether the environment and plimsoll.json may set it too.</summary>
    public bool IsSetting { get; init; }

    /// <summary>The default as text; empty where there is none.</summary>
    public string Default { get; init; } = "";

    /// <summary>The environment variable that sets it, such as PLIMSOLL_MAX_FILE_SIZE.</summary>
    public string Variable => "PLIMSOLL_" + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>The start of values whose rest is a folder; empty where there are none.</summary>
    public string FolderPrefix { get; init; } = "";

    /// <summary>What is wrong with a value that its kind takes; null for a kind that says all.</summary>
    public Func<string, string?>? Rule { get; init; }

    /// <summary>Whether its value is a folder.</summary>
    public bool IsFolder => ValueName == FolderValue;

    public bool TakesValue => Kind != ValueKind.Switch;

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public string? Fault(string text)
    {
        bool good = Kind switch
        {
            ValueKind.Switch => text is "true" or "false",
            ValueKind.Integer => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int whole) && whole >= Range.Least && whole <= Range.Most,
            ValueKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value),
            ValueKind.Size => MemoryBudget.TryParse(text, 0, out _),
            ValueKind.Budget => MemoryBudget.TryParse(text, long.MaxValue / 2, out _),
            ValueKind.Choice => Array.IndexOf(Choices, text) >= 0,
            _ => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal),
        };
        return good ? Rule?.Invoke(text) : $"found '{PlainText.Clean(text)}', expected {Expected}{Suggestion.For(text, Choices)}";
    }

    private string Expected => Kind switch
    {
        ValueKind.Switch => "true or false",
        ValueKind.Integer => Range.Most == int.MaxValue ? $"a whole number, {Range.Least} or more" : $"a whole number from {Range.Least} to {Range.Most}",
        ValueKind.Number => "a number such as 0.5",
        ValueKind.Size => "a size such as 512KB or 2MB",
        ValueKind.Budget => "a size such as 256MB or 1GiB, or a share such as 50%",
        ValueKind.Choice => string.Join(", ", Choices[..^1]) + " or " + Choices[^1],
        _ => "a text that is not empty and has no zero character",
    };
}
