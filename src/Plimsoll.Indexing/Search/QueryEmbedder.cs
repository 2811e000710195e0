using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// Makes vectors of queries with the embedder that made the index. A model is loaded, or a server asked, by the first query that needs it; where that fails
/// the search goes on without, and the next query tries again.
/// </summary>
internal sealed class QueryEmbedder(EmbedderNote note, Func<EmbedderOptions>? options) : IDisposable
{
    private readonly EmbeddingBatch _batch = new() { IsQuery = true };
    private IEmbedder? _embedder = note.Spec.Kind == EmbedderKind.Builtin ? new BuiltinEmbedder() : null;

    /// <summary>What the index says of its embedder.</summary>
    public EmbedderNote Note => note;

    /// <summary>Numbers a vector.</summary>
    public int Dimensions => note.Spec.Kind == EmbedderKind.Builtin ? _embedder!.Dimensions : note.Dimensions;

    /// <summary>Bytes of a vector in the index.</summary>
    public int VectorBytes => note.Spec.Kind == EmbedderKind.Builtin ? _embedder!.VectorBytes : note.Dimensions;

    /// <summary>Whether words that the index does not have mean something all the same: to a model they do, to a table of words they are noise.</summary>
    public bool KnowsAnyWord => note.Spec.Kind != EmbedderKind.Builtin;

    /// <summary>Makes the vector of a query.</summary>
    /// <param name="plan">The query.</param>
    /// <param name="vector">Receives the vector.</param>
    /// <returns>Why there is none, or null.</returns>
    public string? Embed(QueryPlan plan, Span<sbyte> vector)
    {
        try
        {
            _embedder ??= Make();
            _batch.Clear();
            for (int i = 0; i < plan.Count && !_embedder.NeedsText; i++)
            {
                // The trained rows know how telling a word is; weighing by rarity as well finds less (docs/decisions/query-side-weights.md).
                _batch.Add(_embedder.TokenOf(plan[i].Text), (int)Math.Round(64 * plan[i].Weight));
            }

            _batch.EndItem(_embedder.NeedsText ? TextOf(plan, _embedder.TextBytes) : default);
            _embedder.Embed(_batch, vector);
            return null;
        }
        catch (IndexException error) when (KnowsAnyWord)
        {
            return error.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _embedder?.Dispose();

    private static ReadOnlySpan<byte> TextOf(QueryPlan plan, int most) => plan.Text.AsSpan(0, Math.Min(plan.Text.Length, most));

    private IEmbedder Make()
    {
        EmbedderOptions wanted = options?.Invoke() ?? new EmbedderOptions();
        bool isOther = wanted.Spec is not null && wanted.Spec.Kind != note.Spec.Kind;
        EmbedderOptions filled = note.Fill(isOther ? wanted with { Spec = null } : wanted);
        IEmbedder made = EmbedderFactory.Make(filled with { PassagePrefix = note.PassagePrefix, TextBytes = note.TextBytes }, note, governor: null, CancellationToken.None);
        if (made.Identity == note.Identity && made.Dimensions == note.Dimensions)
            return made;
        made.Dispose();
        throw new IndexException(IndexFailure.Usage, $"{filled.Spec} is not what the index was made with ({note.Spec}). Run `plimsoll index --fresh` to make it anew.");
    }
}
