namespace Plimsoll.Files;

/// <summary>
/// Walks the files under a root in plain byte order of their relative paths, a folder sorting as if its name ended in '/', which is
/// the order of git's index. Links are not followed, ".git" and ".plimsoll" are left out without a word, and what git tracks is never ignored by git's
/// rules. Repositories inside are walked with their own rules. Not safe for several threads at once; each call of
/// <see cref="Walk(CancellationToken)"/> is a new walk.
/// </summary>
public sealed class TreeWalker
{
    private readonly string _root;
    private readonly WalkOptions _options;
    private readonly ISkipObserver _observer;
    private readonly Func<FolderSource> _source;
    private readonly Func<string, string?> _environment;
    private readonly TreeWatcher? _watcher;

    /// <summary>Prepares a walk.</summary>
    /// <param name="root">The folder to walk.</param>
    /// <param name="options">What to take.</param>
    /// <param name="observer">Told of what is left out.</param>
    /// <param name="watcher">Watches each folder that is entered, from before it is listed; null for none.</param>
    public TreeWalker(string root, WalkOptions options, ISkipObserver observer, TreeWatcher? watcher = null)
        : this(root, options, observer, FolderSource.ForThisSystem, Environment.GetEnvironmentVariable) => _watcher = watcher;

    internal TreeWalker(
        string root, WalkOptions options, ISkipObserver observer, Func<FolderSource> source, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _options = options;
        _observer = observer;
        _source = source;
        _environment = environment;
    }

    /// <summary>The most bytes that folder listings held at once in the last walk, over all folders on the way.</summary>
    public long ListingBytesPeak { get; private set; }

    /// <summary>Streams the files; memory is that of the folders on the way to the current one.</summary>
    /// <param name="cancellation">Ends the walk early.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing, no folder or not readable.</exception>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    public IEnumerable<WalkedFile> Walk(CancellationToken cancellation) => Walk(null, cancellation);

    /// <summary>
    /// Streams the files at some places and below them, and looks at nothing else but what is on the way there: files and what is left out are those of
    /// a walk of the whole tree. Only where a folder on the way is left out, that folder is told of instead.
    /// </summary>
    /// <param name="targets">The places; null for the whole tree.</param>
    /// <param name="cancellation">Ends the walk early.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing, no folder or not readable.</exception>
    /// <exception cref="OperationCanceledException">The walk was cancelled.</exception>
    public IEnumerable<WalkedFile> Walk(WalkTargets? targets, CancellationToken cancellation)
    {
        using var cursor = new WalkCursor(_root, _options, _observer, _source(), _environment, targets, _watcher);
        while (cursor.MoveNext(cancellation))
        {
            ListingBytesPeak = cursor.ListingBytesPeak;
            yield return cursor.Current;
        }

        ListingBytesPeak = cursor.ListingBytesPeak;
    }
}
