using System.Text;
using System.Text.Json;
using Plimsoll.Files;
using Plimsoll.Indexing.Relations;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`context_analysis`: the numbers of a file or a definition, and what it depends on.</summary>
internal sealed class AnalysisTool(IndexedRoots roots, TimeProvider time)
{
    private const string PathName = "path";
    private const string LineName = "line";
    private const string SymbolName = "symbol";

    /// <summary>The longest lists; what does not fit the budget is left out evenly.</summary>
    private const int ItemsMost = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public ToolSpec Spec => new(
        "context_analysis",
        "Measures a file (path), the definition at a line of it (path and line) or a definition by name (symbol): lines of code, comments and blanks, its outline with an estimate of the cyclomatic complexity of each function "
            + "(one, and one for each branching word), what it imports and the files these mean, which files import it, and which names of it are used elsewhere; for a definition, the names it uses and the places that use it. "
            + "Read from the files as they are now; uses are found by name. The answer's length is bounded by max_tokens (4 bytes a token).",
        [
            new(PathName, ArgumentKind.Text, "The file, as code_search shows it: relative to the root."),
            new(LineName, ArgumentKind.Integer, "A line of the definition to measure; goes with path. The whole file when not given.") { Range = (1, int.MaxValue) },
            new(SymbolName, ArgumentKind.Text, "The name of a definition, instead of path."),
            SearchTool.Root,
            new(ResultList.OffsetName, ArgumentKind.Integer, "How many entries of the outline to pass over: next_offset of the answer before.") { Range = (0, int.MaxValue) },
            TokenBudget.Argument,
        ],
        Run);

    private string Run(ToolArguments arguments)
    {
        IndexedRoot root = roots.ChooseOne(arguments.Text(SearchTool.Root.Name));
        Searcher index = root.Open();
        (byte[] path, int line) = Place(arguments, root, index);
        using FileAnalyzer analyzer = new(index, root.Folder, time);
        FileAnalysis? found = analyzer.Analyze(path, line, Patience);
        if (found is null)
        {
            throw new ToolException(line > 0
                ? $"{Encoding.UTF8.GetString(path)} has no definition at line {line}, or cannot be read; leave out line for the whole file"
                : $"{Encoding.UTF8.GetString(path)} is gone or not to be read any more; index_update brings the index up to date");
        }
        return Fit(TokenBudget.BytesOf(arguments), limit => TokenBudget.Json(json => Write(json, root, path, line, found, Math.Min(arguments.Integer(ResultList.OffsetName), found.Outline.Count), limit)));
    }

    private static (byte[] Path, int Line) Place(ToolArguments arguments, IndexedRoot root, Searcher index)
    {
        if (arguments.Text(SymbolName) is not string symbol)
        {
            return arguments.Text(PathName) is string path ? (root.Require(path), arguments.Integer(LineName)) : throw new ToolException("give path, path and line, or symbol");
        }
        if (arguments.Has(PathName) || arguments.Has(LineName)) throw new ToolException("give path and line, or symbol, not both");
        IReadOnlyList<SymbolPlace> places = index.DefinitionsOf(symbol, 1);
        return places.Count > 0 ? (places[0].PathBytes, places[0].Line) : throw new ToolException($"the index has no definition of '{symbol}'; look for it with code_search");
    }

    /// <summary>Shortens all lists together until the answer fits: each is worth as much as the others.</summary>
    private static string Fit(int bytes, Func<int, byte[]> build)
    {
        int limit = ItemsMost;
        byte[] answer = build(limit);
        while (answer.Length > bytes && limit > 0)
        {
            limit = limit * 2 / 3;
            answer = build(limit);
        }
        return Encoding.UTF8.GetString(answer);
    }

    private void Write(Utf8JsonWriter json, IndexedRoot root, byte[] path, int line, FileAnalysis found, int from, int limit)
    {
        json.WriteStartObject();
        json.WriteString(PathName, Encoding.UTF8.GetString(path));
        json.WriteString("language", found.Language);
        json.WriteNumber("start_line", found.Lines.Start);
        json.WriteNumber("end_line", found.Lines.End);
        json.WriteNumber("bytes", found.Bytes);
        json.WriteStartObject("lines");
        json.WriteNumber("code", found.CodeLines);
        json.WriteNumber("comment", found.CommentLines);
        json.WriteNumber("blank", found.BlankLines);
        json.WriteEndObject();
        json.WriteNumber("complexity_estimate", found.Complexity);
        WriteList(json, "outline", found.Outline.Skip(from).ToList(), limit, static (writer, one) => writer.WriteStringValue(
            $"{one.StartLine}-{one.EndLine} {one.Kind} {SecretRedactor.Redact(one.Symbol)}{(one.Complexity > 0 ? $" complexity {one.Complexity}" : "")}"));
        if (from + limit < found.Outline.Count) json.WriteNumber("next_offset", from + limit);
        if (line > 0)
        {
            WriteList(json, "uses", found.Uses, limit, static (writer, one) => writer.WriteStringValue($"{one.Kind} {one.Symbol} {one.Path}:{one.Line}"));
            WriteList(json, "used_by", found.UsedBy, limit, WritePlace);
        }
        else
        {
            WriteList(json, "imports", found.Imports, limit, static (writer, one) => writer.WriteStringValue(one.Path is null ? one.Module : $"{one.Module} -> {one.Path}"));
            WriteList(json, "imported_by", found.ImportedBy, limit, WritePlace);
            WriteList(json, "names_used_elsewhere", found.UsedNames, limit, static (writer, one) => writer.WriteStringValue($"{one.Symbol} in {one.Files} other files"));
        }
        ResultList.WriteCoverage(json, [root], time);
        if (found.IsPartial) json.WriteString("partial", "not all files that may depend on it were read: there were too many");
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter writer, UsePlace one) => writer.WriteStringValue(one.Inside.Length > 0 ? $"{one.Path}:{one.Line} in {one.Inside}" : $"{one.Path}:{one.Line}");

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> all, int limit, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < all.Count && i < limit; i++) write(json, all[i]);
        json.WriteEndArray();
        if (all.Count > limit) json.WriteNumber(name + "_total", all.Count);
    }
}
