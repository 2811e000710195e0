using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>What `index` answers: a short summary for people, or one JSON document.</summary>
internal static class IndexAnswer
{
    public static void Write(CommandContext context, string root, MemoryBudget budget, IndexReport report)
    {
        foreach (string warning in report.Warnings) context.Say($"plimsoll: warning: {warning}");
        if (context.Json) JsonOutput.Write(context.Terminal, json => WriteJson(json, root, budget, report));
        else if (!context.Quiet) WriteText(context.Terminal.Out, root, budget, report);
    }

    private static void WriteText(TextWriter text, string root, MemoryBudget budget, IndexReport report)
    {
        double seconds = Math.Max(0.001, report.Elapsed.TotalSeconds);
        double share = report.SourceBytes > 0 ? 100.0 * report.IndexBytes / report.SourceBytes : 0;
        string interrupted = "interrupted; saved, and the same command goes on from here" + (report.OldIndexAnswers ? "; until then the old index answers" : "");
        text.WriteLine(report.Interrupted ? interrupted : $"indexed {root}");
        text.WriteLine($"  files    {report.Files}: {report.Added} added, {report.Changed} changed, {report.Removed} removed, {report.Unchanged} unchanged");
        text.WriteLine($"  skipped  {Skips.Describe(report.Skipped)}");
        if (report.Shortened > 0) text.WriteLine($"  shortened {report.Shortened}: more distinct words than a file may have; the rest of theirs is not indexed");
        text.WriteLine($"  chunks   {report.Chunks}");
        if (report.Embedder != EmbedderSpec.Builtin.ToString()) text.WriteLine($"  vectors  by {PlainText.Clean(report.Embedder)}{(report.EmbedderDevice.Length > 0 ? $" on {PlainText.Clean(report.EmbedderDevice)}" : "")}{(report.TextsCut > 0 ? $"; of {report.TextsCut} long passages the beginning only" : "")}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  index    {MemorySize.Format(report.IndexBytes)} for {MemorySize.Format(report.SourceBytes)} of source ({share:0.0} %)"));
        text.WriteLine($"  memory   peak {MemorySize.Format(report.PeakBytes)} of {budget}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  time     {Durations.Format(report.Elapsed)}, {report.Files / seconds:0} files/s"));
    }

    internal static void WriteJson(Utf8JsonWriter json, string root, MemoryBudget budget, IndexReport report)
    {
        json.WriteStartObject();
        json.WriteString("root", root);
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteBoolean("old_index_answers", report.OldIndexAnswers);
        json.WriteNumber("files", report.Files);
        json.WriteNumber("added", report.Added);
        json.WriteNumber("changed", report.Changed);
        json.WriteNumber("removed", report.Removed);
        json.WriteNumber("unchanged", report.Unchanged);
        WriteSkipped(json, report.Skipped);
        json.WriteNumber("chunks", report.Chunks);
        json.WriteNumber("shortened", report.Shortened);
        json.WriteString("embedder", report.Embedder);
        if (report.EmbedderDevice.Length > 0) json.WriteString("embedder_device", report.EmbedderDevice);
        json.WriteNumber("texts_cut", report.TextsCut);
        json.WriteNumber("bytes_read", report.BytesRead);
        json.WriteNumber("source_bytes", report.SourceBytes);
        json.WriteNumber("index_bytes", report.IndexBytes);
        json.WriteNumber("segments", report.Segments);
        JsonOutput.WriteRun(json, budget, report.PeakBytes, report.Elapsed, report.Warnings);
        json.WriteEndObject();
    }

    internal static void WriteSkipped(Utf8JsonWriter json, IReadOnlyDictionary<SkipReason, long> skipped)
    {
        json.WriteStartObject("skipped");
        foreach ((SkipReason reason, long count) in skipped)
        {
            if (count > 0) json.WriteNumber(Skips.Name(reason), count);
        }
        json.WriteEndObject();
    }
}
