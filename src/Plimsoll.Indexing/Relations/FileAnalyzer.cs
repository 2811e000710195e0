using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Relations;

/// <summary>Counts what a file or a definition is made of and what it depends on. Imports are read from the lines that say so; uses are found by name.</summary>
/// <param name="index">The index.</param>
/// <param name="root">The folder of the sources.</param>
/// <param name="time">Measures how long it takes.</param>
public sealed class FileAnalyzer(Searcher index, string root, TimeProvider time) : IDisposable
{
    /// <summary>Files that are read to see whether they import or use something.</summary>
    private const int FilesMost = 400;

    private const int NamesMost = 12;
    private const int PlacesMost = 200;
    private const int IdentifiersMost = 96;

    /// <summary>Indexed paths that are looked through for what an import means.</summary>
    private const int PathsMost = 200_000;

    private readonly CodeText _code = new(root);
    private readonly CodeText _other = new(root);
    private readonly ComplexityCounter _complexity = new();
    private Deadline _deadline;
    private bool _isPartial;

    /// <summary>Analyzes a file, or the definition at a line of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">A line of the definition, or 0 for the whole file.</param>
    /// <param name="patience">The longest time to look for dependencies.</param>
    /// <returns>Null when the file cannot be read, or no definition is at the line.</returns>
    public FileAnalysis? Analyze(byte[] path, int line, TimeSpan patience)
    {
        (_deadline, _isPartial) = (new Deadline(time, patience), false);
        if (!_code.Read(path))
            return null;
        int definition = line > 0 ? DefinitionOn(line) : -1;
        if (line > 0 && definition < 0)
            return null;
        ReadOnlySpan<int> decisions = _complexity.Count(_code, out int outside);
        (int first, int last) = definition < 0 ? (1, _code.Outline.LineCount) : (_code.Outline.Definitions[definition].LeadLine, _code.Outline.Definitions[definition].EndLine);
        List<AnalyzedDefinition> outline = OutlineOf(decisions, definition);
        int complexity = outline.Sum(static one => one.Complexity) + (definition < 0 && outside > 0 ? outside + 1 : 0);
        (int code, int comment, int blank, int bytes) = CountLines(first, last);
        string name = Encoding.UTF8.GetString(path);
        FileAnalysis analysis = new()
        {
            Language = _code.Language.Name,
            Lines = (first, last),
            Bytes = bytes,
            CodeLines = code,
            CommentLines = comment,
            BlankLines = blank,
            Complexity = complexity,
            Outline = outline,
            Imports = [],
            ImportedBy = [],
            UsedNames = [],
            IsPartial = false,
        };
        analysis = definition < 0
            ? analysis with { Imports = ImportsOf(name, out ImportResolver resolver), ImportedBy = ImportersOf(name, resolver), UsedNames = UsesOfNames(path) }
            : analysis with { Uses = UsesIn(path, definition), UsedBy = UsersOf(path, definition) };
        return analysis with { IsPartial = _isPartial };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _code.Dispose();
        _other.Dispose();
    }

    private bool IsOver()
    {
        _isPartial |= _deadline.IsOver;
        return _isPartial;
    }

    private int DefinitionOn(int line)
    {
        int found = -1;
        ReadOnlySpan<Definition> definitions = _code.Outline.Definitions;
        for (int i = 0; i < definitions.Length; i++)
        {
            if (definitions[i].LeadLine <= line && definitions[i].EndLine >= line)
                found = found >= 0 && definitions[found].NameLine == line ? found : i;
        }

        return found;
    }

    private List<AnalyzedDefinition> OutlineOf(ReadOnlySpan<int> decisions, int definition)
    {
        var outline = new List<AnalyzedDefinition>();
        for (int i = 0; i < decisions.Length; i++)
        {
            if (definition >= 0 && i != definition && !IsInside(i, definition))
                continue;
            Definition one = _code.Outline.Definitions[i];
            outline.Add(new AnalyzedDefinition(_code.FullNameOf(i), KindNames.Of(one.Kind), one.NameLine, one.EndLine, ComplexityCounter.IsFunction(one.Kind) ? decisions[i] + 1 : 0));
        }

        return outline;
    }

    private bool IsInside(int inner, int outer)
    {
        int at = _code.Outline.Definitions[inner].Parent;
        while (at >= 0 && at != outer)
            at = _code.Outline.Definitions[at].Parent;
        return at == outer;
    }

    private (int Code, int Comment, int Blank, int Bytes) CountLines(int first, int last)
    {
        (int code, int comment, int blank, int bytes) = (0, 0, 0, 0);
        ReadOnlySpan<int> starts = _code.Outline.LineStarts;
        for (int line = first; line <= last && line <= starts.Length; line++)
        {
            int start = starts[line - 1];
            int end = line < starts.Length ? starts[line] : _code.Text.Length;
            bytes += end - start;
            if (!_code.Code[start..end].Trim(" \t\r\n"u8).IsEmpty)
                code++;
            else if (_code.Text[start..end].Trim(" \t\r\n"u8).IsEmpty)
                blank++;
            else
                comment++;
        }

        return (code, comment, blank, bytes);
    }

    private List<Dependency> ImportsOf(string path, out ImportResolver resolver)
    {
        resolver = new ImportResolver(index.FilesWhere(static _ => true, PathsMost));
        var imports = new List<Dependency>();
        foreach (Import import in ImportReader.Read(_code))
            imports.Add(new Dependency(import.Module, import.Line, resolver.Resolve(_code.Language.Name, path, import.Module)));
        return imports;
    }

    /// <summary>A file that imports this one has its name, or that of its folder, as a word.</summary>
    private List<UsePlace> ImportersOf(string path, ImportResolver resolver)
    {
        var importers = new List<UsePlace>();
        string folder = path[..Math.Max(0, path.LastIndexOf('/'))];
        string stem = path[(path.LastIndexOf('/') + 1)..];
        stem = stem[..(stem.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? dot : stem.Length)];
        bool isByFolder = stem is "index" or "mod" or "__init__" || path.EndsWith(".go", StringComparison.Ordinal);
        string word = isByFolder ? folder[(folder.LastIndexOf('/') + 1)..] : stem;
        byte[] bytes = Encoding.UTF8.GetBytes(LastWord(word));
        if (bytes.Length == 0)
            return importers;
        IReadOnlyList<byte[]> files = index.FilesWith(LastWord(word), FilesMost, out long total);
        _isPartial |= total > files.Count;
        foreach (byte[] file in files)
        {
            string other = Encoding.UTF8.GetString(file);
            if (importers.Count >= PlacesMost || IsOver())
                break;
            if (other == path || !_other.Read(file, bytes))
                continue;
            foreach (Import import in ImportReader.Read(_other))
            {
                string? meant = resolver.Resolve(_other.Language.Name, other, import.Module);
                if (meant != path && !(meant is not null && meant.EndsWith('/') && meant.TrimEnd('/') == folder))
                    continue;
                importers.Add(new UsePlace(other, import.Line, ""));
                break;
            }
        }

        return importers;
    }

    /// <summary>The last run of letters, digits and underscores: what an index has as one word.</summary>
    private static string LastWord(string text)
    {
        int end = text.Length;
        int start = end;
        while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
            start--;
        return text[start..end];
    }

    private List<NameUse> UsesOfNames(byte[] path)
    {
        var uses = new List<NameUse>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (Definition definition in _code.Outline.Definitions)
        {
            bool isForOthers = definition.Parent < 0 && definition.Kind is not (SymbolKind.Section or SymbolKind.Element or SymbolKind.Label or SymbolKind.Namespace or SymbolKind.Property);
            string name = Encoding.UTF8.GetString(_code.NameOf(definition));
            if (!isForOthers || name.Length < 2 || uses.Count >= NamesMost * 4 || !known.Add(name))
                continue;
            IReadOnlyList<byte[]> files = index.FilesWith(name, int.MaxValue, out long total);
            uses.Add(new NameUse(name, total - (files.Any(file => file.AsSpan().SequenceEqual(path)) ? 1 : 0)));
        }

        uses.Sort(static (left, right) => left.Files != right.Files ? right.Files.CompareTo(left.Files) : string.CompareOrdinal(left.Symbol, right.Symbol));
        return uses.Count > NamesMost ? uses.GetRange(0, NamesMost) : uses;
    }

    private List<SymbolPlace> UsesIn(byte[] path, int definition)
    {
        var uses = new List<SymbolPlace>();
        var known = new HashSet<string>(StringComparer.Ordinal) { Encoding.UTF8.GetString(_code.NameOf(_code.Outline.Definitions[definition])) };
        ReadOnlySpan<byte> body = _code.Code[_code.Outline.Definitions[definition].NameOffset..Math.Max(_code.Outline.Definitions[definition].NameOffset, _code.Outline.EndOffsets[definition])];
        for (int at = 0; at < body.Length; at++)
        {
            if (!Names.IsPart(body[at]))
                continue;
            int end = Names.EndOf(body, at);
            string name = end - at is > 2 and <= 80 && !char.IsAsciiDigit((char)body[at]) ? Encoding.UTF8.GetString(body[at..end]) : "";
            at = end;
            if (name.Length == 0 || !known.Add(name))
                continue;
            if (known.Count > IdentifiersMost || IsOver())
            {
                _isPartial = true;
                break;
            }

            // A name that many places define says little about which of them is meant.
            IReadOnlyList<SymbolPlace> places = index.DefinitionsOf(name, 4);
            if (places.Count is > 0 and < 4 && places[0].Symbol.EndsWith(name, StringComparison.Ordinal) && !IsOwn(places[0], path, definition))
                uses.Add(places[0]);
        }

        return uses;
    }

    private bool IsOwn(SymbolPlace place, byte[] path, int definition) =>
        place.PathBytes.AsSpan().SequenceEqual(path) && place.Line >= _code.Outline.Definitions[definition].NameLine && place.Line <= _code.Outline.Definitions[definition].EndLine;

    private List<UsePlace> UsersOf(byte[] path, int definition)
    {
        var users = new List<UsePlace>();
        Definition own = _code.Outline.Definitions[definition];
        byte[] wanted = _code.NameOf(own).ToArray();
        IReadOnlyList<byte[]> files = index.FilesWith(Encoding.UTF8.GetString(wanted), FilesMost, out long total);
        _isPartial |= total > files.Count;
        foreach (byte[] file in files)
        {
            if (users.Count >= PlacesMost || IsOver())
                break;
            if (!_other.Read(file, wanted))
                continue;
            bool isOwnFile = file.AsSpan().SequenceEqual(path);
            var around = new HashSet<int>();
            for (int at = Names.Find(_other.Code, wanted, 0); at >= 0 && users.Count < PlacesMost; at = Names.Find(_other.Code, wanted, at + 1))
            {
                int line = _other.Outline.LineOf(at);
                int inside = _other.DefinitionAt(at);
                bool isDefinition = inside >= 0 && _other.Outline.Definitions[inside].NameOffset == at;
                if (isDefinition || (isOwnFile && line >= own.NameLine && line <= own.EndLine) || !around.Add(inside))
                    continue;
                users.Add(new UsePlace(Encoding.UTF8.GetString(file), line, inside < 0 ? "" : _other.FullNameOf(inside)));
            }
        }

        return users;
    }
}
