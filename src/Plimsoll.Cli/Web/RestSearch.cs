using System.Text;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Mcp;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Web;

/// <summary>`POST /api/search`: what `plimsoll search` finds, as JSON, page by page.</summary>
/// <param name="folders">The served folders.</param>
/// <param name="time">Says how old an index is.</param>
internal sealed class RestSearch(ServedFolders folders, TimeProvider time)
{
    /// <summary>An answer that would be longer is cut, and says where it goes on.</summary>
    public const int AnswerBytesMost = 512 * 1024;

    public const string RepoName = "repo";

    private const string QueryName = "query";
    private const string LanguageName = "lang";
    private const string KindName = "type";
    private const string PathName = "path";
    private const string ExcludeName = "exclude";
    private const string LimitName = "limit";
    private const string OffsetName = "offset";
    private const string MinScoreName = "min_score";
    private const string ModeName = "mode";
    private const string ViewName = "view";
    private const string ContextName = "context";
    private const string ExplainName = "explain";
    private const int ContextMost = 40;

    private static readonly string[] Views = ["chunks", "files"];
    private static readonly string[] Modes = ["hybrid", "lexical", "semantic"];

    /// <summary>The argument by which a folder is chosen.</summary>
    public static ArgumentSpec Repo => new(RepoName, ArgumentKind.Text, "One of the served folders, by its id, its last name or whole.");

    /// <summary>The members of the body.</summary>
    public static ArgumentSpec[] Arguments =>
    [
        new(QueryName, ArgumentKind.Text, "A name, words of a name, or a description.") { IsRequired = true },
        Repo,
        new(LanguageName, ArgumentKind.Texts, "Only these languages, such as typescript, ts or c#."),
        new(KindName, ArgumentKind.Texts, "Only definitions of these kinds.") { Choices = SearchCommand.Kinds },
        new(PathName, ArgumentKind.Texts, "Only paths that match one of these globs, relative to the folder, such as src/**."),
        new(ExcludeName, ArgumentKind.Texts, "No paths that match one of these globs."),
        new(LimitName, ArgumentKind.Integer, "The most results on a page.") { Range = (1, Searcher.MostHits), Default = 10 },
        new(OffsetName, ArgumentKind.Integer, "How many results to pass over: next_offset of the page before.") { Range = (0, Searcher.MostHits) },
        new(MinScoreName, ArgumentKind.Number, "Leave out results that score less."),
        new(ModeName, ArgumentKind.Choice, "Which side of the index answers.") { Choices = Modes },
        new(ViewName, ArgumentKind.Choice, "What a result stands for: chunks (passages) or files with their best passage each.") { Choices = Views },
        new(ContextName, ArgumentKind.Integer, "Lines of source with each result; 0 for none.") { Range = (0, ContextMost) },
        new(ExplainName, ArgumentKind.Flag, "Show each addend of each score."),
    ];

    /// <summary>Answers.</summary>
    /// <param name="slot">The indexes to ask.</param>
    /// <param name="arguments">The body.</param>
    public byte[] Run(WorkSlot slot, ToolArguments arguments)
    {
        IReadOnlyList<ServedFolder> chosen = folders.Choose(arguments.Text(RepoName));
        int offset = arguments.Integer(OffsetName);
        int limit = arguments.Integer(LimitName);
        int depth = Math.Min(offset + limit + 1, Searcher.MostHits);
        List<(ServedFolder Folder, SearchHit Hit)> hits = [];
        List<(ServedFolder Folder, Searcher Index)> searched = [];
        List<string> notes = [];
        foreach (ServedFolder folder in chosen)
        {
            try
            {
                Searcher index = slot.Roots.All[folder.Number].Open();
                SearchAnswer answer = index.Ask(Query(arguments, folder, depth));
                foreach (SearchHit hit in answer.Hits) hits.Add((folder, hit));
                if (answer.MeaningFault is string fault) notes.Add($"{folder.Folder} was searched by words only: {fault}");
                searched.Add((folder, index));
            }
            catch (ToolException without) when (chosen.Count > 1)
            {
                notes.Add(without.Message);
            }
            catch (ToolException without)
            {
                throw new WebException(StatusCodes.Status409Conflict, $"{without.Message} Or POST /api/index.");
            }
        }
        if (searched.Count == 0) throw new WebException(StatusCodes.Status409Conflict, string.Join(' ', notes));
        if (searched.Count > 1) hits = [.. hits.OrderByDescending(static one => one.Hit.Score)];
        return Write(arguments, searched, hits, offset, limit, notes);
    }

    private static SearchQuery Query(ToolArguments arguments, ServedFolder folder, int depth)
    {
        PathFilters paths = new(folder.Folder, folder.Folder);
        return new SearchQuery
        {
            Text = arguments.Text(QueryName)!,
            Limit = depth,
            View = arguments.Text(ViewName) == Views[1] ? HitView.Files : HitView.Chunks,
            Mode = (SearchMode)Math.Max(0, Array.IndexOf(Modes, arguments.Text(ModeName))),
            Languages = arguments.Texts(LanguageName),
            Kinds = arguments.Texts(KindName),
            PathGlobs = paths.Read(PathName, arguments.Texts(PathName)),
            ExcludeGlobs = paths.Read(ExcludeName, arguments.Texts(ExcludeName), leavesOut: true),
            MinScore = arguments.Number(MinScoreName),
            Explain = arguments.Flag(ExplainName),
        };
    }

    private byte[] Write(
        ToolArguments arguments, List<(ServedFolder Folder, Searcher Index)> searched, List<(ServedFolder Folder, SearchHit Hit)> hits, int offset, int limit, List<string> notes)
    {
        int from = Math.Min(offset, hits.Count);
        int count = Math.Min(limit, hits.Count - from);
        bool hasMore = hits.Count > from + count;
        List<byte[]> items = Items(hits.GetRange(from, count), arguments.Integer(ContextName));
        string answer = TokenBudget.Fit(AnswerBytesMost, items, (json, taken, writeItems) =>
        {
            json.WriteString("query", arguments.Text(QueryName));
            json.WriteBoolean("complete", searched.TrueForAll(static one => one.Index.IsComplete));
            json.WriteStartArray("results");
            writeItems();
            json.WriteEndArray();
            json.WriteStartArray("coverage");
            foreach ((ServedFolder folder, Searcher index) in searched)
            {
                json.WriteStartObject();
                json.WriteString("repo", folder.Id);
                json.WriteString("root", folder.Folder);
                json.WriteNumber("files", index.FileCount);
                json.WriteBoolean("complete", index.IsComplete);
                json.WriteNumber("age_seconds", Math.Max(0, (long)(time.GetUtcNow() - index.WrittenAt).TotalSeconds));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (taken < count) json.WriteString("cut", $"{taken} of {count} results fit into {AnswerBytesMost >> 10} KB; ask again with offset = next_offset, or with less context");
            if (hasMore || taken < count) json.WriteNumber("next_offset", from + taken);
            json.WriteStartArray("notes");
            foreach (string note in notes) json.WriteStringValue(note);
            json.WriteEndArray();
        });
        return Encoding.UTF8.GetBytes(answer);
    }

    private static List<byte[]> Items(List<(ServedFolder Folder, SearchHit Hit)> page, int lines)
    {
        List<byte[]> items = new(page.Count);
        Dictionary<ServedFolder, SnippetReader> sources = [];
        try
        {
            int written = 0;
            foreach ((ServedFolder folder, SearchHit hit) in page)
            {
                // What is behind the longest answer is left out anyway.
                if (written > AnswerBytesMost) break;
                IReadOnlyList<SnippetLine>? snippet = lines > 0 ? Snippet(folder, hit, lines, sources) : null;
                byte[] item = TokenBudget.Json(json => SearchJson.WriteHit(json, hit, snippet, folder.Id));
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

    private static IReadOnlyList<SnippetLine> Snippet(ServedFolder folder, SearchHit hit, int lines, Dictionary<ServedFolder, SnippetReader> sources)
    {
        if (hit.State == HitState.Deleted) return [];
        if (!sources.TryGetValue(folder, out SnippetReader? reader)) sources[folder] = reader = new SnippetReader(folder.Folder, folder.Redacts);
        return reader.Read(hit.PathBytes, hit.StartLine, Math.Min(hit.EndLine, hit.StartLine + lines - 1));
    }
}
