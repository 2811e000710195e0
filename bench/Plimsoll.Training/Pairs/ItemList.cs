namespace Plimsoll.Training.Pairs;

/// <summary>Texts as lists of tokens with their weights, one after the other in two arrays.</summary>
internal sealed class ItemList
{
    private uint[] _tokens = new uint[1 << 16];
    private ushort[] _weights = new ushort[1 << 16];
    private readonly List<int> _ends = [];
    private int _count;

    /// <summary>How many texts there are.</summary>
    public int Count => _ends.Count;

    /// <summary>The bytes that the lists hold.</summary>
    public long Bytes => (_tokens.Length * (long)(sizeof(uint) + sizeof(ushort))) + (_ends.Capacity * (long)sizeof(int));

    /// <summary>The tokens of a text, as the embedder names them.</summary>
    public ReadOnlySpan<uint> Tokens(int item) => _tokens.AsSpan(Start(item), _ends[item] - Start(item));

    /// <summary>The weights of its tokens, in 1/64.</summary>
    public ReadOnlySpan<ushort> Weights(int item) => _weights.AsSpan(Start(item), _ends[item] - Start(item));

    /// <summary>Adds a token to the text in the making.</summary>
    public void Add(uint token, int weight)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count + (_count / 2));
            Array.Resize(ref _weights, _tokens.Length);
        }

        _tokens[_count] = token;
        _weights[_count++] = (ushort)weight;
    }

    /// <summary>Ends the text in the making.</summary>
    public void EndItem() => _ends.Add(_count);

    private int Start(int item) => item == 0 ? 0 : _ends[item - 1];
}
