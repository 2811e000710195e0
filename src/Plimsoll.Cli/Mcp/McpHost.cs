using System.Runtime.ExceptionServices;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Plimsoll.Cli.Commands;

namespace Plimsoll.Cli.Mcp;

/// <summary>Runs the server from the first line of stdin to its end. The types of the protocol's library stay behind this one, so that no other command loads it.</summary>
internal static class McpHost
{
    private const string Instructions =
        "Search the indexed folders with code_search before reading files: it finds definitions by name and passages by what they do. read_code shows lines, find_related_code what is like "
        + "a passage, index_status what is indexed. Every answer fits into max_tokens and says where the next page begins.";

    /// <summary>Serves until stdin ends, an answer cannot be written or a signal comes.</summary>
    /// <param name="context">The command.</param>
    /// <param name="roots">The folders that are served; closed at the end.</param>
    /// <returns>0, or the code of the signal.</returns>
    public static int Run(CommandContext context, IndexedRoots roots)
    {
        using Interruption interruption = new(context.Terminal, context.Stop) { Notice = "stopping" };
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        Exception? gone = null;
        LineTransport transport = new(context.Terminal.OpenInput(), context.Terminal, failure =>
        {
            gone = failure;
            _ = stop.CancelAsync();
        });
        context.Say($"plimsoll: serving {string.Join(", ", roots.All.Select(static root => root.Folder))} on stdin and stdout");
        using (ToolTable tools = new(roots, context.Terminal.Time, context.Terminal.Error)) Serve(transport, tools, stop.Token).GetAwaiter().GetResult();
        if (gone is not null) ExceptionDispatchInfo.Throw(gone);
        return interruption.Token.IsCancellationRequested ? interruption.ExitCode : ExitCode.Ok;
    }

    private static async Task Serve(LineTransport transport, ToolTable tools, CancellationToken stop)
    {
        McpServer server = McpServer.Create(transport, Options(tools));
        await using (server.ConfigureAwait(false))
        {
            transport.Start();
            try
            {
                await server.RunAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The end that was asked for.
            }
        }
    }

    private static McpServerOptions Options(ToolTable tools)
    {
        McpServerOptions options = new()
        {
            ServerInfo = new Implementation { Name = "plimsoll", Version = VersionCommand.Read().Version },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        };
        ListToolsResult list = new() { Tools = [.. tools.All.Select(Describe)] };
        options.Handlers.ListToolsHandler = (_, _) => ValueTask.FromResult(list);
        options.Handlers.CallToolHandler = (request, _) => ValueTask.FromResult(Call(tools, request.Params!));
        return options;
    }

    private static Tool Describe(ToolSpec tool) => new()
    {
        Name = tool.Name,
        Description = tool.Description,
        InputSchema = tool.Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    private static CallToolResult Call(ToolTable tools, CallToolRequestParams call)
    {
        ToolSpec tool = tools.Find(call.Name)
            ?? throw new McpProtocolException($"there is no tool '{call.Name}'; the tools are {string.Join(", ", tools.All.Select(static known => known.Name))}", McpErrorCode.InvalidParams);
        ToolAnswer answer = tools.Call(tool, call.Arguments);
        return new CallToolResult { Content = [new TextContentBlock { Text = answer.Text }], IsError = answer.IsError };
    }
}
