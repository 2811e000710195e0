namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The tokens of one text or of many in a row. A text ends early when it has as many as count.</summary>
internal sealed class TokenList
{
    private int[] _tokens = new int[1024];
    private int _full = int.MaxValue;

    /// <summary>Tokens held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the text has all the tokens that count.</summary>
    public bool IsFull => Count >= _full;

    /// <summary>All tokens.</summary>
    public ReadOnlySpan<int> Span => _tokens.AsSpan(0, Count);

    /// <summary>Forgets all.</summary>
    public void Clear() => Count = 0;

    /// <summary>From now on so many more tokens count.</summary>
    public void Limit(int more) => _full = Count + more;

    /// <summary>Drops what is beyond.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Keeps only the last so many of those from a place on.</summary>
    public void KeepLast(int start, int most)
    {
        int drop = Count - start - most;
        if (drop <= 0)
            return;
        Array.Copy(_tokens, start + drop, _tokens, start, most);
        Count -= drop;
    }

    /// <summary>Adds one.</summary>
    public void Add(int token)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        _tokens[Count++] = token;
    }

    /// <summary>Adds several.</summary>
    public void Add(ReadOnlySpan<int> tokens)
    {
        if (Count + tokens.Length > _tokens.Length)
            Array.Resize(ref _tokens, Math.Max(_tokens.Length * 2, Count + tokens.Length));
        tokens.CopyTo(_tokens.AsSpan(Count));
        Count += tokens.Length;
    }
}
