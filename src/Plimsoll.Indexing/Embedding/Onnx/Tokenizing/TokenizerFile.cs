using System.Text.Json;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// Reads a tokenizer.json. What decides about tokens is either done as the file says or refused by name: a tokenizer that is nearly right
/// would make vectors that are nearly wrong, and nobody would notice.
/// </summary>
internal static class TokenizerFile
{
    private const int MostAddedTokens = 20_000;

    /// <summary>Reads the file.</summary>
    /// <param name="json">Its content.</param>
    /// <param name="maxTokens">The most tokens a text may have; the file may say less.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It lacks something, or asks for what is not supported.</exception>
    public static TextTokenizer Read(ReadOnlySpan<byte> json, int maxTokens)
    {
        var reader = new Utf8JsonReader(json);
        var rest = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        ModelReader? model = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "model")
                (model = new ModelReader()).Read(ref reader);
            else
                rest[name] = JsonElement.ParseValue(ref reader);
        }

        if (model is null)
            throw new InvalidDataException("it has no 'model'");
        return new TextTokenizer(Assemble(model, rest, maxTokens));
    }

    /// <summary>The value of a property that is there and not null.</summary>
    internal static JsonElement? Optional(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"an object with '{name}' was expected, and {element.ValueKind} found");
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    internal static bool Flag(JsonElement element, string name, bool otherwise = false) => Optional(element, name)?.GetBoolean() ?? otherwise;

    internal static string Kind(JsonElement element) => Optional(element, "type")?.GetString() ?? "without a type";

    private static TokenizerParts Assemble(ModelReader model, Dictionary<string, JsonElement> rest, int maxTokens)
    {
        JsonElement? Part(string name) => rest.TryGetValue(name, out JsonElement part) && part.ValueKind != JsonValueKind.Null ? part : null;

        TokenModel built = model.Build(); // first: a file of another kind differs in its other parts too
        List<AddedToken> added = Part("added_tokens") is { } list ? ReadAdded(list) : [];
        (int[] before, int[] after) = Part("post_processor") is { } processor ? EndTokens.Read(processor) : ([], []);
        JsonElement? truncation = Part("truncation");
        int most = Math.Min(maxTokens, truncation is { } cut ? Optional(cut, "max_length")?.GetInt32() ?? maxTokens : maxTokens);
        if (most <= before.Length + after.Length)
            throw new InvalidDataException($"a text may have {most} tokens, of which {before.Length + after.Length} are special ones");
        int largest = added.Select(token => token.Token).Concat(before).Concat(after).Append(model.LargestToken).Max();
        return new TokenizerParts
        {
            Added = added,
            Normalizer = new TextNormalizer(Part("normalizer") is { } normalizer ? NormalizerReader.Read(normalizer) : []),
            Splitter = SplitterReader.Read(Part("pre_tokenizer"), model.IsBytePair),
            Model = built,
            Before = before,
            After = after,
            MaxTokens = most,
            KeepsEnd = truncation is { } direction && Optional(direction, "direction")?.GetString() == "Left",
            Padding = (Part("padding") is { } padding ? Optional(padding, "pad_id")?.GetInt32() : null) ?? PaddingOf(added),
            VocabularySize = largest + 1,
        };
    }

    private static List<AddedToken> ReadAdded(JsonElement list)
    {
        if (list.GetArrayLength() > MostAddedTokens)
            throw new InvalidDataException($"it has {list.GetArrayLength()} added tokens, and more than {MostAddedTokens} are not read");
        var added = new List<AddedToken>();
        foreach (JsonElement token in list.EnumerateArray())
        {
            int id = token.GetProperty("id").GetInt32();
            if (id is < 0 or > ModelReader.LargestAllowedToken)
                throw new InvalidDataException($"an added token has the number {id}");
            added.Add(new AddedToken(
                token.GetProperty("content").GetString() ?? "", id,
                Flag(token, "single_word"), Flag(token, "lstrip"), Flag(token, "rstrip"), Flag(token, "normalized", !Flag(token, "special"))));
        }

        return added;
    }

    /// <summary>What fills up is masked, so any token would do.</summary>
    private static int PaddingOf(List<AddedToken> added) => added.Find(token => token.Text is "[PAD]" or "<pad>")?.Token ?? 0;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new InvalidDataException($"it begins with {reader.TokenType}, not with {type}");
    }
}
