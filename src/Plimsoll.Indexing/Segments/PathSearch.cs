namespace Plimsoll.Indexing.Segments;

/// <summary>Finds files of a segment by their paths: a dozen comparisons, however many files there are.</summary>
internal static class PathSearch
{
    /// <summary>The file with this path, or -1.</summary>
    public static int Find(Segment segment, ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<uint> order = segment.FileOrder;
        int at = LowerBound(segment, order, path);
        return at < order.Length && segment.PathOf((int)order[at]).SequenceEqual(path) ? (int)order[at] : -1;
    }

    /// <summary>The file with this path, or the files below it if it is a folder's.</summary>
    public static List<int> Below(Segment segment, ReadOnlySpan<byte> path)
    {
        var found = new List<int>();
        int own = Find(segment, path);
        if (own >= 0)
            found.Add(own);
        byte[] folder = [.. path, (byte)'/'];
        ReadOnlySpan<uint> order = segment.FileOrder;
        for (int at = LowerBound(segment, order, folder); at < order.Length; at++)
        {
            if (!segment.PathOf((int)order[at]).StartsWith(folder))
                break;
            found.Add((int)order[at]);
        }

        return found;
    }

    private static int LowerBound(Segment segment, ReadOnlySpan<uint> order, ReadOnlySpan<byte> path)
    {
        int low = 0, high = order.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (segment.PathOf((int)order[middle]).SequenceCompareTo(path) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
