using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Keeps the number of segments and the share of dead chunks low by merging segments of like size, then deletes what no manifest names. A
/// crash at any moment leaves the old segments or the new one in force, never neither.
/// </summary>
internal sealed class Compactor(string folder, string embedder, TimeProvider time)
{
    /// <summary>A search looks each term up once a segment; up to this many cost a few milliseconds. Linux makes about eighty at once.</summary>
    private const int MostSegments = 128;

    /// <summary>Segments below this size come from updates of a few files.</summary>
    private const long SmallBytes = 2L << 20;

    /// <summary>Updates that may pile up before they are merged: each update then writes on average twice its size.</summary>
    private const int MostSmallSegments = 8;

    /// <summary>From this share of dead chunks on, a segment is written anew.</summary>
    private const double MostDead = 0.25;

    /// <summary>A merged segment must stay below two billion vector numbers and postings offsets.</summary>
    private const long LargestMerge = 1L << 30;

    /// <summary>Merges what is due and deletes what is no longer needed.</summary>
    public void Run()
    {
        using (IndexSnapshot snapshot = IndexSnapshot.Open(folder))
        {
            List<LiveSegment> due = Due(snapshot.Segments);
            if (due.Count > 0)
                Replace(snapshot, due);
        }

        DeleteUnnamed();
    }

    private static List<LiveSegment> Due(IReadOnlyList<LiveSegment> segments)
    {
        var bySize = new List<LiveSegment>(segments);
        bySize.Sort((left, right) => left.Segment.Bytes.CompareTo(right.Segment.Bytes));
        int small = bySize.FindAll(segment => segment.Segment.Bytes < SmallBytes).Count;
        int merge = small > MostSmallSegments ? small : 0;
        if (segments.Count - merge > MostSegments)
            merge = Math.Max(merge, segments.Count - (MostSegments / 2));
        var due = new List<LiveSegment>();
        long bytes = 0;
        for (int i = 0; i < bySize.Count; i++)
        {
            bool sparse = bySize[i].DeadChunkCount > MostDead * bySize[i].Segment.ChunkCount;
            if ((i < merge || sparse) && bytes + bySize[i].Segment.Bytes <= LargestMerge)
            {
                due.Add(bySize[i]);
                bytes += bySize[i].Segment.Bytes;
            }
        }

        return due;
    }

    private void Replace(IndexSnapshot snapshot, List<LiveSegment> due)
    {
        foreach (LiveSegment input in due)
            StampFile.Load(input);
        string merged;
        using (var merger = new SegmentMerger(due))
            merged = merger.Merge(embedder, folder, IndexFolder.TemporaryName(0));
        TextHashFile.Merge(due, Path.Combine(folder, merged));
        var entries = new List<SegmentEntry>();
        foreach (LiveSegment segment in snapshot.Segments)
        {
            if (!due.Contains(segment))
                entries.Add(new SegmentEntry(segment.Segment.Name, segment.DeadFiles));
        }

        entries.Add(new SegmentEntry(merged, []));
        (snapshot.Manifest with
        {
            Generation = snapshot.Manifest.Generation + 1,
            WrittenAt = time.GetUtcNow(),
            Segments = entries,
        }).Save(folder);
    }

    private void DeleteUnnamed()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SegmentEntry entry in Manifest.Load(folder)?.Segments ?? [])
            names.Add(entry.Name);
        IndexFolder.DeleteExcept(folder, names);
    }
}
