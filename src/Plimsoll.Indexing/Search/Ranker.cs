namespace Plimsoll.Indexing.Search;

/// <summary>
/// Fuses what both sides retrieved and adds what names and paths say. The fused part is a * (c - cₙ) / (c₁ - cₙ) + (1 - a) * b / b₁, with c the
/// product of vectors, b the BM25F score, 1 the best and n the last of the candidates: scores rather than ranks, so that a clear winner stays one.
/// </summary>
internal sealed class Ranker(Corpus corpus, QueryPlan plan, HitFilter filter, PathScorer paths, double semanticShare, HitView view, SignalWeights weights)
{
    private readonly ChunkDefinitions _definitions = new();
    private readonly Signals _signals = new(weights);
    private readonly FileEvidence _files = new();
    private readonly PathVersions _versions = new();
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
        SumUp();
        var scored = new List<Candidate>();
        for (int i = 0; i < _count; i++)
        {
            ref Candidate candidate = ref _union[i];
            if (IndexOf(taken, candidate) >= 0)
                continue;
            Judge(ref candidate, _signals);

            // No word of the query and not nearer than the last: noise.
            if (candidate.Lexical <= 0 && _signals[Signal.Cosine] <= 0)
                continue;
            Candidate one = candidate;
            one.Key = _signals.Sum;
            scored.Add(one);
        }

        Spread(scored, taken, ranked);
    }

    /// <summary>Lowers the passages of a file behind its best one, so that a list of hits shows more than one place; a list of files has each once.</summary>
    private void Spread(List<Candidate> scored, CandidateHeap taken, CandidateHeap ranked)
    {
        scored.Sort((left, right) => left.Key != right.Key ? right.Key.CompareTo(left.Key) : corpus.ComparePlaces(left, right));
        var hits = new Dictionary<long, int>();
        for (int i = 0; i < taken.Count; i++)
            hits[corpus.FileOf(taken[i])] = hits.GetValueOrDefault(corpus.FileOf(taken[i])) + 1;
        foreach (Candidate one in scored)
        {
            long file = corpus.FileOf(one);
            int before = hits.GetValueOrDefault(file);
            hits[file] = before + 1;
            if (before > 0 && view == HitView.Files)
                continue;
            Candidate spread = one;
            spread.Before = before;
            spread.Key += weights[Signal.Repeat] * RepeatOf(spread);
            ranked.Offer(spread);
        }
    }

    private static int RepeatOf(in Candidate candidate) => Math.Min(candidate.Before, Ranking.RepeatMost);

    /// <summary>Where a candidate lies between the last (0) and the best (1) by meaning.</summary>
    private double NearnessOf(in Candidate candidate) =>
        _bestDot <= 0 ? 0 : _bestDot > _lastDot ? Math.Max(0, (candidate.Dot - _lastDot) / (_bestDot - _lastDot)) : 1;

    /// <summary>What words and meaning say together, before anything else is known.</summary>
    private double Base(in Candidate candidate)
    {
        double value = _bestLexical > 0 ? (1 - semanticShare) * candidate.Lexical / _bestLexical : 0;
        return _bestDot > _lastDot ? value + (semanticShare * NearnessOf(candidate)) : value;
    }

    private void SumUp()
    {
        for (int i = 0; i < _count; i++)
        {
            _files.Add(corpus.FileOf(_union[i]), Base(_union[i]), _union[i].Terms);
            _versions.Add(corpus.Views[_union[i].Segment].PathOfChunk(_union[i].Chunk));
        }
    }

    /// <summary>Puts the score of a candidate of the last ranking into <paramref name="signals"/> and finds the definition that fits best.</summary>
    public void Judge(ref Candidate candidate, Signals signals)
    {
        signals.Clear();
        signals[Signal.Bm25] = _bestLexical > 0 && semanticShare < 1 ? candidate.Lexical / _bestLexical : 0;
        signals[Signal.Cosine] = semanticShare > 0 ? NearnessOf(candidate) : 0;
        SegmentView segment = corpus.Views[candidate.Segment];
        signals[Signal.DefinitionWords] = FindDefinition(segment, ref candidate, out int mention);
        signals[Signal.Mention] = mention == 2 ? 1 : mention * Ranking.NamedWord;
        ReadOnlySpan<byte> path = segment.PathOfChunk(candidate.Chunk);
        paths.AddWords(path, signals);
        signals[Signal.Depth] = Math.Log2(1 + path.Count((byte)'/'));
        _files.Measure(corpus.FileOf(candidate), signals);
        paths.AddTraits(path, signals);
        if (_versions.IsOld(path))
            signals[Signal.Legacy] = 1;
        signals[Signal.Repeat] = RepeatOf(candidate);
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
    private double FindDefinition(SegmentView view, ref Candidate candidate, out int mention)
    {
        mention = 0;
        double most = 0;
        candidate.Definition = -1;
        _definitions.Read(view, candidate.Chunk);
        for (int i = 0; i < _definitions.Count; i++)
        {
            if (!filter.TakesKind(_definitions.KindOf(i)))
                continue;
            mention = Math.Max(mention, plan.Mentions(_definitions.NameOf(i)));
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
}
