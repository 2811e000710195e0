using System.Text.Json;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.Memory;

namespace Plimsoll.Unminify.Output;

/// <summary>The new names as JSON: the byte offset of each declaration in the input, as a key, and the name.</summary>
internal static class RenameMap
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>Writes it, in the order of the text.</summary>
    public static void Write(ScopeTables tables, SymbolNames names, AtomicFile file, CancellationToken stop)
    {
        OutputBuffer buffer = new(file, stop);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            for (int i = 0; i < tables.Occurrences.Count; i++)
            {
                ref Occurrence occurrence = ref tables.Occurrences[i];
                int symbol = occurrence.Symbol;
                if (tables.Symbols[symbol].Declaration != occurrence.Offset || !names.IsRenamed(symbol)) continue;
                json.WriteString(occurrence.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture), names[symbol]);
                if (json.BytesPending > FlushBytes) json.Flush();
            }

            json.WriteEndObject();
        }

        buffer.Flush();
    }
}
