namespace Plimsoll.Files;

/// <summary>Which folder of the tree each of the kernel's watches is of. Not safe for several threads; its owner has the lock.</summary>
internal sealed class WatchedFolders
{
    // Two dictionary entries, the object and its path of some sixty bytes.
    public const int BytesOfOne = 256;

    private readonly Dictionary<int, Folder> _byWatch = [];
    private int _round;

    /// <summary>How many there are.</summary>
    public int Count => _byWatch.Count;

    /// <summary>Notes a watch and what it is of now; the same folder has the same watch wherever it was moved to.</summary>
    public void Set(int watch, ReadOnlySpan<byte> path)
    {
        if (_byWatch.TryGetValue(watch, out var folder) && path.SequenceEqual(folder.Path))
        {
            _byWatch[watch] = folder with { Round = _round };
            return;
        }

        _byWatch[watch] = new Folder(path.ToArray(), _round);
    }

    /// <summary>The path of the folder that a watch is of.</summary>
    public bool TryGet(int watch, out byte[] path)
    {
        var isKnown = _byWatch.TryGetValue(watch, out var folder);
        path = folder.Path;
        return isKnown;
    }

    /// <summary>Forgets a watch that the kernel has ended.</summary>
    public void Forget(int watch) => _byWatch.Remove(watch);

    /// <summary>Begins a walk of the whole tree.</summary>
    public void BeginRound() => _round++;

    /// <summary>Forgets the folders that the walk since <see cref="BeginRound"/> has not entered, and gives their watches.</summary>
    public List<int> EndRound() => Drop((Folder folder) => folder.Round != _round);

    /// <summary>Forgets all and gives their watches.</summary>
    public List<int> DropAll() => Drop(static (Folder _) => true);

    /// <summary>Forgets a folder that is gone with all that were below it, and gives their watches.</summary>
    public List<int> Drop(byte[] path) => Drop((Folder folder) => folder.Path.AsSpan().StartsWith(path)
        && (folder.Path.Length == path.Length || folder.Path[path.Length] == '/'));

    private List<int> Drop(Func<Folder, bool> isGone)
    {
        var gone = new List<int>();
        foreach (var (watch, folder) in _byWatch)
        {
            if (isGone(folder))
            {
                gone.Add(watch);
            }
        }

        foreach (var watch in gone)
        {
            _byWatch.Remove(watch);
        }

        return gone;
    }

    private readonly record struct Folder(byte[] Path, int Round);
}
