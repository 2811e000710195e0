using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Mcp;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll mcp [PATH...]`.</summary>
internal static class McpCommand
{
    /// <summary>More folders than anybody works in at once; each holds an open index.</summary>
    private const int MostRoots = 64;

    public static CommandSpec Spec => new("mcp", "answer a coding agent's questions over MCP on stdin and stdout")
    {
        Synopsis = "[PATH...] [OPTION...]",
        Description =
        [
            "Runs a server of the Model Context Protocol until stdin ends: a JSON-RPC message a line on stdin, the answers on stdout, notes for people on stderr. "
                + "An agent's program starts it; people configure it there. The tools: code_search (also called search), find_related_code (find_related), find_implementations, context_analysis, read_code, index_status, and "
                + "index_update, the only one that writes, and only the index.",
            "Each PATH is an indexed folder; without one it is the nearest folder upwards that has an index, as for search. A folder without an index is told to the "
                + "agent with the command that makes one, and an index that is written or updated meanwhile answers the next question. No file outside of the folders, and none that "
                + "is not in their index, can be read.",
        ],
        Options = [SettingOptions.IndexDir, SettingOptions.Redact],
        Examples =
        [
            new("plimsoll mcp", "serve the index of this folder"),
            new("plimsoll mcp ~/src/shop ~/src/billing", "serve two"),
            new("plimsoll mcp ~/src/shop --quiet", "as an agent's settings name it: command plimsoll, arguments mcp, the folder, --quiet"),
        ],
        ArgumentsMax = MostRoots,
        TakesFolder = true,
        AnswersJson = false,
        Run = Run,
    };

    private static int Run(CommandContext context) => McpHost.Run(context, new IndexedRoots(Find(context)));

    private static List<IndexedRoot> Find(CommandContext context)
    {
        List<string> paths = context.Arguments.Arguments;
        if (paths.Count > 1 && context.Arguments.Has(SettingOptions.IndexDir.Name)) throw CliException.Usage("--index-dir is the index of one folder; give one PATH with it");
        List<IndexedRoot> roots = [];
        string?[] given = paths.Count > 0 ? [.. paths] : [null];
        foreach (string? path in given)
        {
            string root = IndexRoot.Find(context, path);
            if (roots.Exists(known => known.Folder == root)) continue;
            SettingValues settings = context.LoadSettings(root);
            string? folder = IndexRoot.FolderToRead(context, settings, root);
            roots.Add(new IndexedRoot(root, folder, redacts: settings.Redacts, () => EmbedderSettings.ForSearch(context, settings), stop => IndexCommand.Update(context, root, folder, stop)));
        }
        return roots;
    }
}
