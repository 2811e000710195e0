using Plimsoll.Indexing;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>The folders that are served.</summary>
internal sealed class IndexedRoots(IReadOnlyList<IndexedRoot> all) : IDisposable
{
    private readonly List<IndexedRoot> _together = [];
    private Searcher? _joint;

    public IReadOnlyList<IndexedRoot> All { get; } = all;

    /// <summary>The indexes of some folders as one, so that there is one ranking; a hit names its folder by its place in the list.</summary>
    /// <exception cref="ToolException">One has no index, or they cannot be compared.</exception>
    public Searcher Open(IReadOnlyList<IndexedRoot> some)
    {
        if (some.Count == 1) return some[0].Open();
        try
        {
            if (_joint is not null && _together.SequenceEqual(some))
            {
                _joint.Refresh();
                return _joint;
            }
            _joint?.Dispose();
            _joint = null;
            _joint = Searcher.OpenAll([.. some.Select(static root => new SearchRoot(root.Folder, root.IndexFolder))], some[0].Embedding);
            _together.Clear();
            _together.AddRange(some);
            return _joint;
        }
        catch (IndexException error)
        {
            _joint?.Dispose();
            _joint = null;
            throw new ToolException($"{error.Message} Name one folder as 'root' to search it alone.");
        }
    }

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
        _joint?.Dispose();
        _joint = null;
        foreach (IndexedRoot root in All) root.Dispose();
    }

    private string Names() => string.Join(", ", All.Select(static root => root.Folder));
}
