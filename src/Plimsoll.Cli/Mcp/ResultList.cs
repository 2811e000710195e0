using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>A hit with the folder that it is in.</summary>
internal readonly record struct RootedHit(IndexedRoot Root, SearchHit Hit);

/// <summary>A page of search results as an answer: the results that fit, what the index covers, what has changed since, and where the next page begins.</summary>
internal sealed class ResultList(IndexedRoots roots, ToolArguments arguments, TimeProvider time)
{
    public const string LimitName = "k";
    public const string OffsetName = "offset";
    public const string ContextName = "context";

    private const int LimitMost = 100;
    private const int OffsetMost = Searcher.MostHits - LimitMost;
    private const int ContextMost = 40;

    /// <summary>The arguments that every tool with such a list has.</summary>
    public static ArgumentSpec[] Arguments =>
    [
        new(LimitName, ArgumentKind.Integer, "The most results on a page.") { Range = (1, LimitMost), Default = 10 },
        new(OffsetName, ArgumentKind.Integer, "How many results to pass over: next_offset of the page before.") { Range = (0, OffsetMost) },
        new(ContextName, ArgumentKind.Integer, "Lines of source to show of each result; 0 for none.") { Range = (0, ContextMost), Default = 6 },
        TokenBudget.Argument,
    ];

    private int Offset => arguments.Integer(OffsetName);

    private int Limit => arguments.Integer(LimitName);

    /// <summary>How many hits to ask an index for: those of this page and before, and one that tells whether there are more.</summary>
    public int Depth => Math.Min(Offset + Limit + 1, Searcher.MostHits);

    /// <summary>The answer.</summary>
    /// <param name="asked">What was asked for, for the agent to see.</param>
    /// <param name="searched">The folders that were searched.</param>
    /// <param name="hits">Their hits, best first, from the first page on.</param>
    /// <param name="notes">Sentences for the agent.</param>
    public string Answer(string asked, IReadOnlyList<IndexedRoot> searched, List<RootedHit> hits, List<string> notes)
    {
        int from = Math.Min(Offset, hits.Count);
        List<RootedHit> page = hits.GetRange(from, Math.Min(Limit, hits.Count - from));
        bool hasMore = hits.Count > from + page.Count;
        int bytes = TokenBudget.BytesOf(arguments);
        if (hits.Count == 0) notes.Add("Nothing was found. Try other words, or fewer filters.");
        else if (page.Count == 0) notes.Add($"There are only {hits.Count} results.");
        return TokenBudget.Fit(bytes, Items(page, bytes), (json, taken, writeItems) =>
        {
            json.WriteString("query", asked);
            json.WriteStartArray("results");
            writeItems();
            json.WriteEndArray();
            WriteFreshness(json, page, taken);
            WriteCoverage(json, searched, time);
            if (taken < page.Count) json.WriteString("cut", CutNote(taken, page.Count));
            if (hasMore || taken < page.Count) json.WriteNumber("next_offset", from + taken);
            if (notes.Count > 0) json.WriteString("note", string.Join(' ', notes));
        });
    }

    private static string CutNote(int taken, int all) => taken > 0
        ? $"{taken} of {all} results fit into max_tokens; ask again with offset = next_offset"
        : "no result fits into max_tokens; give more, or context = 0";

    private List<byte[]> Items(List<RootedHit> page, int bytes)
    {
        List<byte[]> items = new(page.Count);
        Dictionary<IndexedRoot, SnippetReader> sources = [];
        try
        {
            int written = 0;
            foreach (RootedHit hit in page)
            {
                // What is behind the budget is left out anyway, so its lines need not be read; the first result is shown rather without its lines than not at all.
                bool hasRoom = written < bytes;
                byte[] item = Item(hit, hasRoom ? Snippet(hit, sources) : "");
                if (items.Count == 0 && item.Length > bytes / 2) item = Item(hit, "");
                items.Add(item);
                written += item.Length;
            }
        }
        finally
        {
            foreach (SnippetReader reader in sources.Values) reader.Dispose();
        }
        return items;
    }

    private byte[] Item(RootedHit found, string snippet) => TokenBudget.Json(json =>
    {
        SearchHit hit = found.Hit;
        json.WriteStartObject();
        if (roots.All.Count > 1) json.WriteString("root", found.Root.Folder);
        JsonOutput.WritePath(json, hit.Path, hit.PathBytes);
        json.WriteNumber("start_line", hit.StartLine);
        json.WriteNumber("end_line", hit.EndLine);
        if (hit.Symbol is not null) json.WriteString("symbol", hit.Symbol);
        json.WriteString("kind", hit.Kind);
        json.WriteString("language", hit.Language);
        json.WriteNumber("score", Math.Round(hit.Score, 3));
        if (hit.Stale) json.WriteString("state", SearchView.Word(hit.State));
        if (snippet.Length > 0) json.WriteString("snippet", snippet);
        json.WriteEndObject();
    });

    private string Snippet(RootedHit found, Dictionary<IndexedRoot, SnippetReader> sources)
    {
        int lines = arguments.Integer(ContextName);
        SearchHit hit = found.Hit;
        if (lines == 0 || hit.State == HitState.Deleted) return "";
        if (!sources.TryGetValue(found.Root, out SnippetReader? reader)) sources[found.Root] = reader = found.Root.Sources();
        return Join(reader.Read(hit.PathBytes, hit.StartLine, Math.Min(hit.EndLine, hit.StartLine + lines - 1)));
    }

    /// <summary>Lines as one text.</summary>
    public static string Join(IReadOnlyList<SnippetLine> lines)
    {
        StringBuilder text = new();
        foreach (SnippetLine line in lines)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(line.Text).Append(line.IsCut ? "..." : "");
        }
        return text.ToString();
    }

    private static void WriteFreshness(Utf8JsonWriter json, List<RootedHit> page, int taken)
    {
        int changed = 0;
        int deleted = 0;
        for (int i = 0; i < taken; i++)
        {
            changed += page[i].Hit.State == HitState.Stale ? 1 : 0;
            deleted += page[i].Hit.State == HitState.Deleted ? 1 : 0;
        }
        json.WriteStartObject("freshness");
        json.WriteNumber("current", taken - changed - deleted);
        json.WriteNumber("stale", changed);
        json.WriteNumber("deleted", deleted);
        if (changed + deleted > 0) json.WriteString("note", "the files of some results have changed since they were indexed, so lines may be off; `plimsoll index` brings the index up to date");
        json.WriteEndObject();
    }

    /// <summary>What the indexes cover, and how old they are.</summary>
    public static void WriteCoverage(Utf8JsonWriter json, IReadOnlyList<IndexedRoot> searched, TimeProvider time)
    {
        json.WriteStartArray("coverage");
        foreach (IndexedRoot root in searched)
        {
            Searcher index = root.Open();
            json.WriteStartObject();
            json.WriteString("root", root.Folder);
            json.WriteNumber("files", index.FileCount);
            json.WriteBoolean("complete", index.IsComplete);
            json.WriteNumber("age_seconds", Math.Max(0, (long)(time.GetUtcNow() - index.WrittenAt).TotalSeconds));
            if (!index.IsComplete) json.WriteString("note", "the index is not complete, so results may be missing; `plimsoll index` goes on with it");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
