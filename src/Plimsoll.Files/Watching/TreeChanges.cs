namespace Plimsoll.Files;

/// <summary>What has changed in a tree since it was last asked.</summary>
public sealed class TreeChanges
{
    /// <summary>More places than this and a walk of the whole tree costs less, and the list stays short.</summary>
    internal const int MostPaths = 2048;

    private readonly HashSet<byte[]> _paths = new(ByteStringComparer.Instance);
    private readonly HashSet<string> _repositories = new(StringComparer.Ordinal);

    /// <summary>Why the whole tree must be looked at, in words that end "because ..."; null where the places are enough.</summary>
    public string? WholeBecause { get; private set; }

    /// <summary>Places that have changed: files, or folders with all that is below them. None where the whole tree has to be looked at.</summary>
    public IReadOnlyCollection<byte[]> Paths => _paths;

    /// <summary>Work trees of whose files git tracks others than before, to be asked about by <see cref="TreeWatcher.FindTrackingChanges"/>.</summary>
    public IReadOnlyCollection<string> Repositories => _repositories;

    /// <summary>Whether nothing has changed.</summary>
    public bool IsEmpty => WholeBecause is null && _paths.Count == 0 && _repositories.Count == 0;

    /// <summary>How often something was added, the same place again too.</summary>
    internal long Additions { get; private set; }

    /// <summary>Adds a place.</summary>
    public void Add(byte[] path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Additions++;
        if (WholeBecause is not null)
        {
            return;
        }

        if (path.Length == 0)
        {
            AddWhole("the folder itself has changed");
        }
        else if (_paths.Add(path) && _paths.Count > MostPaths)
        {
            AddWhole($"more than {MostPaths} places have changed");
        }
    }

    /// <summary>Says that the whole tree must be looked at; the first reason stays.</summary>
    public void AddWhole(string because)
    {
        Additions++;
        WholeBecause ??= because;
        _paths.Clear();
        _repositories.Clear();
    }

    /// <summary>Says that changes were lost, which matters more than that there are many.</summary>
    internal void AddLoss(string because)
    {
        WholeBecause = null;
        AddWhole(because);
    }

    /// <summary>Adds a work tree of which git tracks other files.</summary>
    internal void AddRepository(string workTree)
    {
        Additions++;
        if (WholeBecause is null)
        {
            _repositories.Add(workTree);
        }
    }

    /// <summary>Adds what is in another one.</summary>
    public void Add(TreeChanges other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.WholeBecause is not null)
        {
            AddWhole(other.WholeBecause);
        }

        foreach (var path in other._paths)
        {
            Add(path);
        }

        foreach (var workTree in other._repositories)
        {
            AddRepository(workTree);
        }
    }
}
