namespace Plimsoll.Indexing.Segments;

/// <summary>The state of an index at one moment: a manifest and its segments, opened. Later runs of the indexer do not disturb it.</summary>
internal sealed class IndexSnapshot : IDisposable
{
    /// <summary>A compaction may replace segments between reading the manifest and opening them; more often in a row it cannot.</summary>
    private const int MostTries = 5;

    private IndexSnapshot(Manifest manifest, LiveSegment[] segments)
    {
        Manifest = manifest;
        Segments = segments;
    }

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>The live segments.</summary>
    public IReadOnlyList<LiveSegment> Segments { get; }

    /// <summary>Opens the index in a folder.</summary>
    /// <exception cref="IndexException">There is none, or it is damaged.</exception>
    public static IndexSnapshot Open(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            Manifest manifest = Manifest.Load(folder) ?? throw new IndexException(
                IndexFailure.NotFound, $"There is no index in {folder}. Run `plimsoll index` first.");
            try
            {
                return new IndexSnapshot(manifest, OpenSegments(folder, manifest));
            }
            catch (FileNotFoundException error)
            {
                if (attempt == MostTries)
                {
                    throw new IndexException(
                        IndexFailure.Damaged, $"{error.FileName} is missing. Run `plimsoll index` to repair the index.", error);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LiveSegment segment in Segments)
            segment.Dispose();
    }

    private static LiveSegment Open(string path, int[] deadFiles)
    {
        var segment = Segment.Open(path);
        try
        {
            return new LiveSegment(segment, deadFiles);
        }
        catch
        {
            segment.Dispose();
            throw;
        }
    }

    private static LiveSegment[] OpenSegments(string folder, Manifest manifest)
    {
        var opened = new List<LiveSegment>(manifest.Segments.Count);
        try
        {
            foreach (SegmentEntry entry in manifest.Segments)
                opened.Add(Open(Path.Combine(folder, entry.Name), entry.DeadFiles));
            return [.. opened];
        }
        catch
        {
            foreach (LiveSegment segment in opened)
                segment.Dispose();
            throw;
        }
    }
}
