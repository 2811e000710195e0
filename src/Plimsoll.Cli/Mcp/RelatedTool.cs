using System.Text;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`find_related_code`: passages that are about the same as a given one, whose own names and telling words are the question.</summary>
internal sealed class RelatedTool(IndexedRoots roots, TimeProvider time)
{
    private const string PathName = "path";
    private const string LineName = "line";
    private const string SymbolName = "symbol";

    /// <summary>Names of the passage in the question: its first ones say what it is.</summary>
    private const int NamesMost = 4;

    /// <summary>Words of the passage in the question: an index looks for 32 terms, and a word has parts that are terms too.</summary>
    private const int WordsMost = 12;

    /// <summary>The passage itself may be found several times, by each definition in it.</summary>
    private const int OwnHitsMost = 16;

    public ToolSpec Spec => new(
        "find_related_code",
        "Finds code that is about the same as a given passage: give path and line of it, or the name of a symbol. The passage's own names and most telling words are the question; it is "
            + "left out of the answer itself. The answer's length is bounded by max_tokens (4 bytes a token).",
        [
            new(PathName, ArgumentKind.Text, "The file, as code_search shows it; goes with line."),
            new(LineName, ArgumentKind.Integer, "A line of the passage, 1-based.") { Range = (1, int.MaxValue) },
            new(SymbolName, ArgumentKind.Text, "The name of a definition, instead of path and line."),
            SearchTool.Root,
            .. ResultList.Arguments,
        ],
        Run);

    private string Run(ToolArguments arguments)
    {
        IndexedRoot root = roots.ChooseOne(arguments.Text(SearchTool.Root.Name));
        Searcher index = root.Open();
        byte[] path;
        int line;
        if (arguments.Text(SymbolName) is string symbol)
        {
            if (arguments.Has(PathName) || arguments.Has(LineName)) throw new ToolException("give path and line, or symbol, not both");
            (path, line) = Definition(index, symbol);
        }
        else
        {
            if (!arguments.Has(PathName) || !arguments.Has(LineName)) throw new ToolException("give path and line, or symbol");
            path = root.Require(arguments.Text(PathName)!);
            line = arguments.Integer(LineName);
        }
        ChunkPlace place = index.ChunkAt(path, line) ?? throw new ToolException($"{Encoding.UTF8.GetString(path)} has no passage in the index");
        ResultList list = new(roots, arguments, time);
        string question = Question(index, root, path, place);
        SearchQuery query = new() { Text = question, Limit = Math.Min(list.Depth + OwnHitsMost, Searcher.MostHits) };
        List<RootedHit> hits = [];
        foreach (SearchHit hit in index.Search(query))
        {
            bool isOwn = hit.PathBytes.AsSpan().SequenceEqual(path) && hit.ChunkStartLine <= place.EndLine && hit.ChunkEndLine >= place.StartLine;
            if (!isOwn && hits.Count < list.Depth) hits.Add(new RootedHit(root, hit));
        }
        return list.Answer(question, [root], hits, [$"Related to {Encoding.UTF8.GetString(path)}:{place.StartLine}-{place.EndLine}."]);
    }

    private static (byte[] Path, int Line) Definition(Searcher index, string symbol)
    {
        foreach (SearchHit hit in index.Search(new SearchQuery { Text = symbol, Mode = SearchMode.Lexical }))
        {
            if (hit.Symbol is string name && (name == symbol || name.EndsWith("." + symbol, StringComparison.Ordinal))) return (hit.PathBytes, hit.StartLine);
        }
        throw new ToolException($"the index has no definition of '{symbol}'; look for it with code_search");
    }

    private static string Question(Searcher index, IndexedRoot root, byte[] path, ChunkPlace place)
    {
        StringBuilder text = new();
        using (SnippetReader sources = root.Sources())
        {
            foreach (SnippetLine line in sources.Read(path, place.StartLine, place.EndLine)) text.Append(line.Text).Append('\n');
        }
        List<string> words = [.. place.Names.Take(NamesMost)];
        foreach (string word in index.TellingWordsOf(text.ToString(), WordsMost))
        {
            if (!words.Contains(word, StringComparer.OrdinalIgnoreCase)) words.Add(word);
        }
        if (words.Count == 0) throw new ToolException($"{Encoding.UTF8.GetString(path)}:{place.StartLine}-{place.EndLine} has no name and no word that any other passage has");
        return string.Join(' ', words);
    }
}
