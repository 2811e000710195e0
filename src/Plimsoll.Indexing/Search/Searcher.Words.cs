using System.Text;
using Plimsoll.Indexing.Relations;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <content>Where a name is defined, and which files have a word.</content>
public sealed unsafe partial class Searcher
{
    /// <summary>Where a name is defined: functions and types first, as a search for the name has them.</summary>
    /// <param name="name">The name, with scopes or without (`Outer.inner`).</param>
    /// <param name="most">How many to give at most.</param>
    public IReadOnlyList<SymbolPlace> DefinitionsOf(string name, int most)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        QueryPlan plan = QueryPlan.Parse(name);
        lock (_gate)
        {
            _corpus.LookUp(plan);
            var found = new CandidateHeap(_corpus, most);
            new DefinitionFinder(_corpus, plan, new HitFilter(new SearchQuery { Text = name }, _corpus), new PathScorer(plan), SignalWeights.Definitions).Find(found);
            found.Sort();
            var places = new List<SymbolPlace>(found.Count);
            for (int i = 0; i < found.Count; i++)
                places.Add(PlaceOf(found[i]));
            return places;
        }
    }

    /// <summary>The files that have a word anywhere in their text, by path; capitals make no difference.</summary>
    /// <param name="word">The word: letters, digits, underscores.</param>
    /// <param name="most">How many to give at most.</param>
    /// <param name="total">How many there are.</param>
    public IReadOnlyList<byte[]> FilesWith(string word, int most, out long total)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        byte[] folded = new byte[Encoding.UTF8.GetByteCount(word)];
        QueryPlan.Fold(Encoding.UTF8.GetBytes(word), folded);
        var paths = new List<byte[]>();
        lock (_gate)
        {
            foreach (SegmentView view in _corpus.Views)
            {
                if (view.Live.Segment.TryFind(folded, out TermPostings postings))
                    AddFiles(view, postings, paths);
            }
        }

        total = paths.Count;
        paths.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return paths.Count > most ? paths.GetRange(0, most) : paths;
    }

    /// <summary>The indexed files that match, by path.</summary>
    /// <param name="matches">Says whether a path is wanted.</param>
    /// <param name="most">How many to give at most.</param>
    public IReadOnlyList<byte[]> FilesWhere(Func<byte[], bool> matches, int most)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var paths = new List<byte[]>();
        lock (_gate)
        {
            foreach (SegmentView view in _corpus.Views)
            {
                for (int file = 0; file < view.FileCount && paths.Count < most; file++)
                {
                    if (view.IsIndexed(file) && view.PathOf(file).ToArray() is var path && matches(path))
                        paths.Add(path);
                }
            }
        }

        paths.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return paths;
    }

    private static void AddFiles(SegmentView view, in TermPostings postings, List<byte[]> paths)
    {
        uint chunk = 0;
        uint last = uint.MaxValue;
        byte* at = postings.Chunks;
        while (at < postings.Files)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out _);
            chunk += gap;
            view.Live.Segment.RequireChunk(chunk);
            uint file = view.Chunks[chunk].File;
            if (file != last && view.IsIndexed((int)file))
                paths.Add(view.PathOf((int)file).ToArray());
            last = file;
        }
    }

    private SymbolPlace PlaceOf(in Candidate candidate)
    {
        SegmentView view = _corpus.Views[candidate.Segment];
        var definitions = new ChunkDefinitions();
        definitions.Read(view, candidate.Chunk);
        return new SymbolPlace(
            view.PathOfChunk(candidate.Chunk).ToArray(),
            definitions.NameLineOf(candidate.Definition),
            definitions.EndLineOf(candidate.Definition),
            Encoding.UTF8.GetString(definitions.FullNameOf(candidate.Definition)),
            KindNames.Of(definitions.KindOf(candidate.Definition)),
            Languages.LanguageTable.ById(view.Files[view.Chunks[candidate.Chunk].File].Language).Name);
    }
}
