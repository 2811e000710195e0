using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Commands;

/// <summary>Every command. Only the one that was asked for is built.</summary>
internal static class CommandTable
{
    public static string[] Names => ["index", "search", "status", "checkpoints", "config", "completion", "help"];

    public static CommandSpec? Find(string name) => name switch
    {
        "index" => IndexCommand.Spec,
        "search" => SearchCommand.Spec,
        "status" => StatusCommand.Spec,
        "checkpoints" => CheckpointsCommand.Spec,
        "config" => ConfigCommand.Spec,
        "completion" => CompletionCommand.Spec,
        "help" => HelpCommand.Spec,
        _ => null,
    };
}
