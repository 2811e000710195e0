using System.Numerics;

namespace Plimsoll.Indexing.Embedding;

/// <summary>A token of an item.</summary>
/// <param name="Id">The embedder's name for the term.</param>
/// <param name="Weight">How much it counts, in 1/64.</param>
internal readonly record struct TokenWeight(uint Id, int Weight)
{
    private static readonly int[] Weights = MakeWeights();

    /// <summary>1 + ln(count) in 1/64, the weight of a term that occurs so often: integers, so the same on every machine.</summary>
    public static int Of(int count) =>
        count <= 0 ? 0 : count < Weights.Length ? Weights[count] : 64 + (int)(44.36 * BitOperations.Log2((uint)count));

    private static int[] MakeWeights()
    {
        int[] weights = new int[64];
        for (int count = 1; count < weights.Length; count++)
            weights[count] = (int)Math.Round(64 * (1 + Math.Log(count)));
        return weights;
    }
}

/// <summary>Takes the vectors of some items of a batch as soon as a server has sent them; called by any thread.</summary>
/// <param name="first">The first item.</param>
/// <param name="count">How many.</param>
/// <param name="vectors">Their vectors.</param>
internal delegate void VectorsReady(int first, int count, ReadOnlySpan<sbyte> vectors);

/// <summary>Items to embed together: tokens, and texts for embedders that need them. Reused from batch to batch.</summary>
internal sealed class EmbeddingBatch
{
    private TokenWeight[] _tokens = new TokenWeight[8192];
    private int[] _tokenEnds = new int[64];
    private byte[] _texts = [];
    private int[] _textEnds = new int[64];

    /// <summary>Whether the items are queries; some models want another prefix before them than before passages.</summary>
    public bool IsQuery { get; init; }

    /// <summary>Is told of vectors before the whole batch is done, or null. Embedders that do a batch at once need not call it.</summary>
    public VectorsReady? Ready { get; init; }

    /// <summary>Bytes of all texts.</summary>
    public int TextByteCount => Count == 0 ? 0 : _textEnds[Count - 1];

    /// <summary>Items in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens of all items, and of the one in the making.</summary>
    public int TokenCount { get; private set; }

    /// <summary>The tokens of an item.</summary>
    public ReadOnlySpan<TokenWeight> Tokens(int item)
    {
        int start = item == 0 ? 0 : _tokenEnds[item - 1];
        return _tokens.AsSpan(start, _tokenEnds[item] - start);
    }

    /// <summary>The text of an item; empty when the embedder does not need it.</summary>
    public ReadOnlySpan<byte> Text(int item)
    {
        int start = item == 0 ? 0 : _textEnds[item - 1];
        return _texts.AsSpan(start, _textEnds[item] - start);
    }

    /// <summary>Adds a token to the item in the making.</summary>
    /// <param name="token">The embedder's name for the term.</param>
    /// <param name="weight">How much it counts, in 1/64.</param>
    public void Add(uint token, int weight)
    {
        if (TokenCount == _tokens.Length)
            Array.Resize(ref _tokens, _tokens.Length * 2);
        _tokens[TokenCount++] = new TokenWeight(token, weight);
    }

    /// <summary>Ends the item in the making.</summary>
    /// <param name="text">Its text, or nothing when the embedder does not need it.</param>
    public void EndItem(ReadOnlySpan<byte> text)
    {
        if (Count == _tokenEnds.Length)
        {
            Array.Resize(ref _tokenEnds, Count * 2);
            Array.Resize(ref _textEnds, Count * 2);
        }

        int start = Count == 0 ? 0 : _textEnds[Count - 1];
        if (start + text.Length > _texts.Length)
            Array.Resize(ref _texts, Math.Max(start + text.Length, _texts.Length * 2));
        text.CopyTo(_texts.AsSpan(start));
        _textEnds[Count] = start + text.Length;
        _tokenEnds[Count++] = TokenCount;
    }

    /// <summary>Forgets the items.</summary>
    public void Clear() => Count = TokenCount = 0;
}
