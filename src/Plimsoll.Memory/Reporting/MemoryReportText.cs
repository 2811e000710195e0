using System.Globalization;
using System.Text;

namespace Plimsoll.Memory;

/// <summary>Lays a report out in columns for people.</summary>
internal static class MemoryReportText
{
    /// <summary>People read the shape of a history, not each entry; the JSON form has them all.</summary>
    private const int BatchesShown = 16;

    public static string Write(MemoryReport report)
    {
        var text = new StringBuilder();
        double share = report.PeakBytes / (double)Math.Max(1, report.Budget.Bytes);
        Line(text, $"memory   peak {MemorySize.Format(report.PeakBytes)} of {report.Budget} = {share * 100:0} %, in {Seconds(report.Duration)}");
        WritePhases(text, report.Phases);
        WriteOwners(text, report.Owners);
        CollectorFigures gc = report.Collector;
        Line(text, $"collector  {gc.Gen0}/{gc.Gen1}/{gc.Gen2} collections, pauses {gc.PauseShare * 100:0.0} % ({Seconds(gc.Pause)}), allocated {MemorySize.Format(gc.AllocatedBytes)}");
        Line(text, $"drift    {MemorySize.Format(report.DriftBytes)} outside of heap and leases");
        if (report.GroupLimitHits > 0)
            Line(text, $"kernel   the group met its limit {report.GroupLimitHits} times");
        WriteBatches(text, report.Batches);
        return text.ToString();
    }

    private static void WritePhases(StringBuilder text, IReadOnlyList<MemoryPhase> phases)
    {
        if (phases.Count == 0)
            return;

        Line(text, $"{"phase",-20} {"start",10} {"peak",10} {"delta",10} {"time",9}");
        foreach (MemoryPhase phase in phases)
        {
            string name = phase.Runs > 1 ? $"{phase.Name} x{phase.Runs}" : phase.Name;
            string sizes = $"{MemorySize.Format(phase.StartBytes),10} {MemorySize.Format(phase.PeakBytes),10} {MemorySize.Format(phase.DeltaBytes),10}";
            Line(text, $"{name,-20} {sizes} {Seconds(phase.Duration),9}");
        }
    }

    private static void WriteOwners(StringBuilder text, IReadOnlyList<OwnerUsage> owners)
    {
        if (owners.Count == 0)
            return;

        Line(text, $"{"owner",-20} {"peak",10} {"now",10} {"leases",10}");
        foreach (OwnerUsage owner in owners)
            Line(text, $"{owner.Owner,-20} {MemorySize.Format(owner.PeakBytes),10} {MemorySize.Format(owner.CurrentBytes),10} {owner.Leases,10}");
    }

    private static void WriteBatches(StringBuilder text, IReadOnlyList<BatchRecord> batches)
    {
        if (batches.Count == 0)
            return;

        text.Append("batches ");
        int step = Math.Max(1, (batches.Count + BatchesShown - 1) / BatchesShown);
        for (int i = 0; i < batches.Count; i += step)
            text.Append(CultureInfo.InvariantCulture, $" {batches[i].Items}");
        text.Append('\n');
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
