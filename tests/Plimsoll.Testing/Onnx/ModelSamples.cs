using System.Text;
using System.Text.Json;

namespace Plimsoll.Testing.Onnx;

/// <summary>Model folders for tests: a small transformer, and a WordPiece tokenizer for words that are made up.</summary>
public static class ModelSamples
{
    /// <summary>Words of the vocabulary, besides letters and special tokens.</summary>
    public const int Words = 1900;

    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Fills a folder.</summary>
    public static void Write(string folder, SmallTransformer? model = null, string? tokenizer = null)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), (model ?? new SmallTransformer()).ToFile());
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), tokenizer ?? WordPiece());
    }

    /// <summary>The word with this number: one token.</summary>
    public static string Word(int number) => $"w{number % Words}";

    /// <summary>
    /// A text of so many words, always the same for the same numbers. Lengths that are drawn evenly by their logarithm are what code has: many short ones, and
    /// every now and then one that fills the model.
    /// </summary>
    public static string Text(int seed, int words)
    {
        var text = new StringBuilder(words * 6);
        for (int i = 0; i < words; i++) text.Append(Word((seed * 7919) + (i * 104_729 % 1_000_003))).Append(' ');
        return text.ToString();
    }

    /// <summary>The number of words of the text with this number, from 3 to 510.</summary>
    public static int Length(int number)
    {
        double share = (number * 0.6180339887498949) % 1;
        return (int)(3 * Math.Pow(170, share));
    }

    /// <summary>A tokenizer.json as BERT's.</summary>
    public static string WordPiece(int maxTokens = 512)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        foreach (string token in Special) vocabulary.Add(token, vocabulary.Count);
        foreach (char letter in "abcdefghijklmnopqrstuvwxyz0123456789")
        {
            vocabulary.TryAdd(letter.ToString(), vocabulary.Count);
            vocabulary.TryAdd("##" + letter, vocabulary.Count);
        }

        for (int i = 0; i < Words; i++) vocabulary.TryAdd($"w{i}", vocabulary.Count);
        return JsonSerializer.Serialize(Bert(vocabulary, maxTokens));
    }

    /// <summary>The parts of BERT's tokenizer.json around a vocabulary.</summary>
    public static Dictionary<string, object?> Bert(Dictionary<string, int> vocabulary, int maxTokens = 512) => new(StringComparer.Ordinal)
    {
        ["version"] = "1.0",
        ["truncation"] = new { direction = "Right", max_length = maxTokens, strategy = "LongestFirst", stride = 0 },
        ["padding"] = null,
        ["added_tokens"] = Special.Select(token => Added(vocabulary[token], token)).ToArray(),
        ["normalizer"] = new { type = "BertNormalizer", clean_text = true, handle_chinese_chars = true, strip_accents = (bool?)null, lowercase = true },
        ["pre_tokenizer"] = new { type = "BertPreTokenizer" },
        ["post_processor"] = Template("[CLS]", vocabulary["[CLS]"], "[SEP]", vocabulary["[SEP]"]),
        ["decoder"] = null,
        ["model"] = new { type = "WordPiece", unk_token = "[UNK]", continuing_subword_prefix = "##", max_input_chars_per_word = 100, vocab = vocabulary },
    };

    /// <summary>A word that is a token wherever it stands.</summary>
    public static object Added(int id, string content, bool special = true, bool lstrip = false, bool singleWord = false) =>
        new { id, content, single_word = singleWord, lstrip, rstrip = false, normalized = !special, special };

    private static object Template(string first, int firstId, string last, int lastId) => new
    {
        type = "TemplateProcessing",
        single = new object[] { Piece(first), new { Sequence = new { id = "A", type_id = 0 } }, Piece(last) },
        pair = new object[] { Piece(first), new { Sequence = new { id = "A", type_id = 0 } }, Piece(last), new { Sequence = new { id = "B", type_id = 1 } }, Piece(last) },
        special_tokens = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [first] = new { id = first, ids = new[] { firstId }, tokens = new[] { first } },
            [last] = new { id = last, ids = new[] { lastId }, tokens = new[] { last } },
        },
    };

    private static object Piece(string token) => new { SpecialToken = new { id = token, type_id = 0 } };
}
