using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Indexing.Tests.Embedding.Onnx;

/// <summary>Descriptions of tokenizers as they are published, with vocabularies that are made here.</summary>
internal static class TokenizerSamples
{
    private const string ModernHead = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}";
    private const string ModernTail = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public static Dictionary<string, object?> Of(string kind, string direction = "Right", int maxTokens = 512)
    {
        Dictionary<string, object?> file = kind.StartsWith("bert", StringComparison.Ordinal) ? Letters(kind) : Bytes(kind);
        file["truncation"] = new { direction, max_length = maxTokens, strategy = "LongestFirst", stride = 0 };
        return file;
    }

    /// <summary>Every letter of the first plane is a word, at the start of a word and within: what the normalizer did can be read from the tokens.</summary>
    private static Dictionary<string, object?> Letters(string kind)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        foreach (string token in (string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]) vocabulary.Add(token, vocabulary.Count);
        for (int code = 0x21; code < 0xFFFE; code++)
        {
            if (char.IsSurrogate((char)code)) continue;
            vocabulary.TryAdd(((char)code).ToString(), vocabulary.Count);
            vocabulary.TryAdd("##" + (char)code, vocabulary.Count);
        }

        foreach (string word in (string[])["hello", "##ll", "##li", "get", "##element", "##ab", "##abab"]) vocabulary.TryAdd(word, vocabulary.Count);
        Dictionary<string, object?> file = ModelSamples.Bert(vocabulary);
        if (kind == "bert-cased")
            file["normalizer"] = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = false };
        return file;
    }

    private static Dictionary<string, object?> Bytes(string kind)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        for (int value = 0; value < 256; value++) vocabulary.Add(ByteAlphabet.CharOf((byte)value).ToString(), vocabulary.Count);
        (string, string)[] merges =
        [
            ("a", "b"), ("h", "e"), ("l", "l"), ("he", "ll"), ("hell", "o"), ("ab", "ab"), ("abab", "abab"), ("Ġ", "w"), ("Ġ", "Ġ"), ("ĠĠ", "ĠĠ"), ("Ċ", "Ċ"), ("Ġ", "'"), ("a", "a"), ("aa", "aa"),
            ("b", "a"), ("'", "l"), ("'l", "l"), ("1", "2"), ("12", "3"), ("í", "ķ"), ("Ð", "¸"), ("i", "m"), ("p", "l"), ("pl", "im"),
        ];
        foreach ((string left, string right) in merges) vocabulary.TryAdd(left + right, vocabulary.Count);
        bool isModern = kind != "gpt2";
        int next = vocabulary.Count;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["version"] = "1.0",
            ["padding"] = null,
            ["added_tokens"] = new[]
            {
                ModelSamples.Added(next, "<s>"), ModelSamples.Added(next + 1, "</s>"), ModelSamples.Added(next + 2, "<mask>", lstrip: true),
                ModelSamples.Added(next + 3, "plimsoll", special: false, singleWord: true),
            },
            ["normalizer"] = kind == "qwen2" ? new { type = "NFC" } : null,
            ["pre_tokenizer"] = isModern ? Modern(kind == "llama3" ? "{1,3}" : "") : new { type = "ByteLevel", add_prefix_space = true, trim_offsets = true, use_regex = true },
            ["post_processor"] = new { type = "RobertaProcessing", sep = new object[] { "</s>", next + 1 }, cls = new object[] { "<s>", next }, trim_offsets = true, add_prefix_space = !isModern },
            ["decoder"] = null,
            ["model"] = new
            {
                type = "BPE",
                dropout = (float?)null,
                unk_token = (string?)null,
                continuing_subword_prefix = "",
                end_of_word_suffix = "",
                fuse_unk = false,
                byte_fallback = false,
                ignore_merges = isModern,
                vocab = vocabulary,
                merges = isModern ? merges.Select(merge => (object)new[] { merge.Item1, merge.Item2 }) : merges.Select(merge => (object)$"{merge.Item1} {merge.Item2}"),
            },
        };
    }

    private static object Modern(string digits) => new
    {
        type = "Sequence",
        pretokenizers = new object[]
        {
            new { type = "Split", pattern = new { Regex = ModernHead + digits + ModernTail }, behavior = "Isolated", invert = false },
            new { type = "ByteLevel", add_prefix_space = false, trim_offsets = true, use_regex = false },
        },
    };
}
