namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// BERT's way: the longest known word that the rest of the piece begins with, again and again; a piece with a rest that nothing known begins is unknown as a whole.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _first;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _later;
    private readonly int _unknown;
    private readonly int _mostCharacters;
    private readonly int _longest;

    /// <summary>Makes the model of its vocabulary.</summary>
    /// <param name="vocabulary">Words with their tokens.</param>
    /// <param name="prefix">What marks the words that go on within a piece.</param>
    /// <param name="unknown">The token of what is not known.</param>
    /// <param name="mostCharacters">A piece of more code points is unknown.</param>
    public WordPieceModel(Dictionary<string, int> vocabulary, string prefix, int unknown, int mostCharacters)
    {
        (_unknown, _mostCharacters) = (unknown, mostCharacters);
        var later = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string word, int token) in vocabulary)
        {
            _longest = Math.Max(_longest, word.Length);
            if (word.Length >= prefix.Length && word.StartsWith(prefix, StringComparison.Ordinal))
                later[word[prefix.Length..]] = token;
        }

        _first = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _later = later.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, TokenList tokens)
    {
        if (piece.Length > _mostCharacters && CountOf(piece) > _mostCharacters)
        {
            tokens.Add(_unknown);
            return;
        }

        int before = tokens.Count;
        for (int start = 0; start < piece.Length;)
        {
            int length = LongestKnown(piece[start..], start == 0, out int token);
            if (length == 0)
            {
                tokens.Truncate(before);
                tokens.Add(_unknown);
                return;
            }

            tokens.Add(token);
            start += length;
        }
    }

    private int LongestKnown(ReadOnlySpan<char> rest, bool isFirst, out int token)
    {
        for (int length = Math.Min(rest.Length, _longest); length > 0; length--)
        {
            if (char.IsHighSurrogate(rest[length - 1]))
                continue;
            if (isFirst ? _first.TryGetValue(rest[..length], out token) : _later.TryGetValue(rest[..length], out token))
                return length;
        }

        token = 0;
        return 0;
    }

    private static int CountOf(ReadOnlySpan<char> piece)
    {
        int count = 0;
        foreach (char value in piece)
            count += char.IsLowSurrogate(value) ? 0 : 1;
        return count;
    }
}
