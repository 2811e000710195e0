using System.Text;

namespace Plimsoll.Bench.Runs;

/// <summary>Queries drawn from the tree's own identifiers, the same for the same tree and seed.</summary>
internal static class QuerySample
{
    private const int LengthMin = 5;
    private const int LengthMax = 40;
    private const int HeadBytes = 64 * 1024;

    /// <summary>Identifiers, each from a random file, no two the same.</summary>
    public static List<string> Names(SourceList sources, int count, int seed)
    {
        Random random = new(seed);
        HashSet<string> known = new(StringComparer.Ordinal);
        List<string> names = [];
        List<string> inFile = [];
        // A small tree may not have that many; ten tries a name are enough where it has.
        for (int attempt = 0; names.Count < count && attempt < 10 * count; attempt++)
        {
            ReadIdentifiers(sources.Full(sources.Paths[random.Next(sources.Paths.Length)]), inFile);
            if (inFile.Count == 0) continue;
            string name = inFile[random.Next(inFile.Count)];
            if (known.Add(name)) names.Add(name);
        }
        return names;
    }

    /// <summary>The words of a name, as somebody would type who does not know the name: `useStateHook` gives `use state hook`.</summary>
    public static string Words(string name)
    {
        StringBuilder words = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = i > 0 && char.IsAsciiLetterUpper(name[i]) && !char.IsAsciiLetterUpper(name[i - 1]);
            if (begins && words.Length > 0 && words[^1] != ' ') words.Append(' ');
            words.Append(name[i] == '_' ? ' ' : char.ToLowerInvariant(name[i]));
        }
        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void ReadIdentifiers(string path, List<string> names)
    {
        names.Clear();
        if (!File.Exists(path)) return;
        byte[] head = new byte[HeadBytes];
        int length;
        using (FileStream stream = File.OpenRead(path)) length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        int start = -1;
        for (int i = 0; i <= length; i++)
        {
            bool inside = i < length && (char.IsAsciiLetterOrDigit((char)head[i]) || head[i] == '_');
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            if (i - start is >= LengthMin and <= LengthMax && !char.IsAsciiDigit((char)head[start])) names.Add(Encoding.ASCII.GetString(head, start, i - start));
            start = -1;
        }
    }
}
