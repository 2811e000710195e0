using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Finds every definition whose name is the query.</summary>
internal sealed unsafe class DefinitionFinder(Corpus corpus, QueryPlan plan, HitFilter filter, PathScorer paths, SignalWeights weights)
{
    private readonly ChunkDefinitions _definitions = new();
    private readonly Signals _signals = new(weights);
    private readonly PathVersions _versions = new();
    private CandidateHeap? _found;

    /// <summary>Finds them.</summary>
    /// <param name="found">Receives the best.</param>
    public void Find(CandidateHeap found)
    {
        var first = new CandidateHeap(corpus, found.Capacity);
        _found = first;
        int term = RarestTermOfName(out bool hasWord);
        foreach (SegmentView view in corpus.Views)
        {
            if (!hasWord)
                LookEverywhere(view);
            else if (term >= 0)
                LookAt(view, plan[term].Postings[view.Index]);
        }

        Settle(first, found);
    }

    /// <summary>Only when all are found is it known which of them lie in a version of which there is a newer one.</summary>
    private void Settle(CandidateHeap first, CandidateHeap found)
    {
        for (int i = 0; i < first.Count; i++)
        {
            Candidate settled = first[i];
            Judge(settled, _signals);
            settled.Key = _signals.Sum;
            found.Offer(settled);
        }
    }

    /// <summary>Puts the score of a definition that <see cref="Find"/> found into <paramref name="signals"/>.</summary>
    public void Judge(in Candidate candidate, Signals signals)
    {
        SegmentView view = corpus.Views[candidate.Segment];
        _definitions.Read(view, candidate.Chunk);
        NameMatch match = plan.Symbol.Match(_definitions.NameOf(candidate.Definition), out bool needsScope);
        Judge(view, candidate.Chunk, candidate.Definition, match, needsScope, signals);
        if (_versions.IsOld(view.PathOfChunk(candidate.Chunk)))
            signals[Signal.Legacy] = 1;
    }

    /// <summary>
    /// The terms of a name stand in the symbol field of its chunk, so the postings of the rarest lead to all its definitions.
    /// A name without a word that is indexed (`i`, `+`) has none.
    /// </summary>
    private int RarestTermOfName(out bool hasWord)
    {
        hasWord = false;
        int rarest = -1;
        int at = 0;
        ReadOnlySpan<byte> name = plan.Symbol.Name;
        Span<byte> folded = stackalloc byte[Tokens.Words.LongestWord];
        while (SegmentBuilder.NextWord(name, ref at, out int start))
        {
            QueryPlan.Fold(name[start..at], folded);
            int term = plan.Find(folded[..(at - start)]);
            if (term < 0)
                continue;
            hasWord = true;
            if (rarest < 0 || plan[term].ChunkCount < plan[rarest].ChunkCount)
                rarest = term;
        }

        return rarest;
    }

    private void LookAt(SegmentView view, in TermPostings postings)
    {
        byte* at = postings.Chunks;
        uint chunk = 0;
        while (at < postings.Files)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out TermCounts counts);
            chunk += gap;
            view.Live.Segment.RequireChunk(chunk);
            if (counts.Symbol > 0)
                LookAt(view, (int)chunk);
        }
    }

    private void LookEverywhere(SegmentView view)
    {
        for (int chunk = 0; chunk < view.ChunkCount; chunk++)
        {
            if (view.Chunks[chunk].DefinitionCount > 0)
                LookAt(view, chunk);
        }
    }

    private void LookAt(SegmentView view, int chunk)
    {
        if (!filter.TakesFile(view, (int)view.Chunks[chunk].File))
            return;
        _definitions.Read(view, chunk);
        for (int i = 0; i < _definitions.Count; i++)
        {
            NameMatch match = plan.Symbol.Match(_definitions.NameOf(i), out bool needsScope);
            if (match == NameMatch.None || !filter.TakesKind(_definitions.KindOf(i)))
                continue;
            Judge(view, chunk, i, match, needsScope, _signals);
            _versions.Add(view.PathOfChunk(chunk));
            _found!.Offer(new Candidate
            {
                Key = _signals.Sum,
                Segment = view.Index,
                Chunk = chunk,
                Definition = i,
                Line = _definitions.NameLineOf(i),
                Terms = uint.MaxValue,
            });
        }
    }

    private void Judge(SegmentView view, int chunk, int index, NameMatch match, bool needsScope, Signals signals)
    {
        signals.Clear();
        signals[Signal.Definition] = 1;
        signals[Signal.Case] = match == NameMatch.OtherCase ? 1 : 0;
        signals[Signal.Scope] = needsScope && !_definitions.IsInside(index, plan.Symbol.Scope) ? 1 : 0;
        signals[Signal.Kind] = KindNames.StepsOf(_definitions.KindOf(index));
        signals[Signal.Nested] = _definitions.IsNested(index) ? 1 : 0;
        int lines = _definitions.EndLineOf(index) - _definitions.NameLineOf(index) + 1;
        signals[Signal.Size] = Math.Min(1, Math.Log2(lines) / 8);
        ReadOnlySpan<byte> path = view.PathOfChunk(chunk);
        paths.AddWords(path, signals);
        signals[Signal.Depth] = path.Count((byte)'/');
        paths.AddTraits(path, signals);
    }
}
