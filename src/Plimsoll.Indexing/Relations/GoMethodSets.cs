using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Relations;

/// <summary>
/// Go's types say nowhere what they implement: those are found that have a method of each name of the interface, in the files of one folder. Parameters are not
/// compared, and methods that come from embedded types are not seen.
/// </summary>
internal sealed class GoMethodSets(Searcher index, CodeText code)
{
    /// <summary>An interface with more methods is matched by the first ones.</summary>
    private const int MethodsMost = 32;

    private const int FilesMost = 2000;

    /// <summary>Finds types.</summary>
    /// <param name="target">The interface.</param>
    /// <param name="takes">Says which files may have one.</param>
    /// <param name="add">Receives the types.</param>
    /// <param name="isOver">Whether to stop.</param>
    public void Find(SymbolPlace target, Func<byte[], bool> takes, Action<Implementation> add, Func<bool> isOver)
    {
        List<string> methods = MethodsOf(target);
        if (methods.Count == 0)
            return;
        var types = new Dictionary<string, (HashSet<string> Methods, byte[] Path, int Line)>(StringComparer.Ordinal);
        foreach (byte[] path in FilesOfFoldersWithAll(methods))
        {
            if (isOver())
                break;
            if (path.AsSpan().EndsWith(".go"u8) && code.Read(path))
                Note(path, methods, types);
        }

        foreach ((string key, (HashSet<string> has, byte[] path, int line)) in types.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            if (has.Count < methods.Count || !takes(path))
                continue;
            string type = key[(key.LastIndexOf(':') + 1)..];
            SymbolPlace? place = index.DefinitionsOf(type, 64).FirstOrDefault(one => FolderOf(one.PathBytes) == FolderOf(path) && one.Language == "go");
            add(new Implementation
            {
                PathBytes = place?.PathBytes ?? path,
                StartLine = place?.Line ?? line,
                EndLine = place?.EndLine ?? line,
                Symbol = type,
                Kind = place?.Kind ?? "type",
                Language = "go",
                Relation = "methods",
            });
        }
    }

    private static string FolderOf(byte[] path)
    {
        string text = Encoding.UTF8.GetString(path);
        return text[..(text.LastIndexOf('/') + 1)];
    }

    /// <summary>The names that are followed by a bracket, a line each, in the body of the interface.</summary>
    private List<string> MethodsOf(SymbolPlace target)
    {
        List<string> methods = [];
        if (!code.Read(target.PathBytes))
            return methods;
        ReadOnlySpan<int> lines = code.Outline.LineStarts;
        for (int line = target.Line + 1; line < target.EndLine && line <= lines.Length && methods.Count < MethodsMost; line++)
        {
            int start = Names.SkipBlanks(code.Code, lines[line - 1]);
            int end = Names.EndOf(code.Code, start);
            if (end > start && end < code.Code.Length && code.Code[end] == '(')
                methods.Add(Encoding.UTF8.GetString(code.Code[start..end]));
        }

        return methods;
    }

    /// <summary>Only a folder in which every method's name stands can have such a type.</summary>
    private IEnumerable<byte[]> FilesOfFoldersWithAll(List<string> methods)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string method in methods)
        {
            var folders = new HashSet<string>(StringComparer.Ordinal);
            foreach (byte[] path in index.FilesWith(method, FilesMost, out _))
            {
                if (!path.AsSpan().EndsWith(".go"u8))
                    continue;
                files[Encoding.UTF8.GetString(path)] = path;
                if (folders.Add(FolderOf(path)))
                    counts[FolderOf(path)] = counts.GetValueOrDefault(FolderOf(path)) + 1;
            }
        }

        return files.Values.Where(path => counts[FolderOf(path)] == methods.Count);
    }

    /// <summary>Notes `func (r *Type) Method(` of a file.</summary>
    private void Note(byte[] path, List<string> methods, Dictionary<string, (HashSet<string> Methods, byte[] Path, int Line)> types)
    {
        foreach (Definition definition in code.Outline.Definitions)
        {
            ReadOnlySpan<byte> before = code.Code[..definition.NameOffset].TrimEnd(" "u8);
            if (definition.Kind is not (SymbolKind.Function or SymbolKind.Method) || before.IsEmpty || before[^1] != ')')
                continue;
            string name = Encoding.UTF8.GetString(code.NameOf(definition));
            if (!methods.Contains(name, StringComparer.Ordinal) || ReceiverOf(before) is not string type)
                continue;
            string key = FolderOf(path) + ":" + type;
            if (!types.TryGetValue(key, out (HashSet<string> Methods, byte[] Path, int Line) known))
                types[key] = known = (new HashSet<string>(StringComparer.Ordinal), path, definition.NameLine);
            known.Methods.Add(name);
        }
    }

    private static string? ReceiverOf(ReadOnlySpan<byte> before)
    {
        int open = before.LastIndexOf((byte)'(');
        if (open < 0 || !before[..open].TrimEnd(" "u8).EndsWith("func"u8))
            return null;
        ReadOnlySpan<byte> receiver = before[(open + 1)..^1];
        int generic = receiver.IndexOf((byte)'[');
        receiver = (generic < 0 ? receiver : receiver[..generic]).TrimEnd(" "u8);
        int start = receiver.LastIndexOfAny((byte)' ', (byte)'*') + 1;
        return start < receiver.Length ? Encoding.UTF8.GetString(receiver[start..]) : null;
    }
}
