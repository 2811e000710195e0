using System.Diagnostics;
using System.Text;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Bench.Outline;

/// <summary>
/// Compares our outline with the tags of universal-ctags, an independent reader. Counted are functions, methods and types whose name is
/// defined at most three times in the tree: found means the same name on the same line of the same file. ctags errs too; the misses are
/// printed so that a person can judge them.
/// </summary>
internal static class OutlineOracle
{
    private const int DefinedAtMost = 3;
    private const int Shown = 40;
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "function", "method", "class", "struct", "interface", "enum", "trait", "union", "generator", "getter", "setter", "func",
        "subroutine", "object", "protocol", "typedef", "alias", "record", "module", "singletonMethod", "implementation", "annotation",
    };

    internal static int Run(string root, string[] rest)
    {
        string tags = rest.Length > 0 ? rest[0] : Path.Combine(Path.GetTempPath(), $"outline-oracle-{Environment.ProcessId}.tags");
        if (!File.Exists(tags) && !TryMakeTags(root, tags)) return 69;
        Dictionary<string, List<Tag>> oracle = ReadTags(root, tags);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tally = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        Compare(root, oracle, seen, tally);
        foreach ((string kind, Tally row) in tally)
        {
            Console.WriteLine($"{kind,-34} ctags {row.Expected,8}  found {row.Found,8}  {100.0 * row.Found / Math.Max(1, row.Expected),6:F2} %   ours {row.Ours,8}  unknown to ctags {row.Extra,7}");
        }

        return 0;
    }

    private static bool TryMakeTags(string root, string tags)
    {
        var start = new ProcessStartInfo("ctags") { WorkingDirectory = root };
        foreach (string argument in new[] { "-R", "--sort=no", "--excmd=number", "--fields=+nK", "--exclude=.git", "--map-JavaScript=+.mjs", "--map-TypeScript=+.tsx", "-f", tags, "." })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return File.Exists(tags);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("outline-oracle: universal-ctags is not installed (Debian: apt-get install universal-ctags); nothing was compared.");
            return false;
        }
    }

    private static Dictionary<string, List<Tag>> ReadTags(string root, string tags)
    {
        var files = new Dictionary<string, List<Tag>>(StringComparer.Ordinal);
        string folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) + "/";
        foreach (string line in File.ReadLines(tags, Encoding.UTF8))
        {
            string[] parts = line.Split('\t');
            if (parts.Length < 4 || parts[0].StartsWith('!')) continue;
            string path = parts[1].StartsWith("./", StringComparison.Ordinal) ? parts[1][2..] : parts[1];
            if (path.StartsWith(folder, StringComparison.Ordinal)) path = path[folder.Length..];
            int semicolon = parts[2].IndexOf(';', StringComparison.Ordinal);
            if (!int.TryParse(semicolon < 0 ? parts[2] : parts[2][..semicolon], out int number)) continue;
            if (!files.TryGetValue(path, out List<Tag>? list)) files[path] = list = [];
            list.Add(new Tag(parts[0].Trim('[', ']'), number, parts[3]));
        }

        return files;
    }

    private static void Compare(string root, Dictionary<string, List<Tag>> oracle, HashSet<string> seen, SortedDictionary<string, Tally> tally)
    {
        var frequency = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Tag tag in oracle.Values.SelectMany(static list => list))
        {
            if (Counted.Contains(tag.Kind)) frequency[tag.Name] = frequency.GetValueOrDefault(tag.Name) + 1;
        }

        var scanner = new OutlineScanner();
        using var outline = new Plimsoll.Indexing.Outlining.Outline();
        var random = new Random(1);
        SourceTree.Visit(root, (path, bytes, length, language) =>
        {
            if (!oracle.TryGetValue(path, out List<Tag>? tags)) return;
            scanner.Scan(bytes.AsSpan(0, length), language, outline);
            seen.Clear();
            foreach (Definition definition in outline.Definitions) seen.Add(Key(bytes, definition));
            CountTags(path, language, tags, frequency, seen, tally, random);
            CountOurs(path, language, tags, bytes, outline, tally, random);
        });
    }

    private static string Key(byte[] bytes, Definition definition) =>
        definition.NameLine + ":" + Encoding.UTF8.GetString(bytes, definition.NameOffset, definition.NameLength);

    private static void CountTags(string path, Language language, List<Tag> tags, Dictionary<string, int> frequency, HashSet<string> seen, SortedDictionary<string, Tally> tally, Random random)
    {
        foreach (Tag tag in tags)
        {
            if (!Counted.Contains(tag.Kind) || frequency[tag.Name] > DefinedAtMost || IsInvented(tag)) continue;
            Tally row = Row(tally, language.Name + " " + tag.Kind);
            row.Expected++;
            if (seen.Contains(tag.Line + ":" + tag.Name)) row.Found++;
            else if (random.Next(Math.Max(1, (row.Expected - row.Found) / 3)) == 0 && row.Printed++ < Shown) Console.WriteLine($"miss\t{path}:{tag.Line}\t{tag.Kind}\t{tag.Name}");
        }
    }

    /// <summary>Names that ctags makes up for what has none, and the aliases that it sees in imports.</summary>
    private static bool IsInvented(Tag tag) =>
        tag.Name.StartsWith("__anon", StringComparison.Ordinal) || tag.Name.StartsWith("Anonymous", StringComparison.Ordinal) || string.Equals(tag.Kind, "alias", StringComparison.Ordinal);

    private static void CountOurs(string path, Language language, List<Tag> tags, byte[] bytes, Plimsoll.Indexing.Outlining.Outline outline, SortedDictionary<string, Tally> tally, Random random)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (Tag tag in tags) known.Add(tag.Line + ":" + tag.Name);
        foreach (Definition definition in outline.Definitions)
        {
            if (definition.Kind is not (SymbolKind.Function or SymbolKind.Method or SymbolKind.Class)) continue;
            Tally row = Row(tally, language.Name + " = our " + definition.Kind);
            row.Ours++;
            if (known.Contains(Key(bytes, definition))) continue;
            row.Extra++;
            if (random.Next(Math.Max(1, row.Extra / 5)) == 0 && row.Printed++ < Shown) Console.WriteLine($"extra\t{path}:{definition.NameLine}\t{definition.Kind}\t{Key(bytes, definition)}");
        }
    }

    private static Tally Row(SortedDictionary<string, Tally> tally, string name)
    {
        if (!tally.TryGetValue(name, out Tally? row)) tally[name] = row = new Tally();
        return row;
    }

    private sealed record Tag(string Name, int Line, string Kind);

    private sealed class Tally
    {
        internal int Expected { get; set; }

        internal int Found { get; set; }

        internal int Ours { get; set; }

        internal int Extra { get; set; }

        internal int Printed { get; set; }
    }
}
