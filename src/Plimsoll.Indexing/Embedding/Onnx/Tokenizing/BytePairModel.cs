using System.Text;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// Byte-level byte pair encoding: a piece begins as its bytes, and the pair that was learnt first is joined first, the leftmost of equals, until no pair is known.
/// </summary>
internal sealed class BytePairModel : TokenModel
{
    /// <summary>Up to here the best pair is looked for by going through all; beyond, that would take the square of the length.</summary>
    private const int ShortPiece = 64;

    private readonly int[] _byteTokens;
    private readonly Dictionary<long, Merge> _merges;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _whole;
    private readonly int? _unknown;
    private readonly bool _fuseUnknown;
    private readonly List<int> _symbols = [];
    private readonly char[] _wholeChars = new char[256];
    private byte[] _bytes = new byte[256];

    /// <summary>Makes the model.</summary>
    /// <param name="vocabulary">Tokens of words that are spelt in the alphabet for bytes (<see cref="ByteAlphabet"/>).</param>
    /// <param name="merges">Which two words become one, in the order in which they were learnt.</param>
    /// <param name="unknown">The token of a byte that has none; null leaves such bytes out.</param>
    /// <param name="fuseUnknown">Whether several unknown bytes in a row are one token.</param>
    /// <param name="wholeFirst">Whether a piece that is a word of the vocabulary is its token without any joining.</param>
    /// <exception cref="InvalidDataException">The merges speak of words that are not in the vocabulary.</exception>
    public BytePairModel(
        Dictionary<string, int> vocabulary, IReadOnlyList<(string Left, string Right)> merges, int? unknown, bool fuseUnknown, bool wholeFirst)
    {
        (_unknown, _fuseUnknown) = (unknown, fuseUnknown);
        _byteTokens = ByteAlphabet.TokensOf(vocabulary);
        _merges = new Dictionary<long, Merge>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            if (!vocabulary.TryGetValue(left, out int first) || !vocabulary.TryGetValue(right, out int second) || !vocabulary.TryGetValue(left + right, out int joined))
                throw new InvalidDataException($"merge {rank} ('{left}' with '{right}') is about words that are not in the vocabulary");
            _merges[Pair(first, second)] = new Merge(rank, joined);
        }

        _whole = wholeFirst ? vocabulary.GetAlternateLookup<ReadOnlySpan<char>>() : null;
    }

    /// <inheritdoc/>
    public override void Tokenize(ReadOnlySpan<char> piece, TokenList tokens)
    {
        int most = Encoding.UTF8.GetMaxByteCount(piece.Length);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, Encoding.UTF8.GetBytes(piece, _bytes));
        if (IsWholeWord(bytes, out int word))
        {
            tokens.Add(word);
            return;
        }

        _symbols.Clear();
        bool wasUnknown = false;
        foreach (byte value in bytes)
        {
            int token = _byteTokens[value];
            if (token >= 0)
                _symbols.Add(token);
            else if (_unknown is { } unknown && !(wasUnknown && _fuseUnknown))
                _symbols.Add(unknown);
            wasUnknown = token < 0;
        }

        if (_symbols.Count <= ShortPiece)
            JoinShort();
        else
            new PairQueue(_symbols, _merges).Join();
        foreach (int symbol in _symbols)
            tokens.Add(symbol);
    }

    private bool IsWholeWord(ReadOnlySpan<byte> bytes, out int word)
    {
        word = 0;
        if (_whole is not { } whole || bytes.Length > _wholeChars.Length)
            return false;
        for (int i = 0; i < bytes.Length; i++)
            _wholeChars[i] = ByteAlphabet.CharOf(bytes[i]);
        return whole.TryGetValue(_wholeChars.AsSpan(0, bytes.Length), out word);
    }

    /// <summary>Each turn joins one pair; it ends when no pair is known.</summary>
    private void JoinShort()
    {
        while (_symbols.Count > 1)
        {
            Merge best = new(int.MaxValue, 0);
            int place = -1;
            for (int i = 0; i + 1 < _symbols.Count; i++)
            {
                if (_merges.TryGetValue(Pair(_symbols[i], _symbols[i + 1]), out Merge merge) && merge.Rank < best.Rank)
                    (best, place) = (merge, i);
            }

            if (place < 0)
                return;
            _symbols[place] = best.Joined;
            _symbols.RemoveAt(place + 1);
        }
    }

    /// <summary>Two tokens as one key.</summary>
    internal static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>What two tokens become, and when that was learnt.</summary>
    internal readonly record struct Merge(int Rank, int Joined);
}
