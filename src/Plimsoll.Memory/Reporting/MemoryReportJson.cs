using System.Text.Json;

namespace Plimsoll.Memory;

/// <summary>Writes a report member by member, because a serializer would cost tens of milliseconds at start-up.</summary>
internal static class MemoryReportJson
{
    public static void Write(MemoryReport report, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteBudget(report.Budget, writer);
        writer.WriteNumber("duration_ms", Milliseconds(report.Duration));
        writer.WriteNumber("peak_bytes", report.PeakBytes);
        writer.WriteNumber("drift_bytes", report.DriftBytes);
        writer.WriteNumber("group_limit_hits", report.GroupLimitHits);
        WriteCollector(report.Collector, writer);
        WritePhases(report.Phases, writer);
        WriteOwners(report.Owners, writer);
        WriteBatches(report.Batches, writer);
        writer.WriteEndObject();
    }

    private static void WriteBudget(MemoryBudget budget, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("budget");
        writer.WriteNumber("bytes", budget.Bytes);
        writer.WriteString("source", SourceName(budget.Source));
        writer.WriteString("origin", budget.Origin);
        writer.WriteEndObject();
    }

    private static string SourceName(MemoryBudgetSource source) => source switch
    {
        MemoryBudgetSource.Option => "option",
        MemoryBudgetSource.Environment => "environment",
        MemoryBudgetSource.KernelGroup => "kernel_group",
        _ => "profile",
    };

    private static void WriteCollector(CollectorFigures figures, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("collector");
        writer.WriteNumber("gen0", figures.Gen0);
        writer.WriteNumber("gen1", figures.Gen1);
        writer.WriteNumber("gen2", figures.Gen2);
        writer.WriteNumber("pause_ms", Milliseconds(figures.Pause));
        writer.WriteNumber("pause_share", Math.Round(figures.PauseShare, 4));
        writer.WriteNumber("allocated_bytes", figures.AllocatedBytes);
        writer.WriteEndObject();
    }

    private static void WritePhases(IReadOnlyList<MemoryPhase> phases, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("phases");
        foreach (MemoryPhase phase in phases)
        {
            writer.WriteStartObject();
            writer.WriteString("name", phase.Name);
            writer.WriteNumber("runs", phase.Runs);
            writer.WriteNumber("duration_ms", Milliseconds(phase.Duration));
            writer.WriteNumber("start_bytes", phase.StartBytes);
            writer.WriteNumber("peak_bytes", phase.PeakBytes);
            writer.WriteNumber("delta_bytes", phase.DeltaBytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOwners(IReadOnlyList<OwnerUsage> owners, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("owners");
        foreach (OwnerUsage owner in owners)
        {
            writer.WriteStartObject();
            writer.WriteString("owner", owner.Owner);
            writer.WriteNumber("peak_bytes", owner.PeakBytes);
            writer.WriteNumber("current_bytes", owner.CurrentBytes);
            writer.WriteNumber("leases", owner.Leases);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteBatches(IReadOnlyList<BatchRecord> batches, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("batches");
        foreach (BatchRecord batch in batches)
        {
            writer.WriteStartObject();
            writer.WriteNumber("at_ms", Milliseconds(batch.At));
            writer.WriteString("stage", batch.Stage);
            writer.WriteNumber("items", batch.Items);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
