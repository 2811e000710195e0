namespace Plimsoll.Indexing.Search;

/// <summary>
/// Fuses what both sides retrieved and adds what names and paths say. The fused part is a * (c - cₙ) / (c₁ - cₙ) + (1 - a) * b / b₁, with c the
/// product of vectors, b the BM25F score, 1 the best and n the last of the candidates: scores rather than ranks, so that a clear winner stays one.
/// </summary>
internal sealed class Ranker(Corpus corpus, QueryPlan plan, HitFilter filter, PathScorer paths, double semanticShare)
{
    private readonly ChunkDefinitions _definitions = new();
    private readonly Signals _signals = new();
    private Candidate[] _union = [];
    private int _count;
    private double _bestLexical;
    private double _bestDot;
    private double _lastDot;

    /// <summary>Ranks.</summary>
    /// <param name="lexical">The best by words.</param>
    /// <param name="semantic">The best by meaning, or null.</param>
    /// <param name="retriever">Gives the products that are missing.</param>
    /// <param name="taken">Definitions that are hits already; their chunks are left out.</param>
    /// <param name="ranked">Receives the best.</param>
    public void Rank(CandidateHeap lexical, CandidateHeap? semantic, Retriever retriever, CandidateHeap taken, CandidateHeap ranked)
    {
        _union = new Candidate[lexical.Count + (semantic?.Count ?? 0)];
        AddLexical(lexical, semantic, retriever);
        if (semantic is not null)
            AddSemantic(semantic);
        for (int i = 0; i < _count; i++)
        {
            ref Candidate candidate = ref _union[i];
            if (IndexOf(taken, candidate) >= 0)
                continue;
            Judge(ref candidate, _signals);

            // No word of the query and not nearer than the last: noise.
            if (candidate.Lexical <= 0 && _signals[Signal.Cosine] <= 0)
                continue;
            Candidate scored = candidate;
            scored.Key = _signals.Sum;
            ranked.Offer(scored);
        }
    }

    /// <summary>Puts the score of a candidate of the last ranking into <paramref name="signals"/> and finds the definition that fits best.</summary>
    public void Judge(ref Candidate candidate, Signals signals)
    {
        signals.Clear();
        if (_bestLexical > 0)
            signals[Signal.Bm25] = (1 - semanticShare) * candidate.Lexical / _bestLexical;
        if (_bestDot > 0)
            signals[Signal.Cosine] = semanticShare * (_bestDot > _lastDot ? Math.Max(0, (candidate.Dot - _lastDot) / (_bestDot - _lastDot)) : 1);
        SegmentView view = corpus.Views[candidate.Segment];
        signals[Signal.DefinitionWords] = Ranking.DefinitionWords * FindDefinition(view, ref candidate);
        ReadOnlySpan<byte> path = view.PathOfChunk(candidate.Chunk);
        paths.AddWords(path, signals);
        signals[Signal.SameFile] = Ranking.SameFile * OthersOfFile(view, candidate);
        paths.AddTraits(path, signals);
    }

    private void AddLexical(CandidateHeap lexical, CandidateHeap? semantic, Retriever retriever)
    {
        for (int i = 0; i < lexical.Count; i++)
        {
            ref Candidate candidate = ref _union[_count++];
            candidate = lexical[i];
            candidate.Dot = semantic is null ? 0 : retriever.DotOf(candidate);
            _bestLexical = Math.Max(_bestLexical, candidate.Lexical);
        }
    }

    private void AddSemantic(CandidateHeap semantic)
    {
        _lastDot = semantic.Count > 0 ? double.MaxValue : 0;
        for (int i = 0; i < semantic.Count; i++)
        {
            _bestDot = Math.Max(_bestDot, semantic[i].Dot);
            _lastDot = Math.Min(_lastDot, semantic[i].Dot);
        }

        int lexicalCount = _count;
        for (int i = 0; i < semantic.Count; i++)
        {
            if (!IsIn(semantic[i], lexicalCount))
                _union[_count++] = semantic[i];
        }
    }

    private bool IsIn(in Candidate candidate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_union[i].Chunk == candidate.Chunk && _union[i].Segment == candidate.Segment)
                return true;
        }

        return false;
    }

    private static int IndexOf(CandidateHeap heap, in Candidate candidate)
    {
        for (int i = 0; i < heap.Count; i++)
        {
            if (heap[i].Chunk == candidate.Chunk && heap[i].Segment == candidate.Segment)
                return i;
        }

        return -1;
    }

    /// <summary>Chooses the definition whose name has most of the query; answers how much, from 0 to 1.</summary>
    private double FindDefinition(SegmentView view, ref Candidate candidate)
    {
        double most = 0;
        candidate.Definition = -1;
        _definitions.Read(view, candidate.Chunk);
        for (int i = 0; i < _definitions.Count; i++)
        {
            if (!filter.TakesKind(_definitions.KindOf(i)))
                continue;
            double share = plan.ShareOf(plan.MaskOf(_definitions.NameOf(i), out double cover)) * (.5 + (.5 * cover));
            bool isFirstOfKind = candidate.Definition < 0 && filter.HasKind;
            if (share > most || isFirstOfKind)
            {
                candidate.Definition = i;
                most = Math.Max(share, most);
            }
        }

        return most;
    }

    private unsafe int OthersOfFile(SegmentView view, in Candidate candidate)
    {
        uint file = view.Chunks[candidate.Chunk].File;
        int others = 0;
        for (int i = 0; i < _count && others < Ranking.SameFileMost; i++)
        {
            if (_union[i].Segment == candidate.Segment && _union[i].Chunk != candidate.Chunk && view.Chunks[_union[i].Chunk].File == file)
                others++;
        }

        return others;
    }
}
