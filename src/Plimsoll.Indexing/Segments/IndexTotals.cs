using Plimsoll.Files;

namespace Plimsoll.Indexing.Segments;

/// <summary>What an index holds, counted over its live files.</summary>
/// <param name="Files">Files whose content is indexed.</param>
/// <param name="Chunks">Their chunks.</param>
/// <param name="SourceBytes">Their bytes.</param>
/// <param name="Shortened">Files of which words beyond the limit were left out.</param>
internal readonly record struct IndexTotals(long Files, long Chunks, long SourceBytes, long Shortened)
{
    /// <summary>Counts.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="skipped">Receives the files left out for their content, added to what is there.</param>
    public static IndexTotals Of(IndexSnapshot snapshot, Dictionary<SkipReason, long> skipped)
    {
        long files = 0, chunks = 0, bytes = 0, shortened = 0;
        foreach (LiveSegment live in snapshot.Segments)
        {
            ReadOnlySpan<FileRecord> records = live.Segment.Files;
            for (int file = 0; file < records.Length; file++)
            {
                if (live.IsDead(file))
                    continue;
                var reason = (SkipReason)records[file].Skip;
                if (reason != SkipReason.None)
                {
                    skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
                    continue;
                }

                files++;
                chunks += records[file].ChunkCount;
                bytes += records[file].Size;
                shortened += records[file].Shortened;
            }
        }

        return new IndexTotals(files, chunks, bytes, shortened);
    }
}
