using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Relations;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`find_implementations`: what implements, extends or overrides a name.</summary>
internal sealed class ImplementationTool(IndexedRoots roots, TimeProvider time)
{
    private const string NameName = "name";
    private const string DepthName = "depth";

    /// <summary>A question takes no longer; what was found until then is the answer, and it says so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public ToolSpec Spec => new(
        "find_implementations",
        "Finds what implements, extends or overrides an interface, trait, base class or method, also in several steps: classes that name it behind extends, implements or a colon, Rust impls, "
            + "Go types that have all methods of an interface, anonymous classes, and in C the tables of functions of a struct. Declarations are read from the files as they are now; names are compared "
            + "without their packages, so two types of one name are not told apart. The answer's length is bounded by max_tokens (4 bytes a token).",
        [
            new(NameName, ArgumentKind.Text, "The name, with its scope (Shape.area) or without (Shape).") { IsRequired = true },
            SearchTool.Root,
            new(DepthName, ArgumentKind.Integer, "How many steps of inheritance to follow; 1 for direct ones only.") { Range = (1, 8), Default = 3 },
            SearchTool.Language,
            SearchTool.PathGlobs,
            SearchTool.ExcludeGlobs,
            .. ResultList.Arguments,
        ],
        Run);

    private string Run(ToolArguments arguments)
    {
        IndexedRoot root = roots.ChooseOne(arguments.Text(SearchTool.Root.Name));
        string name = arguments.Text(NameName)!.Trim();
        if (name.AsSpan().ContainsAny(" \t\n")) throw new ToolException($"'{name}' is no name; give one such as Shape or Shape.area, and ask code_search for descriptions");
        Searcher index = root.Open();
        using ImplementationFinder finder = new(index, root.Folder, time);
        ImplementationList list = finder.Find(name, arguments.Integer(DepthName), Patience, Filter(arguments, root));
        if (list.Targets.Count == 0 && list.Found.Count == 0) throw new ToolException($"the index has no definition of '{name}', and nothing names it as its base; look for it with code_search");
        return Answer(arguments, root, name, list);
    }

    private static Func<byte[], bool> Filter(ToolArguments arguments, IndexedRoot root)
    {
        PathFilters paths = new(root.Folder, root.Folder);
        PathGlob[] globs = Array.ConvertAll(paths.Read(SearchTool.PathGlobs.Name, arguments.Texts(SearchTool.PathGlobs.Name)), Parse);
        PathGlob[] excluded = Array.ConvertAll(paths.Read(SearchTool.ExcludeGlobs.Name, arguments.Texts(SearchTool.ExcludeGlobs.Name), leavesOut: true), Parse);
        string[] languages = Array.ConvertAll(arguments.Texts(SearchTool.Language.Name), static name =>
            LanguageTable.TryByName(name, out Language language) ? language.Name : throw new ToolException($"there is no language '{name}'; index_status shows those of the index"));
        return path => (globs.Length == 0 || Array.Exists(globs, glob => glob.Matches(path))) && !Array.Exists(excluded, glob => glob.Matches(path))
            && (languages.Length == 0 || Array.IndexOf(languages, LanguageTable.Detect(path, []).Name) >= 0);
    }

    private static PathGlob Parse(string glob)
    {
        try
        {
            return PathGlob.Parse(glob);
        }
        catch (FormatException error)
        {
            throw new ToolException(error.Message);
        }
    }

    private string Answer(ToolArguments arguments, IndexedRoot root, string name, ImplementationList list)
    {
        int from = Math.Min(arguments.Integer(ResultList.OffsetName), list.Found.Count);
        int count = Math.Min(arguments.Integer(ResultList.LimitName), list.Found.Count - from);
        List<byte[]> items = [];
        using (SnippetReader sources = root.Sources())
        {
            int lines = Math.Min(3, arguments.Integer(ResultList.ContextName));
            for (int i = from; i < from + count; i++) items.Add(Item(list.Found[i], lines, sources));
        }
        return TokenBudget.Fit(TokenBudget.BytesOf(arguments), items, (json, taken, writeItems) =>
        {
            json.WriteString(NameName, name);
            WriteTargets(json, list.Targets);
            json.WriteNumber("total", list.Found.Count);
            json.WriteStartArray("implementations");
            writeItems();
            json.WriteEndArray();
            json.WriteNumber("files_read", list.FilesRead);
            if (list.FilesLeft > 0) json.WriteNumber("files_not_read", list.FilesLeft);
            ResultList.WriteCoverage(json, [root], time);
            if (taken < count) json.WriteString("cut", $"{taken} of {count} implementations fit into max_tokens; ask again with offset = next_offset");
            if (from + taken < list.Found.Count) json.WriteNumber("next_offset", from + taken);
            if (Note(list) is string note) json.WriteString("note", note);
        });
    }

    private static void WriteTargets(Utf8JsonWriter json, IReadOnlyList<SymbolPlace> targets)
    {
        json.WriteStartArray("defined");
        foreach (SymbolPlace target in targets.Take(4)) json.WriteStringValue($"{target.Path}:{target.Line} {target.Kind} {target.Symbol}");
        json.WriteEndArray();
    }

    private static string? Note(ImplementationList list)
    {
        if (list.FilesLeft > 0) return "some files that have the name were not read, so there may be more; narrow the search with path or language";
        if (list.Found.Count > 0 && list.Found[0].Relation == "name") return "no declaration says what these implement: they only have the same name";
        if (list.Found.Count > 0) return HasNamesakes(list.Targets) ? "several files define a type of this name (see defined), and names are compared without their packages: some of these may belong to another one" : null;
        return "nothing names it as its base. Declarations are understood in C, C++, C#, Java, Kotlin, Scala, JavaScript, TypeScript, Python, Go, Rust, Swift, PHP, Ruby, Dart, Groovy, Objective-C and Solidity";
    }

    /// <summary>Whether two types may be meant. What a file adds to a type of another one, such as an impl, is none of its own.</summary>
    private static bool HasNamesakes(IReadOnlyList<SymbolPlace> targets) =>
        targets.Where(static target => target.Kind is "class" or "struct" or "interface" or "enum" or "trait").Select(static target => target.Path).Distinct(StringComparer.Ordinal).Skip(1).Any();

    private static byte[] Item(Implementation one, int lines, SnippetReader sources) => TokenBudget.Json(json =>
    {
        json.WriteStartObject();
        JsonOutput.WritePath(json, Encoding.UTF8.GetString(one.PathBytes), one.PathBytes);
        json.WriteNumber("start_line", one.StartLine);
        json.WriteNumber("end_line", one.EndLine);
        if (one.Symbol.Length > 0) json.WriteString("symbol", SecretRedactor.Redact(one.Symbol));
        json.WriteString("kind", one.Kind);
        json.WriteString("language", one.Language);
        json.WriteString("relation", one.Relation);
        if (one.Via is not null) json.WriteString("via", one.Via);
        if (lines > 0) json.WriteString("snippet", ResultList.Join(sources.Read(one.PathBytes, one.StartLine, Math.Min(one.EndLine, one.StartLine + lines - 1))));
        json.WriteEndObject();
    });
}
