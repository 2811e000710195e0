using System.Runtime.ExceptionServices;
using System.Text.Json;
using ModelContextProtocol.Server;

namespace Plimsoll.Cli.Mcp;

/// <summary>Runs the server from the first line of stdin to its end. The types of the protocol's library stay behind this one, so that no other command loads it.</summary>
internal static class McpHost
{
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
        McpServer server = McpServer.Create(transport, McpTools.Options(tools.All, (tool, arguments, _) => Call(tools, tool, arguments)));
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

    /// <summary>An update must not keep the messages behind it waiting; all else is done before the next message is looked at.</summary>
    private static ValueTask<ToolAnswer> Call(ToolTable tools, ToolSpec tool, IEnumerable<KeyValuePair<string, JsonElement>>? arguments) =>
        tool.Writes ? new ValueTask<ToolAnswer>(Task.Run(() => tools.Call(tool, arguments))) : ValueTask.FromResult(tools.Call(tool, arguments));
}
