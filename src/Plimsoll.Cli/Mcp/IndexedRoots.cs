namespace Plimsoll.Cli.Mcp;

/// <summary>The folders that are served.</summary>
internal sealed class IndexedRoots(IReadOnlyList<IndexedRoot> all) : IDisposable
{
    public IReadOnlyList<IndexedRoot> All { get; } = all;

    /// <summary>The folder that an argument names, whole or by its last part; all when it names none.</summary>
    /// <exception cref="ToolException">No folder, or more than one, is called so.</exception>
    public IReadOnlyList<IndexedRoot> Choose(string? name)
    {
        if (name is null) return All;
        List<IndexedRoot> found = [];
        foreach (IndexedRoot root in All)
        {
            if (root.Folder == name.TrimEnd('/')) return [root];
            if (Path.GetFileName(root.Folder) == name) found.Add(root);
        }
        if (found.Count == 1) return found;
        throw new ToolException($"'{name}' is {(found.Count == 0 ? "no folder" : "more than one folder")} that is served; the folders are {Names()}");
    }

    /// <summary>The one folder that an argument names; it may be left out where there is only one.</summary>
    /// <exception cref="ToolException">No single folder is meant.</exception>
    public IndexedRoot ChooseOne(string? name)
    {
        IReadOnlyList<IndexedRoot> found = Choose(name);
        return found.Count == 1 ? found[0] : throw new ToolException($"several folders are served; name one as 'root': {Names()}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IndexedRoot root in All) root.Dispose();
    }

    private string Names() => string.Join(", ", All.Select(static root => root.Folder));
}
