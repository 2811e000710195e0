using System.Text;

namespace Plimsoll.Cli.Commands;

/// <summary>Globs of the command line as globs of paths in an index.</summary>
/// <param name="root">The indexed folder.</param>
/// <param name="folder">Where a glob that begins with ./ or ../ starts.</param>
internal sealed class PathFilters(string root, string folder)
{
    /// <summary>The globs relative to the root.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="globs">What was typed.</param>
    /// <param name="leavesOut">Whether they say what is left out.</param>
    /// <exception cref="CliException">A glob is negated or leads out of the root.</exception>
    public string[] Read(string option, IReadOnlyList<string> globs, bool leavesOut = false)
    {
        string[] read = new string[globs.Count];
        for (int i = 0; i < read.Length; i++) read[i] = Read(option, globs[i], leavesOut);
        return read;
    }

    private string Read(string option, string glob, bool leavesOut)
    {
        if (glob.StartsWith('!')) throw CliException.Usage($"{option}: '{glob}' would leave files out; use --exclude '{glob[1..]}'");
        if (glob == root) return "**";
        if (glob.StartsWith(root + "/", StringComparison.Ordinal)) return Anchored(glob[(root.Length + 1)..]);
        RequireInside(option, glob, root, leavesOut);
        if (glob is not ("." or "..") && !glob.StartsWith("./", StringComparison.Ordinal) && !glob.StartsWith("../", StringComparison.Ordinal)) return glob;
        string from = Path.GetRelativePath(root, folder);
        List<string> names = from == "." ? [] : [.. from.Split('/')];
        string rest = glob;
        while (rest is "." or ".." || rest.StartsWith("./", StringComparison.Ordinal) || rest.StartsWith("../", StringComparison.Ordinal))
        {
            bool isUp = rest.StartsWith("..", StringComparison.Ordinal);
            if (isUp && names.Count > 0) names.RemoveAt(names.Count - 1);
            else if (isUp) names.Add("..");
            rest = rest[Math.Min(rest.Length, isUp ? 3 : 2)..].TrimStart('/');
        }
        if (names.Contains("..", StringComparer.Ordinal)) throw Outside(option, glob, root);
        StringBuilder path = new();
        foreach (string name in names) path.Append(Escaped(name)).Append('/');
        return Anchored(path.Append(rest).ToString());
    }

    /// <summary>Refuses a glob that can only mean something outside: an empty answer would say that nothing is there.</summary>
    /// <param name="option">The option, for messages.</param>
    /// <param name="glob">What was typed.</param>
    /// <param name="root">The indexed folder.</param>
    /// <param name="leavesOut">Whether it says what is left out: then `/bin/**` is right, whether or not that folder is there today.</param>
    /// <exception cref="CliException">It begins like a path of this machine and not of the folder, or goes up behind its beginning.</exception>
    public static void RequireInside(string option, string glob, string root, bool leavesOut)
    {
        string[] names = glob.Split('/');
        int inside = Array.FindIndex(names, static name => name is not ("." or ".."));
        bool goesUp = inside >= 0 && names.AsSpan(inside).Contains("..");
        bool isOutside = !leavesOut && glob.StartsWith('/') && names.Length > 2 && names[1].Length > 0 && !Path.Exists(Path.Join(root, names[1])) && Directory.Exists("/" + names[1]);
        if (isOutside || goesUp) throw Outside(option, glob, root);
    }

    private static CliException Outside(string option, string glob, string root) => CliException.Usage($"{option}: '{glob}' leads out of {root}, where nothing is indexed");

    /// <summary>A glob from the root on; a slash in front keeps a lone name from being looked for at any depth.</summary>
    private static string Anchored(string glob) => glob.TrimEnd('/').Length == 0 ? "**" : "/" + glob;

    private static string Escaped(string name)
    {
        StringBuilder escaped = new();
        foreach (char c in name)
        {
            if (c is '*' or '?' or '[' or ']' or '{' or '}' or '\\' or ',') escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
