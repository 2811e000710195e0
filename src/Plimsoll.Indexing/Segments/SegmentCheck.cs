namespace Plimsoll.Indexing.Segments;

/// <summary>
/// Whether the numbers of a segment stay inside it. A checksum finds accidents; whoever forges a segment forges its checksums too, and a search follows
/// the numbers through bare pointers. So offsets and counts are checked before the first use: the layout when a segment is opened, each kind of
/// record in one pass when it is first taken, lists as they are read. Every method answers what is wrong, or null.
/// </summary>
internal static class SegmentCheck
{
    /// <summary>No writer makes files that are nearly as long (1 GB is the longest merge), and one that is longer need not be mapped.</summary>
    public const long MostBytes = 16L << 30;

    /// <summary>Sizes are those of files that were read as a whole: 2 GB at most. A sum of all of them must not overflow.</summary>
    private const long MostFileBytes = 1L << 40;

    private const int PartAlignment = 8;

    /// <summary>Whether a file can have this many bytes.</summary>
    public static bool IsSize(long bytes) => (ulong)bytes <= MostFileBytes;

    /// <summary>The parts follow each other in their order and each has room for what the counts say.</summary>
    public static unsafe string? OfLayout(in SegmentFooter footer)
    {
        if (footer.ChunkCount > int.MaxValue || footer.FileCount > int.MaxValue || footer.TermBlockCount > int.MaxValue
            || (long)footer.ChunkCount * footer.VectorBytes > int.MaxValue)
        {
            return "it counts more than a segment can hold";
        }

        long at = sizeof(SegmentHeader);
        bool fits = Follows(ref at, footer.VectorsOffset, (long)footer.ChunkCount * footer.VectorBytes)
            && Follows(ref at, footer.ChunksOffset, (long)footer.ChunkCount * sizeof(ChunkRecord))
            && Follows(ref at, footer.DefinitionsOffset, 0)
            && Follows(ref at, footer.FilesOffset, (long)footer.FileCount * sizeof(FileRecord))
            && Follows(ref at, footer.FileOrderOffset, (long)footer.FileCount * sizeof(uint))
            && Follows(ref at, footer.PathsOffset, 0)
            && Follows(ref at, footer.TermsOffset, 0)
            && Follows(ref at, footer.DirectoryOffset, (long)footer.TermBlockCount * sizeof(TermBlockEntry))
            && at <= footer.ChecksumsOffset
            && footer.FilesOffset - footer.DefinitionsOffset <= int.MaxValue
            && footer.TermsOffset - footer.PathsOffset <= int.MaxValue;
        return fits ? null : "its parts do not follow each other";
    }

    /// <summary>The chunks and the paths of the files follow each other without gaps, and end where they must.</summary>
    public static string? OfFiles(ReadOnlySpan<FileRecord> files, int chunkCount, int pathBytes)
    {
        long chunks = 0, paths = 0;
        foreach (ref readonly FileRecord file in files)
        {
            if (file.FirstChunk != chunks || file.PathOffset != paths || file.PathLength == 0
                || file.LineCount < 0 || !IsSize(file.Size) || file.Shortened > 1)
            {
                return "a file's entry contradicts the one before";
            }

            chunks += file.ChunkCount;
            paths += file.PathLength;
        }

        return chunks == chunkCount && paths <= pathBytes ? null : "its files have other chunks or paths than there are";
    }

    /// <summary>The chunks belong to the files that say so, their lines ascend, and their definitions lie one after the other in their part.</summary>
    public static string? OfChunks(ReadOnlySpan<ChunkRecord> chunks, ReadOnlySpan<FileRecord> files, int definitionBytes)
    {
        uint definitions = 0;
        int chunk = 0;
        for (int file = 0; file < files.Length; file++)
        {
            int line = 0;
            for (int end = chunk + (int)files[file].ChunkCount; chunk < end; chunk++)
            {
                ref readonly ChunkRecord record = ref chunks[chunk];
                if (record.File != (uint)file || record.StartLine <= line || record.Definitions < definitions)
                    return "a chunk's entry contradicts the one before";
                line = record.StartLine;
                definitions = record.Definitions;
            }

            if (line > files[file].LineCount)
                return "a chunk starts behind the last line of its file";
        }

        return definitions <= (uint)definitionBytes ? null : "a chunk has its definitions outside of their part";
    }

    /// <summary>The order names each file once.</summary>
    public static string? OfFileOrder(ReadOnlySpan<uint> order)
    {
        var met = new System.Collections.BitArray(order.Length);
        foreach (uint file in order)
        {
            if (file >= (uint)order.Length || met[(int)file])
                return "the order of its files names one twice or one that is not there";
            met[(int)file] = true;
        }

        return null;
    }

    /// <summary>Every list is whole and ascends, and names only what is there; reads all of the segment. Terms that are out of order inside of a block harm nobody.</summary>
    public static string? OfLists(Segment segment)
    {
        var definitions = new DefinitionList();
        ReadOnlySpan<byte> code = segment.Definitions;
        foreach (ref readonly ChunkRecord chunk in segment.Chunks)
            definitions.Read(code[(int)chunk.Definitions..], chunk.StartLine, chunk.DefinitionCount);
        ReadOnlySpan<TermBlockEntry> directory = segment.Directory;
        uint chunks = (uint)segment.ChunkCount, files = (uint)segment.FileCount;
        ulong last = 0;
        var cursor = new TermCursor(segment);
        while (cursor.MoveNext())
        {
            if (cursor.IsFirstOfBlock)
            {
                ulong prefix = TermSort.PrefixOf(cursor.Term);
                if (prefix != directory[cursor.Block].Prefix || prefix < last)
                    return "its directory names a term that is not there";
                last = prefix;
            }

            TermPostings postings = cursor.Postings;
            if (!AreChunks(postings, chunks) || !AreFiles(postings, files))
                return "a list of postings names what is not there";
        }

        return null;
    }

    private static bool Follows(ref long at, long offset, long bytes)
    {
        if (offset < at || offset > MostBytes || offset % PartAlignment != 0)
            return false;
        at = offset + bytes;
        return true;
    }

    private static unsafe bool AreChunks(in TermPostings postings, uint count)
    {
        long chunk = 0;
        int met = 0;
        byte* end = postings.Files;
        for (byte* at = postings.Chunks; at < end; met++)
        {
            at = PostingCode.Skip(at, end, out uint gap);
            chunk += gap;
            if (chunk >= count || (gap == 0 && met > 0))
                return false;
        }

        return met == postings.ChunkCount;
    }

    private static unsafe bool AreFiles(in TermPostings postings, uint count)
    {
        long file = 0;
        byte* end = postings.End;
        for (byte* at = postings.Files; at < end;)
        {
            bool isFirst = at == postings.Files;
            at = PostingCode.ReadNumber(at, end, out uint code);
            file += code >> 1;
            if (file >= count || (code < 2 && !isFirst))
                return false;
        }

        return true;
    }
}
