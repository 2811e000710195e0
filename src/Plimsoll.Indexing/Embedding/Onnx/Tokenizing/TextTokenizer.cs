namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// Turns text into the tokens that a model was trained on, as its tokenizer.json says: added tokens are cut out, the rest is normalized, split, and each piece
/// looked up. The special tokens at both ends always have room. One thread at a time.
/// </summary>
internal sealed class TextTokenizer
{
    private readonly TokenizerParts _parts;
    private readonly AddedTokenFinder _raw;
    private readonly AddedTokenFinder _normalized;
    private readonly CharBuffer _text = new();
    private readonly CharBuffer _prefixed = new();

    /// <summary>Puts a tokenizer together.</summary>
    public TextTokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _raw = new AddedTokenFinder(parts.Added.Where(token => !token.IsNormalized));
        _normalized = new AddedTokenFinder(parts.Added.Where(token => token.IsNormalized)
            .Select(token => token with { Text = parts.Normalizer.Normalize(token.Text).ToString() }));
    }

    /// <summary>The most tokens of a text, with the special ones.</summary>
    public int MaxTokens => _parts.MaxTokens;

    /// <summary>The token that fills up shorter texts of a batch.</summary>
    public int Padding => _parts.Padding;

    /// <summary>One more than the largest token.</summary>
    public int VocabularySize => _parts.VocabularySize;

    /// <summary>Adds the tokens of a text.</summary>
    /// <param name="text">UTF-8; what is none becomes U+FFFD.</param>
    /// <param name="tokens">Where they are added.</param>
    /// <param name="isCut">Whether it had more than count.</param>
    /// <returns>How many there are.</returns>
    public int Encode(ReadOnlySpan<byte> text, TokenList tokens, out bool isCut)
    {
        int start = tokens.Count;
        tokens.Add(_parts.Before);
        int room = _parts.MaxTokens - _parts.Before.Length - _parts.After.Length;
        int first = tokens.Count;
        tokens.Limit(_parts.KeepsEnd ? int.MaxValue - first : room + 1); // one more tells that something was left out
        _text.Decode(text);
        EncodeRaw(_text.Span, tokens);
        isCut = tokens.Count - first > room;
        if (_parts.KeepsEnd)
            tokens.KeepLast(first, room);
        else
            tokens.Truncate(first + room);
        tokens.Add(_parts.After);
        return tokens.Count - start;
    }

    private void EncodeRaw(ReadOnlySpan<char> text, TokenList tokens)
    {
        for (int at = 0; at < text.Length && !tokens.IsFull;)
        {
            AddedToken? found = _raw.Next(text, at, out int start, out int end);
            if (start > at)
                EncodeNormalized(_parts.Normalizer.Normalize(text[at..start]), tokens);
            if (found is not null)
                tokens.Add(found.Token);
            at = end;
        }
    }

    private void EncodeNormalized(ReadOnlySpan<char> text, TokenList tokens)
    {
        for (int at = 0; at < text.Length && !tokens.IsFull;)
        {
            AddedToken? found = _normalized.Next(text, at, out int start, out int end);
            if (start > at)
                EncodePieces(text[at..start], tokens);
            if (found is not null)
                tokens.Add(found.Token);
            at = end;
        }
    }

    private void EncodePieces(ReadOnlySpan<char> text, TokenList tokens)
    {
        if (_parts.Splitter.Prefix.Length > 0 && !text.StartsWith(_parts.Splitter.Prefix, StringComparison.Ordinal))
        {
            _prefixed.Clear();
            _prefixed.Add(_parts.Splitter.Prefix);
            _prefixed.Add(text);
            text = _prefixed.Span;
        }

        int at = 0;
        while (!tokens.IsFull && _parts.Splitter.Next(text, ref at, out int start))
            _parts.Model.Tokenize(text[start..at], tokens);
    }
}
