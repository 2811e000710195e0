using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Memory;
using Plimsoll.Unminify.Jobs;
using Plimsoll.Unminify.Releases;

namespace Plimsoll.Cli.Commands;

/// <summary>What `unminify` answers: a summary for people, or one JSON document.</summary>
internal static class UnminifyAnswer
{
    /// <summary>Progress for people.</summary>
    public static ProgressLine Line(UnminifyProgress progress, TimeSpan elapsed, string memory)
    {
        string files = progress.Files > 1 ? $"{progress.FilesDone}/{progress.Files} files, " : "";
        string left = progress.Share is > 0.05 and < 1 ? $", about {Durations.Format(elapsed * ((1 - progress.Share) / progress.Share))} left" : "";
        return new ProgressLine(progress.Share, $"{files}{progress.Phase}, {progress.Identifiers} identifiers, {Asked(progress)}{memory}{left}");
    }

    private static string Asked(UnminifyProgress progress) => progress.Batches == 0 ? "" : $"{progress.BatchesDone}/{progress.Batches} requests, {progress.Tokens} tokens, ";

    public static void Write(CommandContext context, MemoryBudget budget, UnminifyReport report)
    {
        foreach (string warning in report.Warnings) context.Say($"plimsoll: warning: {warning}");
        if (context.Json) JsonOutput.Write(context.Terminal, json => WriteJson(json, budget, report));
        else if (!context.Quiet) WriteText(context.Terminal.Out, budget, report);
        context.Terminal.Out.Flush();
        if (report.Failures.Count > 0) context.Terminal.Error.WriteLine($"plimsoll: {DescribeFailures(report)}");
    }

    private static string DescribeFailures(UnminifyReport report) => $"{report.Failures.Count} of {report.Programs.Count + report.Failures.Count} files could not be un-minified";

    private static void WriteText(TextWriter text, MemoryBudget budget, UnminifyReport report)
    {
        foreach (ProgramReport program in report.Programs)
        {
            text.WriteLine($"{PlainText.Clean(program.Input)} -> {PlainText.Clean(program.Output)}");
            text.WriteLine($"  size     {MemorySize.Format(program.InputBytes)}{(program.IsVerified ? $" to {MemorySize.Format(program.OutputBytes)}" : "")}");
            if (program.Modules > 0) text.WriteLine($"  modules  {program.Modules}");
            text.WriteLine($"  names    {program.Renamed} of {program.Identifiers} identifiers{DescribeKnown(program)}{DescribeKept(program)}");
            if (program.Earlier is { } earlier) text.WriteLine($"  earlier  {earlier.TakenOver} names of the earlier release taken over; {earlier.Refused} do not fit here, {earlier.Unmatched} are of functions that are not in this file");
            if (program.Model is { } model) ModelFigures.WriteText(text, model);
            text.WriteLine(program.IsVerified ? "  check    the same program" : $"  dry run  {(program.Model is null ? "" : "nothing was sent and ")}nothing is written");
        }
        text.WriteLine($"  memory   peak {MemorySize.Format(report.PeakBytes)} of {budget}");
        text.WriteLine($"  time     {Durations.Format(report.Elapsed)}");
    }

    private static string DescribeKnown(ProgramReport program) => program.Recognized == 0 ? "" : $"; {program.Recognized} are of functions that well-known packages have";

    private static string DescribeKept(ProgramReport program)
    {
        List<string> parts = [];
        foreach ((KeptReason reason, long count) in program.Kept.OrderBy(static pair => pair.Key))
        {
            if (count > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {Words(reason)}"));
        }
        return parts.Count == 0 ? "" : $"; kept: {string.Join(", ", parts)}";
    }

    private static string Words(KeptReason reason) => reason switch
    {
        KeptReason.Chosen => "have names already",
        KeptReason.Eval => "visible to eval",
        KeptReason.With => "visible to with",
        KeptReason.Exported => "exported",
        _ => "at the top level",
    };

    private static void WriteJson(Utf8JsonWriter json, MemoryBudget budget, UnminifyReport report)
    {
        json.WriteStartObject();
        json.WriteStartArray("files");
        foreach (ProgramReport program in report.Programs) WriteProgram(json, program);
        json.WriteEndArray();
        WriteFailures(json, report);
        JsonOutput.WriteRun(json, budget, report.PeakBytes, report.Elapsed, report.Warnings);
        json.WriteEndObject();
    }

    /// <summary>Each file that failed; and where one did, the failure of the run, as every command writes it.</summary>
    private static void WriteFailures(Utf8JsonWriter json, UnminifyReport report)
    {
        json.WriteStartArray("failures");
        foreach (ProgramFailure failure in report.Failures)
        {
            (int code, string message) = Failures.Describe(failure.Error);
            json.WriteStartObject();
            json.WriteString("input", failure.Input);
            json.WriteNumber("exit_code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (report.Failures.Count > 0) JsonOutput.WriteErrorObject(json, Failures.Describe(report.Failures[0].Error).Code, DescribeFailures(report));
    }

    private static void WriteProgram(Utf8JsonWriter json, ProgramReport program)
    {
        json.WriteStartObject();
        json.WriteString("input", program.Input);
        json.WriteString("output", program.Output);
        json.WriteNumber("input_bytes", program.InputBytes);
        json.WriteNumber("output_bytes", program.OutputBytes);
        json.WriteString("goal", program.Goal);
        json.WriteNumber("modules", program.Modules);
        json.WriteNumber("identifiers", program.Identifiers);
        json.WriteNumber("renamed", program.Renamed);
        json.WriteNumber("recognized", program.Recognized);
        JsonOutput.WriteCounts(json, "kept", program.Kept);
        json.WriteNumber("references", program.References);
        json.WriteNumber("scopes", program.Scopes);
        json.WriteNumber("chunks", program.Chunks);
        json.WriteNumber("spilled_bytes", program.SpilledBytes);
        json.WriteBoolean("verified", program.IsVerified);
        if (program.Earlier is { } earlier) WriteEarlier(json, earlier);
        if (program.Model is { } model) ModelFigures.WriteJson(json, model);
        json.WriteStartObject("phases_ms");
        foreach ((string phase, TimeSpan elapsed) in program.Phases) json.WriteNumber(phase.Replace(' ', '_'), Math.Round(elapsed.TotalMilliseconds, 1));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEarlier(Utf8JsonWriter json, EarlierReport earlier)
    {
        json.WriteStartObject("names_from");
        json.WriteNumber("taken_over", earlier.TakenOver);
        json.WriteNumber("refused", earlier.Refused);
        json.WriteNumber("unmatched", earlier.Unmatched);
        json.WriteEndObject();
    }
}
