using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Commands;

/// <summary>Every command. Only the one that was asked for is built.</summary>
internal static class CommandTable
{
    public static string[] Names => ["index", "config", "completion", "help"];

    public static CommandSpec? Find(string name) => name switch
    {
        "index" => IndexCommand.Spec,
        "config" => ConfigCommand.Spec,
        "completion" => CompletionCommand.Spec,
        "help" => HelpCommand.Spec,
        _ => null,
    };
}
