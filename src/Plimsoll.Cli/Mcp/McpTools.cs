using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Plimsoll.Cli.Commands;

namespace Plimsoll.Cli.Mcp;

/// <summary>Calls a tool, wherever it runs. Whatever goes wrong is an answer.</summary>
internal delegate ValueTask<ToolAnswer> ToolCall(ToolSpec tool, IEnumerable<KeyValuePair<string, JsonElement>>? arguments, CancellationToken stop);

/// <summary>The tools as the protocol's library wants them; the same on stdin and stdout and over HTTP.</summary>
internal static class McpTools
{
    private const string Instructions =
        "Search the indexed folders with code_search before reading files: it finds definitions by name and passages by what they do. read_code shows lines, find_related_code what is like "
        + "a passage, find_implementations what implements a name, context_analysis what a file depends on, index_status what is indexed; index_update brings it up to date. Every answer fits into max_tokens and says where the next page begins.";

    /// <summary>The options of a server that has these tools.</summary>
    public static McpServerOptions Options(IReadOnlyList<ToolSpec> tools, ToolCall call)
    {
        McpServerOptions options = new()
        {
            ServerInfo = new Implementation { Name = "plimsoll", Version = VersionCommand.Read().Version },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        };
        ListToolsResult list = new() { Tools = [.. tools.Select(Describe)] };
        options.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(list);
        options.Handlers.CallToolHandler = (request, stop) => Call(tools, call, request.Params!, stop);
        return options;
    }

    private static Tool Describe(ToolSpec tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = tool.Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = !tool.Writes, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    private static async ValueTask<CallToolResult> Call(IReadOnlyList<ToolSpec> tools, ToolCall call, CallToolRequestParams asked, CancellationToken stop)
    {
        ToolSpec tool = tools.FirstOrDefault(known => known.Name == asked.Name)
            ?? throw new McpProtocolException($"there is no tool '{asked.Name}'; the tools are {string.Join(", ", tools.Select(static known => known.Name))}", McpErrorCode.InvalidParams);
        ToolAnswer answer = await call(tool, asked.Arguments, stop).ConfigureAwait(false);
        return new CallToolResult { Content = [new TextContentBlock { Text = answer.Text }], IsError = answer.IsError };
    }
}
