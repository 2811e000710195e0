using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// The live chunks of all segments as one collection, of one index or of several. Its averages and counts are exact for the live chunks, so a ranking does not
/// depend on how they are spread over segments and indexes or on what is dead beside them.
/// </summary>
internal sealed unsafe class Corpus : IDisposable
{
    private readonly IndexSnapshot[] _snapshots;

    private Corpus(IndexSnapshot[] snapshots)
    {
        _snapshots = snapshots;
        var views = new List<SegmentView>();
        for (int repository = 0; repository < snapshots.Length; repository++)
        {
            foreach (LiveSegment live in snapshots[repository].Segments)
            {
                views.Add(new SegmentView(live, views.Count, repository));
                LargestChunkCount = Math.Max(LargestChunkCount, views[^1].ChunkCount);
                LiveChunkCount += live.LiveChunkCount;
            }
        }

        Views = [.. views];

        Norms = FieldNorms.Of(Views, LiveChunkCount);
    }

    /// <summary>The segments.</summary>
    public SegmentView[] Views { get; }

    /// <summary>The embedder that made the vectors.</summary>
    public EmbedderNote Note => _snapshots[0].Manifest.Note;

    /// <summary>Whether the runs that wrote the indexes saw their whole trees.</summary>
    public bool IsComplete => Array.TrueForAll(_snapshots, static snapshot => snapshot.Manifest.Complete);

    /// <summary>When the manifest was written, UTC; of several the oldest.</summary>
    public DateTimeOffset WrittenAt => _snapshots.Min(static snapshot => snapshot.Manifest.WrittenAt);

    /// <summary>Live files whose content is indexed.</summary>
    public long FileCount
    {
        get
        {
            long count = 0;
            foreach (SegmentView view in Views)
            {
                for (int file = 0; file < view.FileCount; file++)
                    count += view.IsIndexed(file) ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Chunks of live files.</summary>
    public long LiveChunkCount { get; }

    /// <summary>Chunks, dead ones too, of the segment that has most.</summary>
    public int LargestChunkCount { get; }

    /// <summary>How lengths lower counts.</summary>
    public FieldNorms Norms { get; }

    /// <summary>Opens the indexes in these folders as one collection.</summary>
    /// <exception cref="IndexException">One is missing or damaged, or they were made with different embedders.</exception>
    public static Corpus Open(IReadOnlyList<string> folders)
    {
        var snapshots = new List<IndexSnapshot>(folders.Count);
        try
        {
            foreach (string folder in folders)
            {
                snapshots.Add(IndexSnapshot.Open(folder));
                RequireOneEmbedder(snapshots[^1]);
                if (snapshots[^1].Manifest.Note.Identity != snapshots[0].Manifest.Note.Identity)
                {
                    throw new IndexException(
                        IndexFailure.Usage, $"The indexes in {folders[0]} and {folder} were made with different embedders, so what they say is near cannot be compared. Search them one at a time, or make one anew.");
                }
            }

            return new Corpus([.. snapshots]);
        }
        catch
        {
            foreach (IndexSnapshot snapshot in snapshots)
                snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Vectors are compared only with those of the same embedder: of the one that the index names, or of this program's own table.</summary>
    private static void RequireOneEmbedder(IndexSnapshot snapshot)
    {
        EmbedderNote note = snapshot.Manifest.Note;
        (string identity, int vectorBytes) = (note.Identity, note.Dimensions);
        if (note.Spec.Kind == EmbedderKind.Builtin)
        {
            using var builtin = new BuiltinEmbedder();
            (identity, vectorBytes) = (builtin.Identity, builtin.VectorBytes);
        }

        ulong hash = SegmentWriter.EmbedderHash(identity);
        foreach (LiveSegment live in snapshot.Segments)
        {
            if (live.Segment.EmbedderHash != hash || live.Segment.VectorBytes != vectorBytes)
            {
                throw new IndexException(
                    IndexFailure.Damaged, $"{live.Segment.FullPath} was made with another embedder than {identity}. Run `plimsoll index --fresh`.");
            }
        }
    }

    /// <summary>Finds the postings of a query's terms and counts in how many live chunks each stands.</summary>
    public void LookUp(QueryPlan plan)
    {
        for (int i = 0; i < plan.Count; i++)
        {
            QueryTerm term = plan[i];
            term.Postings = LookUp(term.Text, out long count);
            foreach (byte[] form in Stemmer.OtherForms(term.Text))
            {
                TermPostings[] postings = LookUp(form, out long others);
                if (others == 0)
                    continue;
                term.OtherForms.Add(new OtherForm(form, postings));
                count += others;
            }

            term.ChunkCount = Math.Min(count, LiveChunkCount);
            term.Rarity = RarityOf(term.ChunkCount);
        }

        plan.SumWeights();
    }

    /// <summary>In how many live chunks, or paths of live chunks if that is more, a lower-case word stands.</summary>
    public long ChunkCountOf(byte[] word)
    {
        LookUp(word, out long count);
        return Math.Min(count, LiveChunkCount);
    }

    /// <summary>How rare a term is that this many live chunks hold.</summary>
    public double RarityOf(long chunks) => Math.Log(1 + ((LiveChunkCount - chunks + .5) / (chunks + .5)));

    private TermPostings[] LookUp(byte[] text, out long count)
    {
        var all = new TermPostings[Views.Length];
        long inText = 0, inPaths = 0;
        foreach (SegmentView view in Views)
        {
            if (!view.Live.Segment.TryFind(text, out TermPostings postings))
                continue;
            all[view.Index] = postings;
            inText += view.Live.HasDead ? PostingCount.LiveChunks(view, postings) : postings.ChunkCount;
            inPaths += PostingCount.LiveChunksByPath(view, postings);
        }

        // The greater of both instead of the union, which would cost a second pass over all postings.
        count = Math.Max(inText, inPaths);
        return all;
    }

    /// <summary>A number that stands for the file of a candidate.</summary>
    public unsafe long FileOf(in Candidate candidate) => ((long)candidate.Segment << 32) | Views[candidate.Segment].Chunks[candidate.Chunk].File;

    /// <summary>Which of two places comes first: by the bytes of the path, then the line.</summary>
    public int ComparePlaces(in Candidate left, in Candidate right)
    {
        SegmentView leftView = Views[left.Segment], rightView = Views[right.Segment];
        uint leftFile = leftView.Chunks[left.Chunk].File, rightFile = rightView.Chunks[right.Chunk].File;
        if (left.Segment != right.Segment || leftFile != rightFile)
        {
            int order = leftView.PathOf((int)leftFile).SequenceCompareTo(rightView.PathOf((int)rightFile));
            if (order == 0)
                order = leftView.Repository - rightView.Repository;
            if (order != 0)
                return order;
        }

        if (left.Line != right.Line)
            return left.Line < right.Line ? -1 : 1;
        return left.Chunk != right.Chunk ? left.Chunk - right.Chunk : left.Definition - right.Definition;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IndexSnapshot snapshot in _snapshots)
            snapshot.Dispose();
    }
}
