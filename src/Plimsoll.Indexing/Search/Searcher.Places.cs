using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <content>What the index knows of one file or one passage.</content>
public sealed unsafe partial class Searcher
{
    /// <summary>When the index was last written, UTC.</summary>
    public DateTimeOffset WrittenAt
    {
        get
        {
            lock (_gate)
                return _corpus.WrittenAt;
        }
    }

    /// <summary>Files whose content is indexed.</summary>
    public long FileCount
    {
        get
        {
            lock (_gate)
                return _corpus.FileCount;
        }
    }

    /// <summary>Whether the content of a file is indexed.</summary>
    /// <param name="path">The path relative to the root, `/`-separated, as bytes.</param>
    public bool HasFile(ReadOnlySpan<byte> path)
    {
        lock (_gate)
            return FindFile(path, out _) is not null;
    }

    /// <summary>What the index has of a file; null when its content is not indexed.</summary>
    /// <param name="path">The path relative to the root, `/`-separated, as bytes.</param>
    public IndexedFile? Describe(ReadOnlySpan<byte> path)
    {
        lock (_gate)
        {
            if (FindFile(path, out int file) is not { } view)
                return null;
            FileRecord record = view.Files[file];
            var chunks = new List<IndexedChunk>();
            for (int chunk = (int)record.FirstChunk; chunk < record.FirstChunk + record.ChunkCount; chunk++)
            {
                ChunkPlace place = PlaceOf(view, chunk);
                chunks.Add(new IndexedChunk(place.StartLine, place.EndLine, KindNames.Of((SymbolKind)view.Chunks[chunk].Kind), place.Names));
            }

            HitState state = _stale[view.Repository].StateOf(path, view.Live.StampOf(file), record.Hash);
            return new IndexedFile(Languages.LanguageTable.ById(record.Language).Name, record.Size, record.LineCount, state, chunks);
        }
    }

    /// <summary>The chunk that a line belongs to; null when the content of the file is not indexed.</summary>
    /// <param name="path">The path relative to the root, `/`-separated, as bytes.</param>
    /// <param name="line">The line, 1-based; one behind the end of the file belongs to its last chunk.</param>
    public ChunkPlace? ChunkAt(ReadOnlySpan<byte> path, int line)
    {
        lock (_gate)
        {
            if (FindFile(path, out int file) is not { } view)
                return null;
            int found = -1;
            int end = (int)(view.Files[file].FirstChunk + view.Files[file].ChunkCount);
            for (int chunk = (int)view.Files[file].FirstChunk; chunk < end && (found < 0 || view.Chunks[chunk].StartLine <= line); chunk++)
                found = chunk;

            return found < 0 ? null : PlaceOf(view, found);
        }
    }

    /// <summary>The words of a text that tell it from others in this index, the most telling first, in lower case.</summary>
    /// <param name="text">The text; of a long one only the first thousand different words count.</param>
    /// <param name="most">How many to give at most.</param>
    public IReadOnlyList<string> TellingWordsOf(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        lock (_gate)
            return new TellingWords(_corpus).Of(text, most);
    }

    private SegmentView? FindFile(ReadOnlySpan<byte> path, out int file)
    {
        foreach (SegmentView view in _corpus.Views)
        {
            for (file = 0; file < view.FileCount; file++)
            {
                if (view.Files[file].PathLength == path.Length && view.IsIndexed(file) && view.PathOf(file).SequenceEqual(path))
                    return view;
            }
        }

        file = -1;
        return null;
    }

    private static ChunkPlace PlaceOf(SegmentView view, int chunk)
    {
        var definitions = new ChunkDefinitions();
        definitions.Read(view, chunk);
        var names = new List<string>(definitions.Count);
        for (int i = 0; i < definitions.Count; i++)
            names.Add(Encoding.UTF8.GetString(definitions.NameOf(i)));
        return new ChunkPlace(view.Chunks[chunk].StartLine, view.Live.Segment.EndLineOf(chunk), names);
    }
}
