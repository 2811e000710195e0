using System.Text;

namespace Plimsoll.Indexing.Search;

/// <summary>Folders that hold versions of the same thing side by side, such as `v1` and `v2`: who does not ask for an old one means the newest.</summary>
internal sealed class PathVersions
{
    private readonly Dictionary<string, int> _newest = new(StringComparer.Ordinal);

    /// <summary>Takes notice of a path.</summary>
    public void Add(ReadOnlySpan<byte> path)
    {
        if (TryFind(path, out int at, out int version))
        {
            string folder = Encoding.UTF8.GetString(path[..at]);
            _newest[folder] = Math.Max(version, _newest.GetValueOrDefault(folder));
        }
    }

    /// <summary>Whether a newer version of the folder that a path lies in was noticed.</summary>
    public bool IsOld(ReadOnlySpan<byte> path) =>
        TryFind(path, out int at, out int version) && version < _newest.GetValueOrDefault(Encoding.UTF8.GetString(path[..at]));

    /// <summary>Finds the first folder that is a `v` and one or two digits.</summary>
    private static bool TryFind(ReadOnlySpan<byte> path, out int at, out int version)
    {
        version = 0;
        for (at = 0; at < path.Length; at++)
        {
            int length = path[at..].IndexOf((byte)'/');
            if (length < 0)
                return false;
            ReadOnlySpan<byte> name = path.Slice(at, length);
            if (name.Length is 2 or 3 && name[0] == 'v' && System.Buffers.Text.Utf8Parser.TryParse(name[1..], out version, out int read) && read == name.Length - 1)
                return true;
            at += length;
        }

        return false;
    }
}
