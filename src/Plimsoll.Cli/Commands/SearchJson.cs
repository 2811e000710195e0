using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>The JSON of search results; docs/ARCHITECTURE.md promises that fields are added but never renamed.</summary>
internal static class SearchJson
{
    /// <summary>One query with its results as an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="query">The query.</param>
    /// <param name="roots">The indexed folders, absolute; paths of results are relative to theirs.</param>
    /// <param name="isComplete">Whether the index has seen the whole tree.</param>
    /// <param name="answer">Its results, best first, and what they lack.</param>
    /// <param name="snippets">Reads the source lines of each result; null to leave them out.</param>
    public static void Write(Utf8JsonWriter json, SearchQuery query, IReadOnlyList<string> roots, bool isComplete, SearchAnswer answer, SearchView? snippets)
    {
        json.WriteStartObject();
        json.WriteString("query", query.Text);
        if (roots.Count == 1)
        {
            json.WriteString("root", roots[0]);
        }
        else
        {
            json.WriteStartArray("roots");
            foreach (string root in roots) json.WriteStringValue(root);
            json.WriteEndArray();
        }
        json.WriteBoolean("complete", isComplete);
        if (answer.MeaningFault is string fault) json.WriteString("words_only", fault);
        if (answer.Judged > 0) json.WriteNumber("reranked", answer.Judged);
        if (answer.JudgeFault is string judge) json.WriteString("not_reranked", judge);
        json.WriteStartArray("results");
        foreach (SearchHit hit in answer.Hits) WriteHit(json, hit, snippets?.Snippet(hit), root: roots.Count > 1 ? roots[hit.Repository] : null);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One result as an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="hit">The result.</param>
    /// <param name="snippet">Its source lines; null to leave them out.</param>
    /// <param name="repo">The id of the folder that it is in, for a server that gives folders ids; else null.</param>
    /// <param name="root">The folder that it is in, where several were searched; else null.</param>
    public static void WriteHit(Utf8JsonWriter json, SearchHit hit, IReadOnlyList<SnippetLine>? snippet, string? repo = null, string? root = null)
    {
        json.WriteStartObject();
        if (repo is not null) json.WriteString("repo", repo);
        if (root is not null)
        {
            json.WriteString("repository", Path.GetFileName(root));
            json.WriteString("root", root);
        }
        JsonOutput.WritePath(json, hit.Path, hit.PathBytes);
        json.WriteNumber("start_line", hit.StartLine);
        json.WriteNumber("end_line", hit.EndLine);
        if (hit.Symbol is null) json.WriteNull("symbol");
        else json.WriteString("symbol", hit.Symbol);
        json.WriteString("kind", hit.Kind);
        json.WriteString("language", hit.Language);
        json.WriteNumber("score", Math.Round(hit.Score, 6));
        if (hit.Judgement is double judgement) json.WriteNumber("judgement", judgement);
        json.WriteBoolean("stale", hit.Stale);
        json.WriteString("state", SearchView.Word(hit.State));
        json.WriteStartArray("terms");
        for (int i = 0; i < hit.Terms.Count; i++) json.WriteStringValue(hit.Terms[i]);
        json.WriteEndArray();
        if (hit.Explain.Count > 0) WriteExplain(json, hit.Explain);
        if (snippet is not null) WriteSnippet(json, snippet);
        json.WriteEndObject();
    }

    private static void WriteSnippet(Utf8JsonWriter json, IReadOnlyList<SnippetLine> lines)
    {
        json.WriteStartArray("snippet");
        foreach (SnippetLine line in lines) json.WriteStringValue(line.Text);
        json.WriteEndArray();
    }

    private static void WriteExplain(Utf8JsonWriter json, IReadOnlyList<ScoreAddend> addends)
    {
        json.WriteStartArray("explain");
        for (int i = 0; i < addends.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", addends[i].Name);
            json.WriteNumber("value", Math.Round(addends[i].Value, 6));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
