namespace Plimsoll.Memory;

/// <summary>What a job did with its memory; made by <see cref="MemoryRecorder.Build"/>, written as text for people or JSON for programs.</summary>
public sealed record MemoryReport
{
    /// <summary>The budget and where it came from.</summary>
    public required MemoryBudget Budget { get; init; }

    /// <summary>How long the recording ran.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The most that any sample saw used, in bytes.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>The phases in the order in which they first began.</summary>
    public required IReadOnlyList<MemoryPhase> Phases { get; init; }

    /// <summary>Leases by owner tag, largest peak first; empty without a governor.</summary>
    public required IReadOnlyList<OwnerUsage> Owners { get; init; }

    /// <summary>What the garbage collector did.</summary>
    public required CollectorFigures Collector { get; init; }

    /// <summary>Memory outside of heap and leases at the governor's last reading, in bytes; 0 without a governor.</summary>
    public required long DriftBytes { get; init; }

    /// <summary>How many times the kernel group met its limit during the recording.</summary>
    public required long GroupLimitHits { get; init; }

    /// <summary>The batch-size history; long histories are thinned evenly.</summary>
    public required IReadOnlyList<BatchRecord> Batches { get; init; }

    /// <summary>The report as text for people.</summary>
    /// <returns>Several lines, the last one ended.</returns>
    public string ToText() => MemoryReportText.Write(this);

    /// <summary>Writes the report as one JSON object; keys are in snake case, sizes in bytes, times in milliseconds.</summary>
    /// <param name="writer">The writer; it is not flushed.</param>
    public void WriteJson(System.Text.Json.Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        MemoryReportJson.Write(this, writer);
    }

    /// <summary>The report as one JSON object.</summary>
    /// <returns>The UTF-8 text.</returns>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            MemoryReportJson.Write(this, writer);
        return stream.ToArray();
    }
}
