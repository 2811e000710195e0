using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`index_status`: what is indexed of each folder.</summary>
internal sealed class StatusTool(IndexedRoots roots, TimeProvider time)
{
    public ToolSpec Spec => new(
        "index_status",
        "Says of each served folder how many files and passages are indexed, how old the index is, whether it is complete, and what was left out, by reason. "
            + "The answer's length is bounded by max_tokens (4 bytes a token).",
        [SearchTool.Root, TokenBudget.Argument],
        Run);

    private string Run(ToolArguments arguments)
    {
        List<byte[]> items = [];
        foreach (IndexedRoot root in roots.Choose(arguments.Text(SearchTool.Root.Name))) items.Add(Item(root));
        return TokenBudget.Fit(TokenBudget.BytesOf(arguments), items, (json, taken, writeItems) =>
        {
            json.WriteStartArray("roots");
            writeItems();
            json.WriteEndArray();
            if (taken == items.Count) return;
            json.WriteString("cut", $"{taken} of {items.Count} folders fit into max_tokens; give more, or ask for one by its root");
        });
    }

    private byte[] Item(IndexedRoot root)
    {
        try
        {
            IndexStatus status = root.Status();
            return TokenBudget.Json(json => Write(json, root, status));
        }
        catch (ToolException without)
        {
            return TokenBudget.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("root", root.Folder);
                json.WriteBoolean("indexed", value: false);
                json.WriteString("note", without.Message);
                json.WriteEndObject();
            });
        }
    }

    private void Write(Utf8JsonWriter json, IndexedRoot root, IndexStatus status)
    {
        json.WriteStartObject();
        json.WriteString("root", root.Folder);
        WriteState(json, status, time);
        if (!status.Complete) json.WriteString("note", "the last run did not finish; `plimsoll index` goes on with it");
        json.WriteEndObject();
    }

    /// <summary>What an index holds and how old it is; the REST answers have the same.</summary>
    internal static void WriteState(Utf8JsonWriter json, IndexStatus status, TimeProvider time)
    {
        json.WriteBoolean("indexed", value: true);
        json.WriteBoolean("complete", status.Complete);
        json.WriteNumber("files", status.Files);
        json.WriteNumber("chunks", status.Chunks);
        json.WriteString("written_at", status.WrittenAt);
        json.WriteNumber("age_seconds", Math.Max(0, (long)(time.GetUtcNow() - status.WrittenAt).TotalSeconds));
        IndexAnswer.WriteSkipped(json, status.Skipped);
        json.WriteStartObject("languages");
        foreach (LanguageShare share in status.Languages) json.WriteNumber(share.Language, share.Files);
        json.WriteEndObject();
    }
}
