using System.Text;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Bench.Runs;

/// <summary>The files that the product indexed: the same input for a tool that must be told its files, and the source of queries.</summary>
internal sealed class SourceList
{
    private SourceList(string root, string[] paths) => (Root, Paths) = (root, paths);

    /// <summary>The tree.</summary>
    public string Root { get; }

    /// <summary>Paths relative to the root, in a fixed order. Names that are not UTF-8 are left out: no other tool's script could name them.</summary>
    public string[] Paths { get; }

    /// <summary>Reads the list from an index of the tree.</summary>
    public static SourceList Read(string root, string indexFolder)
    {
        List<string> paths = [];
        using IndexSnapshot snapshot = IndexSnapshot.Open(indexFolder);
        foreach (LiveSegment live in snapshot.Segments)
        {
            for (int file = 0; file < live.Segment.FileCount; file++)
            {
                if (live.IsDead(file) || live.Segment.Files[file].Skip != 0) continue;
                string path = Encoding.UTF8.GetString(live.Segment.PathOf(file));
                if (!path.Contains('\uFFFD')) paths.Add(path);
            }
        }
        paths.Sort(StringComparer.Ordinal);
        return new SourceList(root, [.. paths]);
    }

    /// <summary>The full path of a file.</summary>
    public string Full(string path) => Path.Combine(Root, path);

    /// <summary>Copies all files into another folder, where they may be changed.</summary>
    public void CopyTo(string folder)
    {
        foreach (string path in Paths)
        {
            if (!File.Exists(Full(path))) continue;
            string target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Full(path), target);
        }
    }
}
