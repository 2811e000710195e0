namespace Plimsoll.Files;

/// <summary>
/// What a work tree's index says is tracked, asked for in ascending order. With a split index also the newest shared one is asked,
/// so a file taken out of tracking since that was written still counts as tracked.
/// </summary>
internal sealed class TrackedFiles : IDisposable
{
    private readonly GitIndexReader? _own;
    private readonly GitIndexReader? _shared;

    private TrackedFiles(GitIndexReader? own, GitIndexReader? shared)
    {
        _own = own;
        _shared = shared;
    }

    /// <summary>Opens the index of a git folder; without one nothing is tracked.</summary>
    public static TrackedFiles Open(string gitFolder, int hashLength)
    {
        string? newest = null;
        try
        {
            foreach (var path in Directory.EnumerateFiles(gitFolder, "sharedindex.*"))
            {
                newest = newest is null || File.GetLastWriteTimeUtc(path) > File.GetLastWriteTimeUtc(newest) ? path : newest;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            newest = null;
        }

        var own = GitIndexReader.TryOpen(Path.Combine(gitFolder, "index"), hashLength);
        return new TrackedFiles(own, newest is null ? null : GitIndexReader.TryOpen(newest, hashLength));
    }

    /// <summary>Whether this file is tracked.</summary>
    public bool HasFile(ReadOnlySpan<byte> path) => (_own?.HasFile(path) ?? false) || (_shared?.HasFile(path) ?? false);

    /// <summary>Whether anything below this folder, whose path ends in '/', is tracked.</summary>
    public bool HasBelow(ReadOnlySpan<byte> folder) => (_own?.HasBelow(folder) ?? false) || (_shared?.HasBelow(folder) ?? false);

    /// <summary>Whether this folder, given without a '/', is tracked as another repository's.</summary>
    public bool HasGitLink(ReadOnlySpan<byte> folder) => (_own?.HasGitLink(folder) ?? false) || (_shared?.HasGitLink(folder) ?? false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _own?.Dispose();
        _shared?.Dispose();
    }
}
