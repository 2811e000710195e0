using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli.Commands;

/// <summary>The completion script of fish: a line for each command, word and option.</summary>
internal static class FishCompletion
{
    private const string Folders = "(__fish_complete_directories)";

    public static void Write(TextWriter script)
    {
        foreach (string name in CommandTable.Names)
        {
            CommandSpec command = CommandTable.Find(name)!;
            script.WriteLine($"complete -c plimsoll -n __fish_use_subcommand -f -a {name} -d {Quoted(command.Summary)}");
            string words = string.Join(' ', command.Words);
            string offered = command.TakesFolder ? (words + " " + Folders).TrimStart() : words;
            string list = offered.Length > 0 ? $" -a {Quoted(offered)}" : "";
            script.WriteLine($"complete -c plimsoll -n '__fish_seen_subcommand_from {name}' {(command.TakesFiles ? "-F" : "-f")}{list}");
            foreach (OptionSpec option in command.AllOptions)
            {
                string letter = option.Letter == '\0' ? "" : $" -s {option.Letter}";
                script.WriteLine($"complete -c plimsoll -n '__fish_seen_subcommand_from {name}' -l {option.Name}{letter}{Value(option)} -d {Quoted(option.Help)}");
            }
        }
        WriteConfig(script);
    }

    private static string Value(OptionSpec option)
    {
        if (!option.TakesValue) return "";
        string[] values = CompletionCommand.Values(option);
        if (values.Length > 0) return $" -x -a {Quoted(string.Join(' ', values))}";
        return option.ValueName switch
        {
            OptionSpec.FolderValue => $" -x -a {Quoted(Folders)}",
            OptionSpec.FileValue or OptionSpec.PathValue => " -r -F",
            _ => " -x",
        };
    }

    private static void WriteConfig(TextWriter script)
    {
        const string Seen = "__fish_seen_subcommand_from config; and __fish_seen_subcommand_from";
        script.WriteLine($"complete -c plimsoll -n '{Seen} get set reset' -f -a {Quoted(CompletionCommand.SettingNames())}");
        foreach (OptionSpec option in SettingOptions.All)
        {
            string[] values = CompletionCommand.Values(option);
            if (values.Length > 0) script.WriteLine($"complete -c plimsoll -n '{Seen} set; and __fish_seen_subcommand_from {option.Name}' -f -a {Quoted(string.Join(' ', values))}");
        }
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
