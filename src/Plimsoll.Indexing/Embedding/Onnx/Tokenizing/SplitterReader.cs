using System.Text.Json;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The part "pre_tokenizer" of a tokenizer.json.</summary>
internal static class SplitterReader
{
    /// <summary>The splitter.</summary>
    /// <param name="element">The part; null when there is none.</param>
    /// <param name="isBytePair">Whether the model is byte-level, which needs a splitter that keeps every byte.</param>
    /// <exception cref="InvalidDataException">It is not supported, or does not go with the model.</exception>
    public static Splitter Read(JsonElement? element, bool isBytePair)
    {
        Splitter? splitter = element is { } part ? Read(part) : null;
        return (splitter, isBytePair) switch
        {
            (BytePairSplitter, true) or (BertSplitter, false) => splitter,
            _ => throw new InvalidDataException(
                $"its pre-tokenizer ({(element is { } other ? TokenizerFile.Kind(other) : "none")}) is not supported with its model: "
                + "WordPiece goes with BertPreTokenizer, BPE with ByteLevel, or with Split by a known pattern and ByteLevel"),
        };
    }

    private static Splitter? Read(JsonElement part)
    {
        switch (TokenizerFile.Kind(part))
        {
            case "BertPreTokenizer":
                return new BertSplitter();
            case "ByteLevel" when TokenizerFile.Flag(part, "use_regex", true):
                return BytePairSplitter.Of(BytePairSplitter.Classic, TokenizerFile.Flag(part, "add_prefix_space", true));
            case "Sequence":
                JsonElement parts = part.GetProperty("pretokenizers");
                return parts.GetArrayLength() switch
                {
                    1 => Read(parts[0]),
                    2 => ReadSplit(parts[0], parts[1]),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>Newer files spell the pattern out in one part, and leave only the alphabet to the other.</summary>
    private static BytePairSplitter? ReadSplit(JsonElement split, JsonElement bytes)
    {
        bool isPlain = TokenizerFile.Kind(split) == "Split" && TokenizerFile.Kind(bytes) == "ByteLevel"
            && TokenizerFile.Optional(split, "behavior")?.GetString() == "Isolated" && !TokenizerFile.Flag(split, "invert")
            && !TokenizerFile.Flag(bytes, "use_regex", true) && !TokenizerFile.Flag(bytes, "add_prefix_space", true);
        if (!isPlain || TokenizerFile.Optional(split, "pattern") is not { } pattern || TokenizerFile.Optional(pattern, "Regex")?.GetString() is not { } regex)
            return null;
        return BytePairSplitter.Of(regex, addsSpace: false)
            ?? throw new InvalidDataException($"it splits by the pattern {regex}, which is not among those that are known (of GPT-2, Llama 3 and Qwen 2)");
    }
}
