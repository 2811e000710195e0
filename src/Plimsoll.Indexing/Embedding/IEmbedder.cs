namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// Turns chunks and queries into vectors. A vector depends on nothing but the item itself, so that an index built in any order
/// is the same; weights learnt from the corpus belong to the query side (<see cref="EmbeddingBatch.Add"/> takes a weight). One serves all workers of a run at once.
/// </summary>
internal interface IEmbedder : IDisposable
{
    /// <summary>Name and version; an index made by another embedder is made anew.</summary>
    string Identity { get; }

    /// <summary>Numbers a vector.</summary>
    int Dimensions { get; }

    /// <summary>Bytes of a vector in the index: as many as it has numbers, or half as many when they are kept in four bits each (<see cref="Nibbles"/>).</summary>
    int VectorBytes => Dimensions;

    /// <summary>Whether items need their text (models); otherwise tokens are enough.</summary>
    bool NeedsText { get; }

    /// <summary>The longest text of an item in bytes; what is longer is cut before. 0 where no text is needed.</summary>
    int TextBytes { get; }

    /// <summary>Texts that the model itself took only a part of, so far.</summary>
    long TextsCut { get; }

    /// <summary>Where a model runs, in words; empty where there is nothing to choose.</summary>
    string Device => "";

    /// <summary>Working memory for one item with this much text, in bytes.</summary>
    long BytesPerItem(int textBytes);

    /// <summary>The token of a term; asked once a term and segment.</summary>
    uint TokenOf(ReadOnlySpan<byte> term);

    /// <summary>Embeds the items of a batch in order.</summary>
    /// <param name="batch">The items.</param>
    /// <param name="vectors">Room for <see cref="Dimensions"/> numbers an item. All vectors have about the same length (<see cref="Quantiser"/>).</param>
    /// <exception cref="IndexException">A model or server failed; nothing of the batch may be used.</exception>
    /// <exception cref="OperationCanceledException">The run is to end, and a server would have to be waited for.</exception>
    void Embed(EmbeddingBatch batch, Span<sbyte> vectors);
}
