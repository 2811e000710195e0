using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Counts the live chunks behind postings.</summary>
internal static unsafe class PostingCount
{
    /// <summary>Live chunks that hold the term in their text.</summary>
    public static long LiveChunks(SegmentView view, in TermPostings postings)
    {
        long count = 0;
        uint chunk = 0;
        byte* at = postings.Chunks;
        while (at < postings.Files)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out _);
            chunk += gap;
            view.Live.Segment.RequireChunk(chunk);
            count += view.Live.IsDead((int)view.Chunks[chunk].File) ? 0 : 1;
        }

        return count;
    }

    /// <summary>Chunks of live files that have the term in their path.</summary>
    public static long LiveChunksByPath(SegmentView view, in TermPostings postings)
    {
        long count = 0;
        uint file = 0;
        byte* at = postings.Files;
        while (at < postings.End)
        {
            at = PostingCode.ReadNumber(at, postings.End, out uint code);
            file += code >> 1;
            view.Live.Segment.RequireFile(file);
            if (!view.Live.IsDead((int)file))
                count += view.Files[file].ChunkCount;
        }

        return count;
    }
}
