using System.Globalization;
using System.Text.Json;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Functions;
using Plimsoll.Unminify.Output;

namespace Plimsoll.Unminify.Releases;

/// <summary>
/// The new names as JSON: the byte offset of each declaration in the input, as a key, and the name; and under <see cref="FunctionsKey"/> a list for each function, of its print, its own name and those of its
/// bindings, by which the next release of the same bundle gets the same names.
/// </summary>
internal static class RenameMap
{
    /// <summary>The key that is no offset.</summary>
    public const string FunctionsKey = "functions";

    /// <summary>The longest name that a release hands on to the next: longer ones are no names that anybody chose, and would not fit into buffers when they are escaped.</summary>
    public const int NameBytesMax = 4096;

    private const int FlushBytes = 32 * 1024;

    /// <summary>Writes it, in the order of the text.</summary>
    public static void Write(ScopeTables tables, SymbolNames names, ChunkStore store, AtomicFile file, CancellationToken stop)
    {
        OutputBuffer buffer = new(file.Stream, stop);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            WriteOffsets(tables, names, json);
            json.WriteStartArray(FunctionsKey);
            FunctionWalk.Run(tables, store, function => WriteFunction(names, json, function));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Flush();
    }

    private static void WriteOffsets(ScopeTables tables, SymbolNames names, Utf8JsonWriter json)
    {
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            ref Occurrence occurrence = ref tables.Occurrences[i];
            int symbol = occurrence.Symbol;
            if (tables.Symbols[symbol].Declaration != occurrence.Offset || !names.IsRenamed(symbol)) continue;
            json.WriteString(occurrence.Offset.ToString(CultureInfo.InvariantCulture), names[symbol]);
            if (json.BytesPending > FlushBytes) json.Flush();
        }
    }

    private static void WriteFunction(SymbolNames names, Utf8JsonWriter json, PrintedFunction function)
    {
        json.WriteStartArray();
        json.WriteStringValue(function.Print.ToString("x16", CultureInfo.InvariantCulture));
        json.WriteStringValue(function.Name < 0 ? default : Short(names[function.Name]));
        foreach (int symbol in function.Locals) json.WriteStringValue(Short(names[symbol]));
        json.WriteEndArray();
        if (json.BytesPending > FlushBytes) json.Flush();
    }

    private static ReadOnlySpan<byte> Short(ReadOnlySpan<byte> name) => name.Length <= NameBytesMax ? name : default;
}
