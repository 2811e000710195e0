using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Plimsoll.Cli.Mcp;

/// <summary>Cuts an answer to the length that the agent asked for. A token counts as four bytes of the answer's text.</summary>
internal static class TokenBudget
{
    public const int BytesAToken = 4;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The argument that every tool has.</summary>
    public static ArgumentSpec Argument => new("max_tokens", ArgumentKind.Integer, "The length of the answer at most, in tokens estimated as 4 bytes each. What does not fit is left out, and the answer says how to get it.")
    {
        Range = (100, 16_000),
        Default = 4_000,
    };

    /// <summary>The bytes that an answer to these arguments may have.</summary>
    public static int BytesOf(ToolArguments arguments) => arguments.Integer(Argument.Name) * BytesAToken;

    /// <summary>A piece of JSON.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Compact)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An object with a list in it, of which as many items are taken, in order, as fit.</summary>
    /// <param name="bytes">The length of the answer at most.</param>
    /// <param name="items">The items as JSON.</param>
    /// <param name="write">Writes the members of the object; gets how many items are taken, and has to call back where the list belongs.</param>
    public static string Fit(int bytes, IReadOnlyList<byte[]> items, Action<Utf8JsonWriter, int, Action> write)
    {
        int taken = items.Count;
        byte[] answer = Build(items, taken, write);
        while (answer.Length > bytes && taken > 0)
        {
            // Leaving out the last item may add a note that says so; each round leaves out one at least, so this ends.
            int over = answer.Length - bytes;
            while (over > 0 && taken > 0) over -= items[--taken].Length + 1;
            answer = Build(items, taken, write);
        }
        return Encoding.UTF8.GetString(answer);
    }

    private static byte[] Build(IReadOnlyList<byte[]> items, int taken, Action<Utf8JsonWriter, int, Action> write) => Json(json =>
    {
        json.WriteStartObject();
        write(json, taken, () =>
        {
            for (int i = 0; i < taken; i++) json.WriteRawValue(items[i], skipInputValidation: true);
        });
        json.WriteEndObject();
    });
}
