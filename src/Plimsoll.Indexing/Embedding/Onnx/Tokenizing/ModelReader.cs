using System.Text.Json;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The part "model" of a tokenizer.json: read word by word, because its tables are nearly the whole file.</summary>
internal sealed class ModelReader
{
    /// <summary>The largest vocabularies have a quarter of a million words; a model has a row for each up to the largest number.</summary>
    public const int LargestAllowedToken = 4_000_000;

    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);
    private readonly List<(string Left, string Right)> _merges = [];
    private readonly Dictionary<string, JsonElement> _settings = new(StringComparer.Ordinal);
    private bool _hasMerges;

    /// <summary>The largest token.</summary>
    public int LargestToken { get; private set; }

    /// <summary>Whether it is byte pair encoding; otherwise it is WordPiece. Old files do not say, but only one of them has merges.</summary>
    public bool IsBytePair => Setting("type") is { } type ? type.GetString() == "BPE" : _hasMerges;

    /// <summary>Reads the object that the reader stands on.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException("its 'model' is no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "vocab" && reader.TokenType == JsonTokenType.StartObject)
                ReadVocabulary(ref reader);
            else if (name == "merges" && reader.TokenType == JsonTokenType.StartArray)
                ReadMerges(ref reader);
            else if (name == "vocab")
                reader.Skip(); // a list of words with weights is that of a kind which Build refuses
            else
                _settings[name] = JsonElement.ParseValue(ref reader);
        }
    }

    /// <summary>Makes the model.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or lacks something.</exception>
    public TokenModel Build()
    {
        string type = Setting("type")?.GetString() ?? (_hasMerges ? "BPE" : "WordPiece");
        if (type is not ("BPE" or "WordPiece"))
            throw new InvalidDataException($"its model is of the kind {type}; WordPiece and byte-level BPE are supported");
        if (_vocabulary.Count == 0)
            throw new InvalidDataException("its model has no vocabulary");
        string? unknown = Setting("unk_token")?.GetString();
        int? unknownToken = unknown is null ? null : _vocabulary.TryGetValue(unknown, out int token) ? token
            : throw new InvalidDataException($"its token for unknown words, '{unknown}', is not in the vocabulary");
        return type == "WordPiece" ? BuildWordPiece(unknownToken) : BuildBytePair(unknownToken);
    }

    private WordPieceModel BuildWordPiece(int? unknown) => new(
        _vocabulary,
        Setting("continuing_subword_prefix")?.GetString() ?? "##",
        unknown ?? throw new InvalidDataException("its model has no token for unknown words"),
        Setting("max_input_chars_per_word")?.GetInt32() ?? 100);

    private BytePairModel BuildBytePair(int? unknown)
    {
        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (Setting(name)?.GetString() is { Length: > 0 })
                throw new InvalidDataException($"its model has '{name}', which byte-level BPE does not");
        }

        if (Setting("dropout") is { ValueKind: JsonValueKind.Number } dropout && dropout.GetDouble() > 0)
            throw new InvalidDataException("its model leaves merges out at random ('dropout'), so the same text would have other tokens each time");
        bool wholeFirst = Setting("ignore_merges") is { ValueKind: JsonValueKind.True };
        return new BytePairModel(_vocabulary, _merges, unknown, Setting("fuse_unk") is { ValueKind: JsonValueKind.True }, wholeFirst);
    }

    private JsonElement? Setting(string name) => _settings.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private void ReadVocabulary(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string word = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int token) || token is < 0 or > LargestAllowedToken)
                throw new InvalidDataException($"the word '{Shortened(word)}' of its vocabulary has no number from 0 to {LargestAllowedToken}");
            _vocabulary[word] = token;
            LargestToken = Math.Max(LargestToken, token);
        }
    }

    /// <summary>Merges are pairs, or, in older files, two words with a space between.</summary>
    private void ReadMerges(ref Utf8JsonReader reader)
    {
        _hasMerges = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                string pair = reader.GetString()!;
                int space = pair.IndexOf(' ', StringComparison.Ordinal);
                if (space <= 0 || space == pair.Length - 1)
                    throw new InvalidDataException($"the merge '{Shortened(pair)}' is not two words");
                _merges.Add((pair[..space], pair[(space + 1)..]));
                continue;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
                throw new InvalidDataException($"merge {_merges.Count} is {reader.TokenType}, not two words");
            string[] words = [Word(ref reader), Word(ref reader)];
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                throw new InvalidDataException($"merge {_merges.Count} has more than two words");
            _merges.Add((words[0], words[1]));
        }
    }

    private string Word(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new InvalidDataException($"merge {_merges.Count} is not two words");

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
