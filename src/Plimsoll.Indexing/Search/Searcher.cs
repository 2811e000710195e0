using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// Answers queries from the index of a folder, or from those of several as if they were one: words are as rare as they are in all of them, and there is one ranking. An index is
/// mapped, not read; what a searcher holds is eight bytes for each chunk of the largest segment. Safe for several threads; one query runs at a time.
/// </summary>
public sealed partial class Searcher : IDisposable
{
    /// <summary>The most hits that can be asked for.</summary>
    public const int MostHits = 1000;

    private readonly Lock _gate = new();
    private readonly string[] _folders;
    private readonly Func<EmbedderOptions>? _embedding;
    private readonly StaleCheck[] _stale;
    private byte[] _manifestHead;
    private Corpus _corpus;
    private QueryEmbedder _embedder;
    private Retriever _retriever;

    private Searcher(IReadOnlyList<SearchRoot> roots, Func<EmbedderOptions>? embedding)
    {
        _folders = [.. roots.Select(static one => IndexStatus.FolderOf(one.Root, one.IndexFolder))];
        _embedding = embedding;
        _stale = [.. roots.Select(static one => new StaleCheck(Path.GetFullPath(one.Root)))];
        _manifestHead = ReadManifestHeads();
        _corpus = Corpus.Open(_folders);
        _embedder = new QueryEmbedder(_corpus.Note, embedding);
        _retriever = new Retriever(_corpus, _embedder);
    }

    /// <summary>Opens the index of a folder.</summary>
    /// <param name="root">The folder that was indexed.</param>
    /// <param name="indexFolder">The folder of the index; default `.plimsoll` in the root.</param>
    /// <param name="embedding">Where the model or server of the index is now, and what may be asked; called only for an index that needs one. Null for what the index says.</param>
    /// <exception cref="IndexException">There is no index, or it is damaged.</exception>
    public static Searcher Open(string root, string? indexFolder = null, Func<EmbedderOptions>? embedding = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return new Searcher([new SearchRoot(root, indexFolder)], embedding);
    }

    /// <summary>Opens the indexes of several folders, to be searched together.</summary>
    /// <param name="roots">The folders, at least one; a hit names its own by the place in this list.</param>
    /// <param name="embedding">As for one folder.</param>
    /// <exception cref="IndexException">One has no index, or it is damaged, or they were made with different embedders.</exception>
    public static Searcher OpenAll(IReadOnlyList<SearchRoot> roots, Func<EmbedderOptions>? embedding = null)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentOutOfRangeException.ThrowIfZero(roots.Count, nameof(roots));
        return new Searcher(roots, embedding);
    }

    /// <summary>Whether the index has seen the whole tree; else `plimsoll index` was stopped, or is still at work, and results may be missing.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
                return _corpus.IsComplete;
        }
    }

    /// <summary>Answers a query: the best hits, best first, always in the same order.</summary>
    /// <exception cref="IndexException">The query makes no sense, or the index is damaged.</exception>
    public IReadOnlyList<SearchHit> Search(SearchQuery query) => Ask(query).Hits;

    /// <summary>Answers a query and says what the answer lacks.</summary>
    /// <exception cref="IndexException">The query makes no sense, or the index is damaged.</exception>
    public SearchAnswer Ask(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > MostHits)
            throw new IndexException(IndexFailure.Usage, $"The number of hits must be from 1 to {MostHits}, not {query.Limit}.");
        QueryPlan plan = QueryPlan.Parse(query.Text);
        lock (_gate)
        {
            _corpus.LookUp(plan);
            return Answer(query, plan, new HitFilter(query, _corpus));
        }
    }

    /// <summary>Whether the filters of a query take any file at all.</summary>
    /// <exception cref="IndexException">A filter makes no sense.</exception>
    public bool TakesAnyFile(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            var filter = new HitFilter(query, _corpus);
            foreach (SegmentView view in _corpus.Views)
            {
                for (int file = 0; file < view.FileStates.Length; file++)
                {
                    if (filter.TakesFile(view, file))
                        return true;
                }
            }

            return false;
        }
    }

    /// <summary>Goes over to the newest state of the index, if it has changed.</summary>
    /// <returns>Whether it had changed.</returns>
    /// <exception cref="IndexException">The index is gone or damaged; the searcher goes on with the state that it has.</exception>
    public bool Refresh()
    {
        lock (_gate)
        {
            byte[] head = ReadManifestHeads();
            if (head.AsSpan().SequenceEqual(_manifestHead))
                return false;
            Corpus corpus = Corpus.Open(_folders);
            _retriever.Dispose();
            _corpus.Dispose();
            (_manifestHead, _corpus) = (head, corpus);
            if (_embedder.Note != corpus.Note)
            {
                _embedder.Dispose();
                _embedder = new QueryEmbedder(corpus.Note, _embedding);
            }

            _retriever = new Retriever(corpus, _embedder);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _retriever.Dispose();
        _corpus.Dispose();
        foreach (StaleCheck stale in _stale)
            stale.Dispose();
        _embedder.Dispose();
    }

    private SearchAnswer Answer(SearchQuery query, QueryPlan plan, HitFilter filter)
    {
        string? fault = query.Mode == SearchMode.Semantic ? _retriever.Embed(plan) : null;
        SearchMode mode = fault is null ? query.Mode : SearchMode.Lexical;
        var paths = new PathScorer(plan);
        var definitions = new CandidateHeap(_corpus, query.Limit);
        var finder = new DefinitionFinder(_corpus, plan, filter, paths, SignalWeights.Definitions.Without(query.Study?.Without));
        if (mode != SearchMode.Semantic)
            finder.Find(definitions);
        definitions.Sort();
        bool ranks = !definitions.IsFull && (_embedder.KnowsAnyWord || Knows(plan));
        if (ranks && mode == SearchMode.Hybrid && (fault = _retriever.Embed(plan)) is not null)
            mode = SearchMode.Lexical;
        var ranker = new Ranker(_corpus, plan, filter, paths, ShareOf(mode), query.View, SignalWeights.Of(query.View).Without(query.Study?.Without));
        var ranked = new CandidateHeap(_corpus, query.Study?.Kept ?? query.Limit);
        if (ranks)
            Rank(query.Limit, mode, plan, filter, ranker, definitions, ranked);
        ranked.Sort();
        return new SearchAnswer(Build(query, plan, finder, definitions, ranker, ranked), fault);
    }

    private SearchHit[] Build(SearchQuery query, QueryPlan plan, DefinitionFinder finder, CandidateHeap definitions, Ranker ranker, CandidateHeap ranked)
    {
        var builder = new HitBuilder(_corpus, plan, _stale);
        bool hasWeights = query.Study is not { AsMeasured: true };
        var judged = new Signals(hasWeights ? SignalWeights.Definitions : SignalWeights.Ones);
        var ranking = new Signals(hasWeights ? SignalWeights.Of(query.View) : SignalWeights.Ones);
        int kept = query.Study?.Kept ?? query.Limit;
        var hits = new List<SearchHit>(kept);
        var files = new HashSet<long>();
        for (int i = 0; i < definitions.Count && hits.Count < kept; i++)
        {
            if (query.View == HitView.Files && !files.Add(_corpus.FileOf(definitions[i])))
                continue;
            if (query.Explain)
                finder.Judge(definitions[i], judged);
            Add(hits, query, builder, definitions[i], judged);
        }

        for (int i = 0; i < ranked.Count && hits.Count < kept; i++)
        {
            if (query.View == HitView.Files && !files.Add(_corpus.FileOf(ranked[i])))
                continue;
            if (query.Explain)
                ranker.Judge(ref ranked[i], ranking);
            Add(hits, query, builder, ranked[i], ranking);
        }

        return hits.ToArray();
    }

    private void Rank(
        int limit, SearchMode mode, QueryPlan plan, HitFilter filter, Ranker ranker, CandidateHeap definitions, CandidateHeap ranked)
    {
        // Hits that are definitions leave the ranking, so it starts with as many more.
        int depth = Math.Max(Ranking.Depth, limit + definitions.Count);
        var lexical = new CandidateHeap(_corpus, depth);
        CandidateHeap? semantic = mode == SearchMode.Lexical ? null : new CandidateHeap(_corpus, depth);
        _retriever.Run(plan, filter, lexical, semantic);
        ranker.Rank(mode == SearchMode.Semantic ? new CandidateHeap(_corpus, 0) : lexical, semantic, _retriever, definitions, ranked);
    }

    private static void Add(List<SearchHit> hits, SearchQuery query, HitBuilder builder, in Candidate candidate, Signals signals)
    {
        if (query.MinScore <= 0 || candidate.Key >= query.MinScore)
            hits.Add(builder.Build(candidate, query.Explain ? signals.List() : []));
    }

    /// <summary>Whether the index has any of the terms: without one, vectors would be compared with noise.</summary>
    private static bool Knows(QueryPlan plan)
    {
        for (int i = 0; i < plan.Count; i++)
        {
            if (plan[i].ChunkCount > 0)
                return true;
        }

        return false;
    }

    private static double ShareOf(SearchMode mode) => mode switch
    {
        SearchMode.Lexical => 0,
        SearchMode.Semantic => 1,
        _ => Ranking.SemanticShare,
    };

    private byte[] ReadManifestHeads()
    {
        byte[] heads = [];
        foreach (string folder in _folders)
            heads = [.. heads, .. ReadManifestHead(folder)];
        return heads;
    }

    /// <summary>The head of a manifest holds a checksum of all of it: equal heads, equal manifests.</summary>
    private static byte[] ReadManifestHead(string folder)
    {
        byte[] head = new byte[Manifest.HeadBytes];
        try
        {
            using var stream = RegularFile.OpenRead(Path.Combine(folder, Manifest.FileName));
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IndexException(IndexFailure.NotFound, $"There is no index in {folder}. Run `plimsoll index` first.", error);
        }
        catch (NoRegularFileException error)
        {
            throw Manifest.NoFile(folder, error);
        }
    }
}
