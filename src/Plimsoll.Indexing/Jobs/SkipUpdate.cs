using Plimsoll.Files;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Brings the list of what was left out up to date for a few places. It is read only where a change may concern it and written only where it does: the usual
/// edit of a file that is indexed touches it not at all.
/// </summary>
/// <param name="folder">The folder of the index.</param>
internal sealed class SkipUpdate(string folder) : ISkipObserver
{
    /// <summary>More than this at a few places is that of a folder unpacked or made by a program; then a run over the whole tree writes the list in a stream.</summary>
    private const int MostEntries = 20_000;

    private readonly Lock _gate = new();
    private readonly List<SkippedPath> _now = [];

    /// <summary>Whether more was left out than is kept here: then only a run over the whole tree can tell.</summary>
    public bool IsTooMuch { get; private set; }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        lock (_gate)
        {
            IsTooMuch |= _now.Count == MostEntries;
            if (!IsTooMuch)
                _now.Add(new SkippedPath(path.ToArray(), reason, isFolder, size));
        }
    }

    /// <summary>Widens places inside of a folder that was left out to that folder: whatever made it worth looking at may have others of its files taken or listed.</summary>
    public WalkTargets Widen(WalkTargets targets)
    {
        var wider = new List<byte[]>();
        foreach (SkippedPath skipped in SkipList.Read(folder))
        {
            if (skipped.IsFolder && skipped.Path.Length > 0 && targets.HasBelow(skipped.Path))
                wider.Add(skipped.Path);
        }

        return wider.Count == 0 ? targets : WalkTargets.Of([.. targets.Paths, .. wider]);
    }

    /// <summary>Folders on the way to a place that are left out, each with all that is below it.</summary>
    public IEnumerable<byte[]> FoldersAbove(WalkTargets targets)
    {
        foreach (SkippedPath skipped in _now)
        {
            if (!targets.Covers(skipped.Path))
                yield return skipped.Path;
        }
    }

    /// <summary>Compares what was left out at the places with what is now, and begins a new list where it differs.</summary>
    /// <param name="covered">The places that were looked at.</param>
    /// <param name="mayHaveBefore">Whether the list may hold something of them; else it is read only if it has to be written.</param>
    /// <returns>The new list, to be committed after the manifest; null where the old one stays.</returns>
    public SkipList? Rewrite(WalkTargets covered, bool mayHaveBefore)
    {
        if (!mayHaveBefore && _now.Count == 0)
            return null;
        _now.Sort(Compare);
        return IsSame(covered) ? null : Write(covered);
    }

    private bool IsSame(WalkTargets covered)
    {
        var before = new List<SkippedPath>();
        foreach (SkippedPath skipped in SkipList.Read(folder))
        {
            if (!covered.Covers(skipped.Path))
                continue;
            if (before.Count == _now.Count)
                return false;
            before.Add(skipped);
        }

        before.Sort(Compare);
        for (int i = 0; i < before.Count; i++)
        {
            if (Compare(before[i], _now[i]) != 0 || before[i].Reason != _now[i].Reason || before[i].Size != _now[i].Size)
                return false;
        }

        return before.Count == _now.Count;
    }

    /// <summary>A merge in the order of the walk.</summary>
    private SkipList Write(WalkTargets covered)
    {
        var list = new SkipList(folder);
        try
        {
            int next = 0;
            foreach (SkippedPath skipped in SkipList.Read(folder))
            {
                if (covered.Covers(skipped.Path))
                    continue;
                for (; next < _now.Count && Compare(_now[next], skipped) < 0; next++)
                    Write(list, _now[next]);
                Write(list, skipped);
            }

            for (; next < _now.Count; next++)
                Write(list, _now[next]);
            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    private static void Write(SkipList list, in SkippedPath skipped) => list.Skipped(skipped.Path, skipped.Reason, skipped.IsFolder, skipped.Size);

    /// <summary>The order of a walk: a folder's name as if it ended in '/'.</summary>
    private static int Compare(SkippedPath left, SkippedPath right)
    {
        int common = left.Path.AsSpan().CommonPrefixLength(right.Path);
        return At(left, common) - At(right, common);
    }

    private static int At(in SkippedPath skipped, int at)
    {
        if (at < skipped.Path.Length)
            return skipped.Path[at];
        return at == skipped.Path.Length && skipped.IsFolder ? '/' : -1;
    }
}
