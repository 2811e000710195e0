using Plimsoll.Files;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <content>
/// A process that goes on updating keeps it, open and verified, from one update to the next. Between updates each file is alive or dead; an update asks anew
/// for the files at the places that have changed, and what it does not come to is gone.
/// </content>
internal sealed partial class PriorIndex
{
    /// <summary>The whole tree is about to be looked at: what is alive may be gone.</summary>
    public void ExpectAll()
    {
        foreach (FileState[] states in _states)
        {
            foreach (ref FileState state in states.AsSpan())
                state = state == FileState.Alive ? FileState.Unknown : state;
        }

        _knownCount = _segments.Count;
        _isAllExpected = true;
    }

    /// <summary>Some places are about to be looked at: the files that are alive there may be gone.</summary>
    public void Expect(WalkTargets targets)
    {
        foreach (byte[] path in targets.Paths)
            Expect(path);
    }

    /// <summary>A place is about to be looked at, or was found to be left out with all that is below it.</summary>
    public void Expect(ReadOnlySpan<byte> path)
    {
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            foreach (int file in PathSearch.Below(_segments[segment].Segment, path))
            {
                var found = new PriorFile(segment, file);
                if (StateOf(found) != FileState.Alive)
                    continue;
                Mark(found, FileState.Unknown);
                _expected.Add(found);
            }
        }
    }

    /// <summary>Finds the files with a path of which it is not known what has become of them.</summary>
    public void Find(ReadOnlySpan<byte> path, List<PriorFile> found)
    {
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            int file = PathSearch.Find(_segments[segment].Segment, path);
            if (file >= 0 && StateOf(new PriorFile(segment, file)) == FileState.Unknown)
                found.Add(new PriorFile(segment, file));
        }
    }

    /// <summary>Whether a file with exactly this path is alive or expected.</summary>
    public bool Has(ReadOnlySpan<byte> path)
    {
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            int file = PathSearch.Find(_segments[segment].Segment, path);
            if (file >= 0 && StateOf(new PriorFile(segment, file)) != FileState.Dead)
                return true;
        }

        return false;
    }

    /// <summary>Whether an update has to be written although it made no segment: a file is gone.</summary>
    public bool HasGone
    {
        get
        {
            foreach (PriorFile file in _expected)
            {
                if (StateOf(file) != FileState.Alive)
                    return true;
            }

            return false;
        }
    }

    /// <summary>How many indexed files an update did not come to.</summary>
    public long CountExpectedGone()
    {
        long count = 0;
        foreach (PriorFile file in _expected)
            count += StateOf(file) == FileState.Unknown && IsIndexed(file) ? 1 : 0;
        return count;
    }

    /// <summary>The update is in force: what it did not come to is dead.</summary>
    public void Settle()
    {
        if (_isAllExpected)
        {
            foreach (FileState[] states in _states)
            {
                foreach (ref FileState state in states.AsSpan())
                    state = state == FileState.Unknown ? FileState.Dead : state;
            }
        }

        foreach (PriorFile file in _expected)
        {
            if (StateOf(file) == FileState.Unknown)
                Mark(file, FileState.Dead);
        }

        _expected.Clear();
        _isAllExpected = false;
    }

    /// <summary>
    /// Goes over to what a manifest of this process names: segments that are new to it are opened, those without a live file, which it does not name, are closed.
    /// </summary>
    /// <returns>Whether any was closed.</returns>
    public bool Follow(Manifest manifest, string folder)
    {
        Generation = manifest.Generation;
        var left = new Dictionary<string, SegmentEntry>(StringComparer.Ordinal);
        foreach (SegmentEntry entry in manifest.Segments)
            left.Add(entry.Name, entry);
        bool anyClosed = false;
        for (int segment = _segments.Count - 1; segment >= 0; segment--)
        {
            if (Array.TrueForAll(_states[segment], static state => state == FileState.Dead) || !left.Remove(_segments[segment].Segment.Name))
            {
                Close(segment);
                anyClosed = true;
            }
        }

        foreach (SegmentEntry entry in left.Values)
            Open(Path.Combine(folder, entry.Name), entry.DeadFiles);
        return anyClosed;
    }

    /// <summary>Opens a segment that this process has written: its files are alive but for the dead ones. Its blocks are verified as they are used.</summary>
    private void Open(string path, int[] deadFiles)
    {
        Segment? segment = Segment.Open(path);
        try
        {
            var live = new LiveSegment(segment, deadFiles);
            segment = null;
            var states = new FileState[live.Segment.FileCount];
            Array.Fill(states, FileState.Alive);
            foreach (int file in deadFiles)
                states[file] = FileState.Dead;
            _segments.Add(live);
            _states.Add(states);
            _restamped.Add(false);
        }
        finally
        {
            segment?.Dispose();
        }
    }

    private void Close(int segment)
    {
        _segments[segment].Dispose();
        _segments.RemoveAt(segment);
        _states.RemoveAt(segment);
        _restamped.RemoveAt(segment);
    }
}
