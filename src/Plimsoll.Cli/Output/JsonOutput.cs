using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Output;

/// <summary>JSON answers: names in snake_case, no escapes that people cannot read, one write to stdout for each document.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one document and the newline behind it.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter writer = new(buffer, Compact)) write(writer);
        buffer.Write("\n"u8);
        terminal.Out.Flush();
        terminal.OutStream.Write(buffer.WrittenSpan);
        terminal.OutStream.Flush();
    }

    /// <summary>A path as `path`. Bytes that are not UTF-8 appear there as U+FFFD; such a path has its exact bytes in `path_base64` too.</summary>
    public static void WritePath(Utf8JsonWriter json, string path, ReadOnlySpan<byte> bytes)
    {
        json.WriteString("path", path);
        if (!Utf8.IsValid(bytes)) json.WriteBase64String("path_base64", bytes);
    }

    /// <summary>Counts by reason, in the order of the reasons.</summary>
    public static void WriteCounts<TReason>(Utf8JsonWriter json, string name, IReadOnlyDictionary<TReason, long> counts)
        where TReason : struct, Enum
    {
        json.WriteStartObject(name);
        foreach ((TReason reason, long count) in counts.OrderBy(static pair => pair.Key)) json.WriteNumber(JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()), count);
        json.WriteEndObject();
    }

    /// <summary>What is told of every run under a budget.</summary>
    public static void WriteRun(Utf8JsonWriter json, MemoryBudget budget, long peakBytes, TimeSpan elapsed, IReadOnlyList<string> warnings)
    {
        json.WriteNumber("peak_bytes", peakBytes);
        json.WriteNumber("budget_bytes", budget.Bytes);
        json.WriteString("budget_origin", budget.Origin);
        json.WriteNumber("elapsed_ms", Math.Round(elapsed.TotalMilliseconds));
        json.WriteStartArray("warnings");
        foreach (string warning in warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
    }

    /// <summary>The error as a document, for callers that read stdout only.</summary>
    public static void WriteError(Terminal terminal, int code, string message) => Write(terminal, json =>
    {
        json.WriteStartObject();
        if (terminal.AnswersEvents)
        {
            json.WriteString("event", "error");
            json.WriteString("at", terminal.Time.GetUtcNow());
        }
        WriteErrorObject(json, code, message);
        json.WriteEndObject();
    });

    /// <summary>The error as a part of a document that tells more.</summary>
    public static void WriteErrorObject(Utf8JsonWriter json, int code, string message)
    {
        json.WriteStartObject("error");
        json.WriteNumber("exit_code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    }
}
