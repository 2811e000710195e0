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

    /// <summary>
    /// Small segments are merged with others of like size, eight times larger at most: an update in eight merges a few files, one in 64 those of eight merges, and so
    /// on. What the largest of such merges reads and writes takes a fraction of a second.
    /// </summary>
    private static readonly long[] Sizes = [32L << 10, 256L << 10, SmallBytes];

    /// <summary>The most that is written anew for its dead chunks while nobody waits: about half a second of work.</summary>
    private const long LargestRewrite = 64L << 20;

    /// <summary>Merges what is due and deletes what is no longer needed.</summary>
    /// <param name="choose">Says which segments are due.</param>
    /// <returns>The manifest that is in force now, or null when nothing was due.</returns>
    public Manifest? Run(Func<IReadOnlyList<LiveSegment>, List<LiveSegment>> choose)
    {
        Manifest? replaced = null;
        using (IndexSnapshot snapshot = IndexSnapshot.Open(folder))
        {
            List<LiveSegment> due = choose(snapshot.Segments);
            if (due.Count > 0)
                replaced = Replace(snapshot, due);
        }

        DeleteUnnamed();
        return replaced;
    }

    /// <summary>After a small update: the first size of which there are too many.</summary>
    public static List<LiveSegment> AfterUpdate(IReadOnlyList<LiveSegment> segments)
    {
        long from = 0;
        foreach (long below in Sizes)
        {
            var alike = new List<LiveSegment>();
            foreach (LiveSegment live in segments)
            {
                if (live.Segment.Bytes >= from && live.Segment.Bytes < below)
                    alike.Add(live);
            }

            if (alike.Count >= MostSmallSegments)
                return alike;
            from = below;
        }

        return [];
    }

    /// <summary>While nobody waits: one segment that is sparse, so that the work at once stays small.</summary>
    public static List<LiveSegment> WhenIdle(IReadOnlyList<LiveSegment> segments)
    {
        foreach (LiveSegment live in segments)
        {
            if (IsSparse(live) && live.Segment.Bytes <= LargestRewrite)
                return [live];
        }

        return [];
    }

    /// <summary>After a run over the whole tree: all small ones if there are many, the smallest if there are too many, and every sparse one.</summary>
    public static List<LiveSegment> AfterRun(IReadOnlyList<LiveSegment> segments)
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
            if ((i < merge || IsSparse(bySize[i])) && bytes + bySize[i].Segment.Bytes <= LargestMerge)
            {
                due.Add(bySize[i]);
                bytes += bySize[i].Segment.Bytes;
            }
        }

        return due;
    }

    private static bool IsSparse(LiveSegment live) => live.DeadChunkCount > MostDead * live.Segment.ChunkCount;

    private Manifest Replace(IndexSnapshot snapshot, List<LiveSegment> due)
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
        Manifest replaced = snapshot.Manifest with
        {
            Generation = snapshot.Manifest.Generation + 1,
            WrittenAt = time.GetUtcNow(),
            Segments = entries,
        };
        replaced.Save(folder);
        return replaced;
    }

    private void DeleteUnnamed()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SegmentEntry entry in Manifest.Load(folder)?.Segments ?? [])
            names.Add(entry.Name);
        IndexFolder.DeleteExcept(folder, names);
    }
}
