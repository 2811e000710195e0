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

    /// <summary>Results that keep their source lines when the budget is short: an agent reads these first.</summary>
    private const int FullLeast = 3;

    /// <summary>Lines of source of a result behind those; it is read only when the first ones are not what was meant.</summary>
    private const int LaterLinesMost = 3;

    /// <summary>Further files that are named, a line each, behind the first page.</summary>
    private const int OthersMost = 30;

    /// <summary>Hits that are looked through for further files.</summary>
    private const int OthersDepth = 120;

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

    /// <summary>How many hits to ask an index for: those of this page and before, and those that tell which other files there are.</summary>
    public int Depth => Math.Min(Offset + Limit + OthersDepth, Searcher.MostHits);

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
        List<Entry> entries = Entries(page, bytes);
        List<byte[]> others = Offset == 0 ? Others(hits, page.Count) : [];
        return Fit(bytes, entries, others, (json, taken, write, writeOthers) =>
        {
            json.WriteString("query", asked);
            json.WriteStartArray("results");
            write();
            json.WriteEndArray();
            writeOthers();
            WriteFreshness(json, page, taken);
            WriteCoverage(json, searched, time);
            if (taken < page.Count) json.WriteString("cut", CutNote(taken, page.Count));
            if (hasMore || taken < page.Count) json.WriteNumber("next_offset", from + taken);
            if (notes.Count > 0) json.WriteString("note", string.Join(' ', notes));
        });
    }

    /// <summary>
    /// Shortens until it fits: first the source lines of the last results go, then the names of other files, then results. So a small budget still names as many places as
    /// it can: an agent can read a place that is named, but not one that is left out.
    /// </summary>
    private static string Fit(int bytes, List<Entry> entries, List<byte[]> others, Action<Utf8JsonWriter, int, Action, Action> write)
    {
        (int full, int taken, int named) = (entries.Count, entries.Count, others.Count);
        byte[] answer = Build(entries, others, full, taken, named, write);
        while (answer.Length > bytes && taken > 0)
        {
            int over = answer.Length - bytes;
            while (over > 0 && taken > 0)
            {
                if (full > Math.Min(FullLeast, taken)) over -= entries[--full].SnippetBytes;
                else if (named > 0) over -= others[--named].Length + 1;
                else if (full > 1) over -= entries[--full].SnippetBytes;
                else over -= entries[--taken].Lean.Length + 1;
                full = Math.Min(full, taken);
            }
            answer = Build(entries, others, full, taken, named, write);
        }
        return Encoding.UTF8.GetString(answer);
    }

    private static byte[] Build(List<Entry> entries, List<byte[]> others, int full, int taken, int named, Action<Utf8JsonWriter, int, Action, Action> write) => TokenBudget.Json(json =>
    {
        json.WriteStartObject();
        write(
            json,
            taken,
            () =>
            {
                for (int i = 0; i < taken; i++) json.WriteRawValue(i < full ? entries[i].Full : entries[i].Lean, skipInputValidation: true);
            },
            () =>
            {
                if (named == 0) return;
                json.WriteStartArray("other_files");
                for (int i = 0; i < named; i++) json.WriteRawValue(others[i], skipInputValidation: true);
                json.WriteEndArray();
            });
        json.WriteEndObject();
    });

    /// <summary>The files behind the page that are not on it, with the place and the name of their best passage, as one text each.</summary>
    private List<byte[]> Others(List<RootedHit> hits, int shown)
    {
        List<byte[]> others = [];
        HashSet<(IndexedRoot, string)> known = [];
        for (int i = 0; i < hits.Count && others.Count < OthersMost; i++)
        {
            SearchHit hit = hits[i].Hit;
            if (!known.Add((hits[i].Root, hit.Path)) || i < shown || hit.State == HitState.Deleted) continue;
            string place = $"{hit.Path}:{hit.StartLine}-{hit.EndLine}{(hit.Symbol is null ? "" : " " + hit.Symbol)}";
            others.Add(TokenBudget.Json(json => json.WriteStringValue(roots.All.Count > 1 ? $"{hits[i].Root.Folder}/{place}" : place)));
        }
        return others;
    }

    private static string CutNote(int taken, int all) => taken > 0
        ? $"{taken} of {all} results fit into max_tokens; ask again with offset = next_offset"
        : "no result fits into max_tokens; give more, or context = 0";

    /// <summary>A result with its source lines and without.</summary>
    private readonly record struct Entry(byte[] Full, byte[] Lean)
    {
        public int SnippetBytes => Full.Length - Lean.Length;
    }

    private List<Entry> Entries(List<RootedHit> page, int bytes)
    {
        List<Entry> entries = new(page.Count);
        Dictionary<IndexedRoot, SnippetReader> sources = [];
        try
        {
            int written = 0;
            foreach (RootedHit hit in page)
            {
                byte[] lean = Item(hit, "");

                // What is behind the budget loses its lines anyway, so they need not be read; the first result is shown rather without its lines than not at all.
                string snippet = written < bytes ? Snippet(hit, entries.Count < FullLeast ? ContextMost : LaterLinesMost, sources) : "";
                byte[] full = snippet.Length == 0 ? lean : Item(hit, snippet);
                if (entries.Count == 0 && full.Length > bytes / 2) full = lean;
                entries.Add(new Entry(full, lean));
                written += full.Length;
            }
        }
        finally
        {
            foreach (SnippetReader reader in sources.Values) reader.Dispose();
        }
        return entries;
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

    private string Snippet(RootedHit found, int most, Dictionary<IndexedRoot, SnippetReader> sources)
    {
        int lines = arguments.Has(ContextName) ? arguments.Integer(ContextName) : Math.Min(most, arguments.Integer(ContextName));
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
