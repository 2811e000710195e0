namespace Plimsoll.Cli.Arguments;

/// <summary>Options that commands share. Properties, not fields: only what a run needs is built.</summary>
internal static class CommonOptions
{
    public const string JsonName = "json";
    public const string QuietName = "quiet";
    public const string HelpName = "help";

    public static OptionSpec Json => new(JsonName, ValueKind.Switch, "Answer with JSON on stdout (one document, or a line each for streams).");

    public static OptionSpec Quiet => new(QuietName, ValueKind.Switch, "No progress, no hints and no summary on stderr; errors stay.") { Letter = 'q' };

    public static OptionSpec Help => new(HelpName, ValueKind.Switch, "Show this page.") { Letter = 'h' };
}
