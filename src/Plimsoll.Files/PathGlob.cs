using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// A glob that people type to choose paths: `*`, `?` and `[…]` inside a name, `**` across folders, `{a,b}` alternatives. Without a `/` it
/// names files in any folder; one that names a folder takes all below it. Bytes are compared as they are, so names need not be UTF-8.
/// </summary>
public sealed class PathGlob
{
    // {a,b}{a,b}… doubles with each group.
    private const int AlternativesMax = 1024;

    // Groups inside groups are cut open one by one, each time with a copy of the glob.
    private const int ExpansionsMax = 4 * AlternativesMax;

    // Of characters: far above what anyone types, and with the above a bound on time and depth.
    private const int LengthMax = 4096;

    private readonly List<byte[]> _patterns = [];
    private readonly List<bool> _isName = [];
    private int _expansions;

    private PathGlob()
    {
    }

    /// <summary>Reads a glob.</summary>
    /// <param name="glob">The glob.</param>
    /// <exception cref="FormatException">It is empty or too long, has an open `[` or `{`, or too many alternatives.</exception>
    public static PathGlob Parse(string glob)
    {
        ArgumentNullException.ThrowIfNull(glob);
        var result = new PathGlob();
        if (glob.Length == 0)
        {
            throw new FormatException("The path glob is empty. Give one such as \"src/**/*.cs\".");
        }

        if (glob.Length > LengthMax)
        {
            throw new FormatException($"The path glob \"{glob[..60]}...\" has {glob.Length} characters; at most {LengthMax} are taken. Use several shorter ones.");
        }

        result.Expand(glob, glob);
        return result;
    }

    /// <summary>Whether a path, relative and '/'-separated, is one of those that the glob names.</summary>
    public bool Matches(ReadOnlySpan<byte> path)
    {
        for (var i = 0; i < _patterns.Count; i++)
        {
            var text = _isName[i] ? path[(path.LastIndexOf((byte)'/') + 1)..] : path;
            if (Wildcard.Matches(_patterns[i], text, isPath: true, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    private void Expand(string glob, string original)
    {
        if (++_expansions > ExpansionsMax)
        {
            throw TooMany(original);
        }

        var open = Find(glob, 0, '{');
        if (open < 0)
        {
            Add(glob, original);
            return;
        }

        var close = FindClose(glob, open);
        if (close < 0)
        {
            throw new FormatException($"The path glob \"{original}\" has an open \"{{\". Close it, or write \"\\{{\" for the character itself.");
        }

        var start = open + 1;
        for (var at = start; at <= close; at++)
        {
            if (glob[at] is '{' or '\\')
            {
                at = glob[at] == '{' ? FindClose(glob, at) : at + 1;
            }
            else if (at == close || glob[at] == ',')
            {
                Expand(string.Concat(glob.AsSpan(0, open), glob.AsSpan(start, at - start), glob.AsSpan(close + 1)), original);
                start = at + 1;
            }
        }
    }

    private void Add(string glob, string original)
    {
        if (_patterns.Count >= AlternativesMax)
        {
            throw TooMany(original);
        }

        var open = Find(glob, 0, '[');
        if (open >= 0 && Find(glob, open + 1, ']') < 0)
        {
            throw new FormatException($"The path glob \"{original}\" has an open \"[\". Close it, or write \"\\[\" for the character itself.");
        }

        var isName = !glob.Contains('/', StringComparison.Ordinal);
        var pattern = glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..] : glob.TrimStart('/');
        if (!glob.EndsWith('/'))
        {
            AddPattern(pattern, isName);
        }

        // A folder's name takes what is below; without a slash before it, in any folder.
        AddPattern((isName ? "**/" : "") + pattern.TrimEnd('/') + "/**", isName: false);
    }

    private static FormatException TooMany(string original) =>
        new($"The path glob \"{original}\" has more than {AlternativesMax} alternatives, or too many inside one another. Use fewer.");

    private void AddPattern(string pattern, bool isName)
    {
        _patterns.Add(Encoding.UTF8.GetBytes(pattern));
        _isName.Add(isName);
    }

    private static int FindClose(string glob, int open)
    {
        var depth = 0;
        for (var at = open; at < glob.Length; at++)
        {
            if (glob[at] == '\\')
            {
                at++;
                continue;
            }

            depth += glob[at] == '{' ? 1 : glob[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private static int Find(string glob, int from, char wanted)
    {
        for (var at = from; at < glob.Length; at++)
        {
            if (glob[at] == '\\')
            {
                at++;
            }
            else if (glob[at] == wanted)
            {
                return at;
            }
        }

        return -1;
    }
}
