using System.Text.Json;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The part "normalizer" of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    /// <summary>Its steps in order.</summary>
    /// <exception cref="InvalidDataException">One of them is not supported.</exception>
    public static List<TextNormalizer.Step> Read(JsonElement normalizer)
    {
        var steps = new List<TextNormalizer.Step>();
        Add(normalizer, steps);
        return steps;
    }

    private static void Add(JsonElement normalizer, List<TextNormalizer.Step> steps)
    {
        switch (TokenizerFile.Kind(normalizer))
        {
            case "Sequence":
                foreach (JsonElement part in normalizer.GetProperty("normalizers").EnumerateArray())
                    Add(part, steps);
                break;
            case "BertNormalizer":
                AddBert(normalizer, steps);
                break;
            case "Lowercase":
                steps.Add(TextNormalizer.Lower);
                break;
            case "NFC":
                steps.Add(UnicodeForm.Compose);
                break;
            case "NFD":
                steps.Add(UnicodeForm.Decompose);
                break;
            case "StripAccents":
                steps.Add(TextNormalizer.DropMarks);
                break;
            case "Strip":
                steps.Add(TextNormalizer.Strip(TokenizerFile.Flag(normalizer, "strip_left", true), TokenizerFile.Flag(normalizer, "strip_right", true)));
                break;
            default:
                throw new InvalidDataException($"its normalizer {TokenizerFile.Kind(normalizer)} is not supported (BertNormalizer, Lowercase, NFC, NFD, StripAccents, Strip and Sequence are)");
        }
    }

    /// <summary>Accents go when the file says so, and when it does not say and letters become small.</summary>
    private static void AddBert(JsonElement normalizer, List<TextNormalizer.Step> steps)
    {
        bool isLower = TokenizerFile.Flag(normalizer, "lowercase", true);
        if (TokenizerFile.Flag(normalizer, "clean_text", true))
            steps.Add(TextNormalizer.Clean);
        if (TokenizerFile.Flag(normalizer, "handle_chinese_chars", true))
            steps.Add(TextNormalizer.SpaceHan);
        if (TokenizerFile.Flag(normalizer, "strip_accents", isLower))
            steps.Add(TextNormalizer.StripAccents);
        if (isLower)
            steps.Add(TextNormalizer.Lower);
    }
}
