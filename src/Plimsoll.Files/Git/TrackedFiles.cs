namespace Plimsoll.Files;

/// <summary>
/// What a work tree's index says is tracked, asked for in ascending order. With a split index every shared part that git still keeps is
/// asked too, so a file taken out of tracking lately may still count as tracked, and is then indexed and not lost.
/// </summary>
internal sealed class TrackedFiles : IDisposable
{
    // git keeps the shared parts of two weeks, one or two as a rule; each is an open file and a buffer.
    private const int PartsMax = 16;

    private readonly List<GitIndexReader> _parts = [];

    private TrackedFiles()
    {
    }

    /// <summary>Opens the index of a git folder; without one nothing is tracked.</summary>
    public static TrackedFiles Open(string gitFolder, int hashLength)
    {
        var tracked = new TrackedFiles();
        tracked.Add(Path.Combine(gitFolder, "index"), hashLength);
        try
        {
            foreach (var path in Directory.EnumerateFiles(gitFolder, "sharedindex.*"))
            {
                tracked.Add(path, hashLength);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be listed: what was opened so far is all there is to ask.
            return tracked;
        }

        return tracked;
    }

    /// <summary>Whether this file is tracked.</summary>
    public bool HasFile(ReadOnlySpan<byte> path)
    {
        foreach (var part in _parts)
        {
            if (part.HasFile(path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether anything below this folder, whose path ends in '/', is tracked.</summary>
    public bool HasBelow(ReadOnlySpan<byte> folder)
    {
        foreach (var part in _parts)
        {
            if (part.HasBelow(folder))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this folder, given without a '/', is tracked as another repository's.</summary>
    public bool HasGitLink(ReadOnlySpan<byte> folder)
    {
        foreach (var part in _parts)
        {
            if (part.HasGitLink(folder))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts)
        {
            part.Dispose();
        }
    }

    private void Add(string path, int hashLength)
    {
        if (_parts.Count < PartsMax && GitIndexReader.TryOpen(path, hashLength) is { } part)
        {
            _parts.Add(part);
        }
    }
}
