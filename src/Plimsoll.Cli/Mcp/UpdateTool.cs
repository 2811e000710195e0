using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>
/// `index_update`: brings the index of a folder up to date, as `plimsoll index` does, in this process and under a governor. Runs beside the other tools, which
/// answer from the index as it was until the new state is in force.
/// </summary>
/// <param name="roots">The folders that are served.</param>
/// <param name="gate">Held while an open index is looked at.</param>
/// <param name="stop">Ends an update early when the server stops; what is done is saved.</param>
internal sealed class UpdateTool(IndexedRoots roots, Lock gate, CancellationToken stop)
{
    private const string PathName = "path";
    private const string SecondsName = "max_seconds";

    public ToolSpec Spec => new(
        "index_update",
        "Brings the index of a folder up to date: reads what was added or changed and drops what is gone; makes the index if there is none. Counts what changed. Stops after max_seconds with what is done saved; the "
            + "same call goes on. Refuses while another process writes the index: its result answers the next question. The answer's length is bounded by max_tokens (4 bytes a token).",
        [
            SearchTool.Root,
            new(PathName, ArgumentKind.Text, "A file of which to say afterwards whether it is in the index, and why not."),
            new(SecondsName, ArgumentKind.Integer, "The longest time to work.") { Range = (1, 600), Default = 60 },
            TokenBudget.Argument,
        ],
        Run)
    {
        Writes = true,
    };

    private string Run(ToolArguments arguments)
    {
        IndexedRoot root = roots.ChooseOne(arguments.Text(SearchTool.Root.Name));
        string? path = arguments.Text(PathName) is string given ? root.Relative(given) : null;
        IndexReport report;
        using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            limit.CancelAfter(TimeSpan.FromSeconds(arguments.Integer(SecondsName)));
            try
            {
                report = root.Update(limit.Token);
            }
            catch (IndexException busy) when (busy.Failure == IndexFailure.Locked)
            {
                throw new ToolException($"{busy.Message} Its result answers the next question; ask again later if something is missing.");
            }
        }
        string? state = path is null ? null : StateOf(root, path);
        return Encoding.UTF8.GetString(TokenBudget.Json(json => Write(json, root, report, path, state)));
    }

    /// <summary>Whether the index has a file now, and else why not.</summary>
    private string StateOf(IndexedRoot root, string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        lock (gate)
        {
            if (root.Open().HasFile(bytes)) return "indexed";
            foreach (SkippedFile skipped in IndexStatus.SkippedFiles(root.IndexFolder))
            {
                ReadOnlySpan<byte> one = skipped.PathBytes;
                bool isIt = one.SequenceEqual(bytes) || (one.EndsWith("/"u8) && bytes.AsSpan().StartsWith(one));
                if (isIt) return $"left out: {Skips.Words(skipped.Reason)}";
            }
        }
        return "not there";
    }

    private static void Write(Utf8JsonWriter json, IndexedRoot root, IndexReport report, string? path, string? state)
    {
        json.WriteStartObject();
        json.WriteString("root", root.Folder);
        json.WriteBoolean("complete", !report.Interrupted);
        json.WriteNumber("added", report.Added);
        json.WriteNumber("changed", report.Changed);
        json.WriteNumber("removed", report.Removed);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteNumber("files", report.Files);
        json.WriteNumber("chunks", report.Chunks);
        IndexAnswer.WriteSkipped(json, report.Skipped);
        json.WriteNumber("elapsed_ms", Math.Round(report.Elapsed.TotalMilliseconds));
        json.WriteNumber("peak_bytes", report.PeakBytes);
        if (path is not null)
        {
            json.WriteString(PathName, path);
            json.WriteString("state", state);
        }
        if (report.Warnings.Count > 0) json.WriteString("warning", report.Warnings[0]);
        if (report.Interrupted) json.WriteString("note", "max_seconds were over; what is done is saved, and the same call goes on");
        json.WriteEndObject();
    }
}
