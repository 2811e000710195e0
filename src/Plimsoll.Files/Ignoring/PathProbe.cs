namespace Plimsoll.Files;

/// <summary>A path to be judged, with what all rule sets need of it worked out once.</summary>
internal readonly ref struct PathProbe
{
    /// <summary>Prepares a path.</summary>
    /// <param name="path">The path, without a '/' at its end.</param>
    /// <param name="nameStart">Where its last part starts.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public PathProbe(ReadOnlySpan<byte> path, int nameStart, bool isFolder)
    {
        Path = path;
        NameStart = nameStart;
        IsFolder = isFolder;
        var name = path[nameStart..];
        NameHash = NameHashing.Hash(name);
        var dot = name.LastIndexOf((byte)'.');
        SuffixHash = dot < 0 ? 0 : NameHashing.Hash(name[dot..]);
    }

    public ReadOnlySpan<byte> Path { get; }

    public int NameStart { get; }

    public bool IsFolder { get; }

    /// <summary>Hash of the last part of the path.</summary>
    public uint NameHash { get; }

    /// <summary>Hash of the last part from its last dot on; 0 without a dot.</summary>
    public uint SuffixHash { get; }

    public ReadOnlySpan<byte> Name => Path[NameStart..];
}

/// <summary>Hashes and compares names without regard to the case of ASCII letters, so that one table serves either kind of matching.</summary>
internal static class NameHashing
{
    /// <summary>FNV-1a over the bytes with bit 5 set, which folds the case of letters.</summary>
    public static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var value in name)
        {
            hash = (hash ^ (value | 0x20u)) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }

    /// <summary>Whether two names of any length are the same.</summary>
    public static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool ignoreCase) =>
        ignoreCase ? System.Text.Ascii.EqualsIgnoreCase(a, b) || SameFolded(a, b) : a.SequenceEqual(b);

    // Ascii.EqualsIgnoreCase answers false where either side has a byte that is no ASCII.
    private static bool SameFolded(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Length; i++)
        {
            var isLetter = (a[i] | 0x20) is >= 'a' and <= 'z';
            if (a[i] != b[i] && !(isLetter && (a[i] ^ b[i]) == 0x20))
            {
                return false;
            }
        }

        return true;
    }
}
