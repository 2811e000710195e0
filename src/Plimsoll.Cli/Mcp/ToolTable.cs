using System.Text.Json;
using Plimsoll.Files;
using Plimsoll.Indexing;

namespace Plimsoll.Cli.Mcp;

/// <summary>Every tool, and how a call of one ends. One call runs at a time: they share open indexes, and a search uses all it gets anyway.</summary>
internal sealed class ToolTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IndexedRoots _roots;
    private readonly TextWriter _log;
    private bool _isClosed;

    /// <param name="roots">The folders that are served; closed with this.</param>
    /// <param name="time">Says how old an index is.</param>
    /// <param name="log">Gets faults of the program itself.</param>
    public ToolTable(IndexedRoots roots, TimeProvider time, TextWriter log)
    {
        _roots = roots;
        _log = log;
        ToolSpec search = new SearchTool(roots, time).Spec;
        ToolSpec related = new RelatedTool(roots, time).Spec;
        All =
        [
            search, search.As("search"), related, related.As("find_related"), new ReadTool(roots).Spec,
            new ImplementationTool(roots, time).Spec, new AnalysisTool(roots, time).Spec, new StatusTool(roots, time).Spec, new UpdateTool(roots, _gate, _stop.Token).Spec,
        ];
    }

    public IReadOnlyList<ToolSpec> All { get; }

    /// <summary>A tool, or null.</summary>
    public ToolSpec? Find(string name)
    {
        foreach (ToolSpec tool in All)
        {
            if (tool.Name == name) return tool;
        }
        return null;
    }

    /// <summary>Calls a tool. Whatever goes wrong is an answer.</summary>
    public ToolAnswer Call(ToolSpec tool, IEnumerable<KeyValuePair<string, JsonElement>>? arguments)
    {
        try
        {
            ToolArguments read = ToolArguments.Read(tool, arguments);
            lock (tool.Writes ? _writing : _gate) return _isClosed ? new ToolAnswer("the server is stopping", IsError: true) : new ToolAnswer(tool.Run(read), IsError: false);
        }
        catch (Exception error) when (error is ToolException or CliException or IndexException or UnsafePathException or IOException or UnauthorizedAccessException)
        {
            return new ToolAnswer(error.Message, IsError: true);
        }
        catch (Exception fault)
        {
            _log.WriteLine($"plimsoll: {tool.Name}: {fault}");
            return new ToolAnswer($"internal error: {fault.GetType().Name}: {fault.Message}", IsError: true);
        }
    }

    /// <summary>Waits for the call that is running, whose index must not go away under it, and closes the indexes.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_writing)
        {
            lock (_gate)
            {
                _isClosed = true;
                _roots.Dispose();
            }
        }
        _stop.Dispose();
    }
}
