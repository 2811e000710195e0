using System.Text.Json;

namespace Plimsoll.Unminify.Models;

/// <summary>What a model answered.</summary>
/// <param name="Content">Its text.</param>
/// <param name="InputTokens">Tokens of the request, as the server counts; 0 where it does not say.</param>
/// <param name="OutputTokens">Tokens of the answer.</param>
internal sealed record ModelAnswer(ReadOnlyMemory<byte> Content, int InputTokens, int OutputTokens)
{
    /// <summary>The most bytes that a true answer has: far more than the names of a batch take.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>
    /// Reads the document of an answer. One that breaks off within the model's text was paid for, and what is there of it is taken; one without any such text is none.
    /// </summary>
    /// <exception cref="JsonException">It is no answer of a model.</exception>
    public static ModelAnswer Read(ReadOnlySpan<byte> document)
    {
        Utf8JsonReader json = new(document, isFinalBlock: false, default);
        byte[]? content = null;
        int input = 0, output = 0;
        string property = "";
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName) property = json.GetString()!;
                else if (json.TokenType == JsonTokenType.String && property == "content" && content is null) content = Unescaped(json);
                else if (json.TokenType == JsonTokenType.Null && property == "content") content ??= [];
                else if (json.TokenType == JsonTokenType.Number && property == "prompt_tokens") json.TryGetInt32(out input);
                else if (json.TokenType == JsonTokenType.Number && property == "completion_tokens") json.TryGetInt32(out output);
                if (json.TokenType is not JsonTokenType.PropertyName) property = "";
            }
        }
        catch (JsonException) when (content is not null)
        {
            // What the model said was there before the document went wrong.
            property = "";
        }

        if (content is null && property == "content") content = Partial(document[(int)json.BytesConsumed..]);
        return content is null ? throw new JsonException("there is no text of a model in it") : new ModelAnswer(content, input, output);
    }

    /// <summary>The text of a string that breaks off; null where not even its quote is there.</summary>
    private static byte[]? Partial(ReadOnlySpan<byte> rest)
    {
        int quote = rest.IndexOf((byte)'"');
        if (quote < 0) return null;
        ReadOnlySpan<byte> text = rest[(quote + 1)..];

        // It may break off within an escape of at most twelve bytes, that of a pair.
        for (int cut = 0; cut <= Math.Min(12, text.Length); cut++)
        {
            byte[] whole = [(byte)'"', .. text[..^cut], (byte)'"'];
            try
            {
                Utf8JsonReader json = new(whole);
                if (json.Read() && json.BytesConsumed == whole.Length) return Unescaped(json);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                // Cut within an escape: a byte less may do.
                continue;
            }
        }

        return null;
    }

    private static byte[] Unescaped(in Utf8JsonReader json)
    {
        byte[] text = new byte[json.ValueSpan.Length];
        return text[..json.CopyString(text)];
    }
}
