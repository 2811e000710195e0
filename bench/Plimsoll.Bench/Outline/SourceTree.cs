using System.Text;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Bench.Outline;

/// <summary>The text files of a tree, with their languages; what git or a build made is left out.</summary>
internal static class SourceTree
{
    // The indexer's default limit: longer files are mostly data.
    private const int FileLimit = 2 << 20;

    /// <summary>Calls <paramref name="visit"/> for each file with an outline.</summary>
    internal static void Visit(string root, Action<string, byte[], int, Language> visit)
    {
        byte[] buffer = new byte[FileLimit];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(root, "*", options))
        {
            if (path.Contains("/.git/", StringComparison.Ordinal)) continue;
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (stream.Length is 0 or > FileLimit) continue;
            int length = stream.ReadAtLeast(buffer, (int)stream.Length, false);
            if (buffer.AsSpan(0, Math.Min(length, 8192)).Contains((byte)0)) continue;
            string relative = Path.GetRelativePath(root, path);
            visit(relative, buffer, length, LanguageTable.Detect(Encoding.UTF8.GetBytes(relative), buffer.AsSpan(0, length)));
        }
    }
}
