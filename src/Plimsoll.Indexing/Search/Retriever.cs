using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// Takes the best chunks by words and by meaning from all segments. Its buffers, eight bytes for each chunk of the largest
/// segment, are taken once and used for every query.
/// </summary>
internal sealed unsafe class Retriever(Corpus corpus, QueryEmbedder embedder) : IDisposable
{
    /// <summary>Chunks between two questions whether to read ahead.</summary>
    private const int ChunksAhead = 1024;

    private readonly NativeBuffer<float> _scores = new(corpus.LargestChunkCount + Vector256<float>.Count);
    private readonly NativeBuffer<uint> _terms = new(corpus.LargestChunkCount + 1);
    private readonly NativeBuffer<sbyte> _query = new(embedder.Dimensions);
    private readonly bool _isPacked = embedder.VectorBytes < embedder.Dimensions;
    private QueryPlan? _plan;
    private HitFilter? _filter;
    private int _bias;

    /// <summary>Retrieves.</summary>
    /// <param name="plan">The query.</param>
    /// <param name="filter">Which chunks may be taken.</param>
    /// <param name="lexical">Receives the best by words.</param>
    /// <param name="semantic">Receives the best by meaning, or null when that side is not asked; <see cref="Embed"/> goes before.</param>
    public void Run(QueryPlan plan, HitFilter filter, CandidateHeap lexical, CandidateHeap? semantic)
    {
        (_plan, _filter) = (plan, filter);
        foreach (SegmentView view in corpus.Views)
        {
            Score(view);
            TakeBestScores(view, lexical);
            if (semantic is not null)
                TakeBestVectors(view, semantic);
        }
    }

    /// <summary>Makes the vector of a query, with which the semantic side compares.</summary>
    /// <returns>Why there is none: a server or model is away. Null when there is one.</returns>
    public string? Embed(QueryPlan plan)
    {
        var query = new Span<sbyte>(_query.Pointer, embedder.Dimensions);
        string? failure = embedder.Embed(plan, query);
        _bias = NibbleProduct.BiasOf(query);
        return failure;
    }

    /// <summary>The product of the last query's vector and that of a chunk.</summary>
    public int DotOf(in Candidate candidate) =>
        DotOf(corpus.Views[candidate.Segment].Vectors + ((long)candidate.Chunk * embedder.VectorBytes), embedder.VectorBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores.Dispose();
        _terms.Dispose();
        _query.Dispose();
    }

    private void Score(SegmentView view)
    {
        // The scan goes by whole registers, so what lies behind the last score must be nothing.
        new Span<float>(_scores.Pointer, view.ChunkCount + Vector256<float>.Count).Clear();
        new Span<uint>(_terms.Pointer, view.ChunkCount).Clear();
        for (int i = 0; i < _plan!.Count; i++)
        {
            QueryTerm term = _plan[i];
            float weight = (float)(term.Weight * term.Rarity);
            Score(view, term.Postings[view.Index], weight, 1u << i);
            foreach (OtherForm form in term.OtherForms)
                Score(view, form.Postings[view.Index], weight * Ranking.OtherForm, 1u << i);
        }
    }

    private void Score(SegmentView view, in TermPostings postings, float weight, uint bit)
    {
        if (postings.End != null)
            LexicalScorer.Add(view, postings, corpus.Norms, weight, bit, _scores.Pointer, _terms.Pointer);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeBestScores(SegmentView view, CandidateHeap best)
    {
        float* scores = _scores.Pointer;
        float floor = FloorOf(best);
        for (int at = 0; at < view.ChunkCount; at += Vector256<float>.Count)
        {
            if (!Vector256.GreaterThanOrEqualAny(Vector256.Load(scores + at), Vector256.Create(floor)))
                continue;
            for (int chunk = at; chunk < at + Vector256<float>.Count; chunk++)
            {
                if (scores[chunk] >= floor)
                    floor = TakeScore(view, chunk, best);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeBestVectors(SegmentView view, CandidateHeap best)
    {
        int bytes = embedder.VectorBytes;
        sbyte* vector = view.Vectors;
        int floor = best.IsFull ? (int)best[0].Key : 1;
        long asked = 0;
        for (int chunk = 0; chunk < view.ChunkCount; chunk++, vector += bytes)
        {
            // In a small memory group the pages may be gone since the last query.
            if (chunk % ChunksAhead == 0)
                view.ReadVectorsAhead(chunk * bytes, ref asked);
            int dot = DotOf(vector, bytes);
            if (dot >= floor)
                floor = TakeVector(view, chunk, dot, best);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DotOf(sbyte* vector, int bytes) =>
        _isPacked ? NibbleProduct.Of(_query.Pointer, (byte*)vector, bytes, _bias) : VectorProduct.Of(_query.Pointer, vector, bytes);

    private static float FloorOf(CandidateHeap best) => best.IsFull ? (float)best[0].Key : float.Epsilon;

    private float TakeScore(SegmentView view, int chunk, CandidateHeap best)
    {
        if (_filter!.Takes(view, chunk))
            best.Offer(Make(view, chunk, _scores[chunk], 0));
        return FloorOf(best);
    }

    private int TakeVector(SegmentView view, int chunk, int dot, CandidateHeap best)
    {
        if (_filter!.Takes(view, chunk))
            best.Offer(Make(view, chunk, dot, dot));
        return best.IsFull ? (int)best[0].Key : 1;
    }

    private Candidate Make(SegmentView view, int chunk, double key, int dot) => new()
    {
        Key = key,
        Segment = view.Index,
        Chunk = chunk,
        Line = view.Chunks[chunk].StartLine,
        Definition = -1,
        Lexical = _scores[chunk],
        Dot = dot,
        Terms = _terms[chunk],
    };
}
