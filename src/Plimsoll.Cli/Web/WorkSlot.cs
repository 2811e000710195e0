using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>What one thread works with: indexes opened for it alone, because an index answers one question at a time, and the tools over them.</summary>
/// <param name="roots">The folders.</param>
/// <param name="tools">The tools; they close the folders.</param>
internal sealed class WorkSlot(IndexedRoots roots, ToolTable tools) : IDisposable
{
    public IndexedRoots Roots { get; } = roots;

    public ToolTable Tools { get; } = tools;

    public void Dispose() => Tools.Dispose();
}
