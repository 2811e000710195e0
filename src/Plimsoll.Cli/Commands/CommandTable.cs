using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Commands;

/// <summary>Every command. Only the one that was asked for is built.</summary>
internal static class CommandTable
{
    public static string[] Names => ["index", "search", "watch", "status", "why", "unminify", "mcp", "serve", "checkpoints", "config", "completion", "help"];

    /// <summary>The command that does what other tools call by another name; null where there is none.</summary>
    public static string? Guess(string name) => name switch
    {
        "find" or "grep" or "query" or "ask" or "rg" => "search",
        "update" or "build" or "reindex" or "init" or "add" or "refresh" or "scan" => "index",
        "follow" or "monitor" or "daemon" or "live" or "sync" => "watch",
        "info" or "stats" or "list" or "ls" => "status",
        "agent" => "mcp",
        "deobfuscate" or "unpack" or "beautify" or "rename" or "humanify" or "prettify" or "unbundle" => "unminify",
        "server" or "http" or "rest" or "web" or "api" or "listen" => "serve",
        "settings" or "set" or "get" => "config",
        "explain" or "check-ignore" => "why",
        _ => null,
    };

    public static CommandSpec? Find(string name) => name switch
    {
        "index" => IndexCommand.Spec,
        "search" => SearchCommand.Spec,
        "watch" => WatchCommand.Spec,
        "status" => StatusCommand.Spec,
        "why" => WhyCommand.Spec,
        "unminify" => UnminifyCommand.Spec,
        "mcp" => McpCommand.Spec,
        "serve" => ServeCommand.Spec,
        "checkpoints" => CheckpointsCommand.Spec,
        "config" => ConfigCommand.Spec,
        "completion" => CompletionCommand.Spec,
        "help" => HelpCommand.Spec,
        _ => null,
    };
}
