namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>What a tokenizer.json describes.</summary>
internal sealed record TokenizerParts
{
    /// <summary>Words that are tokens wherever they stand.</summary>
    public required IReadOnlyList<AddedToken> Added { get; init; }

    public required TextNormalizer Normalizer { get; init; }

    public required Splitter Splitter { get; init; }

    public required TokenModel Model { get; init; }

    /// <summary>Tokens before every text.</summary>
    public required int[] Before { get; init; }

    /// <summary>Tokens after every text.</summary>
    public required int[] After { get; init; }

    /// <summary>The most tokens of a text, with those before and after it.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Of a text that is too long, whether its end is kept instead of its beginning.</summary>
    public required bool KeepsEnd { get; init; }

    public required int Padding { get; init; }

    public required int VocabularySize { get; init; }
}
