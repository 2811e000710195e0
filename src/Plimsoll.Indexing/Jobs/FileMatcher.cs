using Plimsoll.Files;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Goes along with the walk, which is in the order of paths, and finds what earlier segments hold of each file: a merge join, so that
/// memory does not grow with the number of files. For a walk of a few places each file is searched for instead.
/// </summary>
internal sealed class FileMatcher
{
    private readonly PriorIndex _prior;
    private readonly PathWalk? _walk;
    private readonly List<PriorFile> _found = [];
    private bool _hasCurrent;

    /// <summary>Starts before the first file.</summary>
    /// <param name="prior">What earlier runs left.</param>
    /// <param name="isWhole">Whether the walk is of the whole tree.</param>
    public FileMatcher(PriorIndex prior, bool isWhole)
    {
        _prior = prior;
        _walk = isWhole ? new PathWalk(prior.Segments) : null;
        _hasCurrent = _walk?.MoveNext() ?? false;
    }

    /// <summary>
    /// Finds the files of earlier segments with this path that may still be true. If one has the same stamp it is marked alive and
    /// nothing is left to do.
    /// </summary>
    /// <param name="file">The file that the walk has come to; its path is greater than that of the last.</param>
    /// <param name="candidates">Files whose content must be compared; empty for a new file.</param>
    /// <returns>Whether the file is known to be unchanged.</returns>
    public bool IsUnchanged(in WalkedFile file, out PriorFile[] candidates)
    {
        Find(file.Path);
        candidates = [];
        foreach (PriorFile found in _found)
        {
            if (_prior.Segments[found.Segment].StampOf(found.File) == file.Stamp)
            {
                _prior.MarkAlive(_found, found);
                UnchangedIsIndexed = _prior.IsIndexed(found);
                return true;
            }
        }

        if (_found.Count > 0)
            candidates = [.. _found];
        return false;
    }

    /// <summary>Whether the content of the file last found unchanged is indexed; else it was left out for its content.</summary>
    public bool UnchangedIsIndexed { get; private set; }

    private void Find(ReadOnlySpan<byte> path)
    {
        _found.Clear();
        if (_walk is null)
            _prior.Find(path, _found);
        while (_hasCurrent)
        {
            int order = _walk!.Path.SequenceCompareTo(path);
            if (order > 0)
                return;
            var file = new PriorFile(_walk.Input, _walk.File);
            if (order == 0 && _prior.StateOf(file) == FileState.Unknown)
                _found.Add(file);
            _hasCurrent = _walk.MoveNext();
        }
    }
}
