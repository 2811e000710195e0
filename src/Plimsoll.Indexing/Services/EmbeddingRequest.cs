using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Services;

/// <summary>Writes what `/v1/embeddings` is asked.</summary>
internal static class EmbeddingRequest
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The request for some items of a batch.</summary>
    /// <param name="model">The model, or null for the server's own choice.</param>
    /// <param name="prefix">What stands before each text.</param>
    /// <param name="batch">The texts.</param>
    /// <param name="first">The first item.</param>
    /// <param name="count">How many.</param>
    /// <param name="textBytes">The longest text in bytes; the rest is left out.</param>
    public static ReadOnlyMemory<byte> Write(string? model, string prefix, EmbeddingBatch batch, int first, int count, int textBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            if (model is not null)
                json.WriteString("model"u8, model);
            json.WriteStartArray("input"u8);
            for (int item = first; item < first + count; item++)
                WriteText(json, prefix, batch.Text(item), textBytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Bytes that are not UTF-8 become U+FFFD, and so does a letter that the limit cuts in two.</summary>
    private static void WriteText(Utf8JsonWriter json, string prefix, ReadOnlySpan<byte> text, int textBytes)
    {
        text = text[..Math.Min(text.Length, textBytes)];
        if (prefix.Length == 0 && Utf8.IsValid(text))
            json.WriteStringValue(text);
        else
            json.WriteStringValue(prefix + Encoding.UTF8.GetString(text));
    }
}
