namespace Plimsoll.Files;

/// <summary>
/// The places that a walk is limited to: files, or folders with all that is below them, by their paths relative to the root. A place need not exist.
/// None lies below another one.
/// </summary>
public sealed class WalkTargets
{
    private readonly byte[][] _paths;

    private WalkTargets(byte[][] paths) => _paths = paths;

    /// <summary>The places in the order of their bytes.</summary>
    public IReadOnlyList<byte[]> Paths => _paths;

    /// <summary>Puts places together; those below another one are dropped, since that one takes them in.</summary>
    /// <param name="paths">Paths relative to the root, without a '/' at either end and without empty parts.</param>
    public static WalkTargets Of(IEnumerable<byte[]> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var all = new HashSet<byte[]>(paths, ByteStringComparer.Instance);
        var lookup = all.GetAlternateLookup<ReadOnlySpan<byte>>();
        var kept = new List<byte[]>(all.Count);
        foreach (var path in all)
        {
            if (!HasFolderAbove(path, lookup))
            {
                kept.Add(path);
            }
        }

        kept.Sort(ByteStringComparer.Instance);
        return new WalkTargets([.. kept]);
    }

    /// <summary>Whether a path is one of the places or lies below one.</summary>
    public bool Covers(ReadOnlySpan<byte> path)
    {
        if (Has(path))
        {
            return true;
        }

        for (var at = path.LastIndexOf((byte)'/'); at > 0; at = path[..at].LastIndexOf((byte)'/'))
        {
            if (Has(path[..at]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a path is one of the places.</summary>
    public bool Has(ReadOnlySpan<byte> path)
    {
        var at = LowerBound(path);
        return at < _paths.Length && _paths[at].AsSpan().SequenceEqual(path);
    }

    /// <summary>Whether one of the places lies below a folder.</summary>
    public bool HasBelow(ReadOnlySpan<byte> folder)
    {
        byte[] start = [.. folder, (byte)'/'];
        var at = LowerBound(start);
        return at < _paths.Length && _paths[at].AsSpan().StartsWith(start);
    }

    /// <summary>The index of the first place whose path is not before this one.</summary>
    internal int LowerBound(ReadOnlySpan<byte> path)
    {
        var (low, high) = (0, _paths.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _paths[middle].AsSpan().SequenceCompareTo(path) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool HasFolderAbove(ReadOnlySpan<byte> path, HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> all)
    {
        for (var at = path.LastIndexOf((byte)'/'); at > 0; at = path[..at].LastIndexOf((byte)'/'))
        {
            if (all.Contains(path[..at]))
            {
                return true;
            }
        }

        return false;
    }
}
