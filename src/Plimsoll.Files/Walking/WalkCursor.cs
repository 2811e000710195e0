using System.Text;

namespace Plimsoll.Files;

/// <summary>The state of one walk: the open folders from the root to the current one.</summary>
internal sealed class WalkCursor : IDisposable
{
    private readonly string _root;
    private readonly WalkOptions _options;
    private readonly ISkipObserver _observer;
    private readonly FolderSource _source;
    private readonly Func<string, string?> _environment;
    private readonly PathBuffer _path = new();
    private readonly List<WalkFrame> _frames = [];
    private readonly WalkRules _rules;
    private readonly WalkTargets? _targets;
    private readonly TreeWatcher? _watcher;
    private readonly int _rootLength;
    private int _depth = -1;
    private long _listingBytes;

    /// <summary>Opens the root.</summary>
    public WalkCursor(
        string root,
        WalkOptions options,
        ISkipObserver observer,
        FolderSource source,
        Func<string, string?> environment,
        WalkTargets? targets = null,
        TreeWatcher? watcher = null)
    {
        (_root, _options, _observer, _source, _environment) = (root, options, observer, source, environment);
        (_targets, _watcher) = (targets, watcher);
        var repository = options.UseIgnoreFiles ? GitRepository.Find(root) : null;
        var above = repository is null ? "" : Path.GetRelativePath(repository.WorkTree, root).Replace('\\', '/');
        var prefix = above is "" or "." ? [] : Encoding.UTF8.GetBytes(above + "/");
        _path.Set(0, prefix);
        _rootLength = prefix.Length;
        _rules = new WalkRules(options, _rootLength);
        var folder = source.OpenRoot(root);
        if (folder < 0)
        {
            throw new DirectoryNotFoundException($"cannot walk \"{root}\": it is missing, no folder, or may not be read");
        }

        if (repository is not null)
        {
            watcher?.MeetRepository(repository, []);
        }

        OpenFirst(folder, new GitScope(repository, 0, environment), repository);
    }

    /// <summary>The file found last.</summary>
    public WalkedFile Current { get; private set; }

    /// <summary>The most bytes that listings held at once.</summary>
    public long ListingBytesPeak { get; private set; }

    /// <summary>Goes to the next file.</summary>
    public bool MoveNext(CancellationToken cancellation)
    {
        while (_depth >= 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var frame = _frames[_depth];
            if (frame.Next == frame.Listing.Count)
            {
                Leave(frame);
            }
            else if (TakeEntry(frame, frame.Next++))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_depth >= 0)
        {
            Leave(_frames[_depth]);
        }
    }

    private ReadOnlySpan<byte> RelativePath => _path.All[_rootLength..];

    /// <summary>The current folder without the '/' at its end.</summary>
    private ReadOnlySpan<byte> RelativeFolder => RelativePath is { IsEmpty: false } path ? path[..^1] : [];

    private void OpenFirst(int folder, GitScope scope, GitRepository? repository)
    {
        var frame = Push(folder, scope);
        (frame.OwnsScope, frame.IsWhole) = (true, _targets is null);
        if (_options.UseIgnoreFiles)
        {
            frame.GitRules = scope.SharedRules();
            AddRulesAboveRoot(frame, repository);
        }

        List(frame);
    }

    /// <summary>The ignore files of the folders between the repository's and the root, the repository's first.</summary>
    private void AddRulesAboveRoot(WalkFrame frame, GitRepository? repository)
    {
        if (repository is null || _rootLength == 0)
        {
            return;
        }

        var folder = repository.WorkTree;
        var at = 0;
        foreach (var part in Path.GetRelativePath(folder, _root).Split(Path.DirectorySeparatorChar))
        {
            _rules.AddRulesAbove(folder, frame, at);
            at += Encoding.UTF8.GetByteCount(part) + 1;
            folder = Path.Combine(folder, part);
        }
    }

    private WalkFrame Push(int folder, GitScope scope)
    {
        _depth++;
        if (_depth == _frames.Count)
        {
            _frames.Add(new WalkFrame { Scope = scope });
        }

        var frame = _frames[_depth];
        (frame.Folder, frame.Next, frame.PathLength, frame.Scope) = (folder, 0, _path.Length, scope);
        (frame.OwnsScope, frame.IsIgnored, frame.IsIncluded, frame.IsWhole, frame.GitRules, frame.ExtraRules) = (false, false, false, true, null, null);
        return frame;
    }

    private void List(WalkFrame frame)
    {
        // Watched first and listed then: what comes in between is seen twice and not never.
        _watcher?.Enter(RelativeFolder, frame.Folder);
        var problem = frame.IsWhole ? _source.List(frame.Folder, frame.Listing) : ListTargets(frame);
        if (problem != SkipReason.None)
        {
            _observer.Skipped(RelativeFolder, problem, isFolder: true, 0);
        }

        _listingBytes += frame.Listing.HeldBytes;
        ListingBytesPeak = Math.Max(ListingBytesPeak, _listingBytes);
        if (frame.Listing.HasGit && !frame.OwnsScope && _options.UseIgnoreFiles)
        {
            OpenScope(frame);
        }

        if (frame.Listing.HasGit)
        {
            _watcher?.MeetGitFolder(RelativeFolder);
        }

        _rules.AddFolderRules(_source, frame);
    }

    /// <summary>Lists only what leads to the targets. What is on the way and no folder is none of them: its own change is told by itself.</summary>
    private SkipReason ListTargets(WalkFrame frame)
    {
        frame.Listing.Clear();
        var folder = RelativePath;
        var paths = _targets!.Paths;
        for (var at = _targets.LowerBound(folder); at < paths.Count && paths[at].AsSpan().StartsWith(folder);)
        {
            var rest = paths[at].AsSpan(folder.Length);
            var end = rest.IndexOf((byte)'/');
            var name = end < 0 ? rest : rest[..end];
            AddTarget(frame, name, isTarget: end < 0);
            for (at++; at < paths.Count && end > 0 && paths[at].AsSpan().StartsWith(paths[at - 1].AsSpan(0, folder.Length + end + 1)); at++)
            {
                // The same name leads there.
            }
        }

        if (_source.Look(frame.Folder, ".git"u8, out var git) == SkipReason.None)
        {
            frame.Listing.Add(".git"u8, git.Kind);
        }

        frame.Listing.Sort();
        return SkipReason.None;
    }

    private void AddTarget(WalkFrame frame, ReadOnlySpan<byte> name, bool isTarget)
    {
        var reason = _source.Look(frame.Folder, name, out var stat);
        if (reason == SkipReason.None && (isTarget || stat.Kind == EntryKind.Folder))
        {
            frame.Listing.Add(name, stat.Kind);
        }
        else if (reason != SkipReason.None && reason != SkipReason.Vanished && isTarget)
        {
            // It is there and may not be looked at; taking it will say so.
            frame.Listing.Add(name, EntryKind.File);
        }
    }

    /// <summary>A repository inside the walk: git's rules from outside of it do not hold inside.</summary>
    private void OpenScope(WalkFrame frame)
    {
        if (NestedFolderPath() is not { } path || GitRepository.TryOpen(path) is not { } repository)
        {
            return;
        }

        _watcher?.MeetRepository(repository, RelativeFolder);
        frame.Scope = new GitScope(repository, frame.PathLength, _environment);
        frame.OwnsScope = true;
        frame.IsIgnored = false;
        frame.GitRules = frame.Scope.SharedRules();
    }

    private string? NestedFolderPath()
    {
        // A name that is no UTF-8 cannot be put into a .NET path; such a repository is walked by its .gitignore files alone.
        var relative = RelativePath;
        return System.Text.Unicode.Utf8.IsValid(relative) ? Path.Combine(_root, Encoding.UTF8.GetString(relative[..^1])) : null;
    }

    private void Leave(WalkFrame frame)
    {
        _listingBytes -= frame.Listing.HeldBytes;
        frame.Listing.Clear();
        _source.Close(frame.Folder);
        if (frame.OwnsScope)
        {
            frame.Scope.Dispose();
        }

        _depth--;
    }

    /// <summary>Handles one entry; true where it is a file to be taken.</summary>
    private bool TakeEntry(WalkFrame frame, int index)
    {
        var name = frame.Listing.NameAt(index);
        _path.Set(frame.PathLength, name);
        switch (frame.Listing.KindAt(index))
        {
            case EntryKind.File:
                return TakeFile(frame, name);
            case EntryKind.Folder:
                Enter(frame, name);
                return false;
            case EntryKind.Symlink:
                return Skip(SkipReason.Symlink);
            default:
                return Skip(SkipReason.SpecialFile);
        }
    }

    private bool TakeFile(WalkFrame frame, ReadOnlySpan<byte> name)
    {
        var reason = _rules.JudgeFile(frame, _path);
        if (reason != SkipReason.None)
        {
            return Skip(reason);
        }

        reason = _source.Look(frame.Folder, name, out var stat);
        if (reason == SkipReason.None)
        {
            reason = stat.Kind switch
            {
                EntryKind.Symlink => SkipReason.Symlink,
                EntryKind.Special => SkipReason.SpecialFile,
                EntryKind.Folder => SkipReason.Vanished,
                _ => stat.Stamp.Size > _options.MaxFileSize ? SkipReason.TooLarge : SkipReason.None,
            };
        }

        if (reason != SkipReason.None)
        {
            return Skip(reason, stat.Stamp.Size);
        }

        if (_rules.IsKeptByTracking)
        {
            _watcher?.KeptByTracking(RelativePath);
        }

        var stamp = stat.Stamp;
        Current = new WalkedFile(RelativePath.ToArray(), stamp.Size, stamp.ModifiedNs, stamp.ChangedNs, stamp.Inode);
        return true;
    }

    private void Enter(WalkFrame above, ReadOnlySpan<byte> name)
    {
        var reason = _rules.JudgeFolder(above, _path, out var isIgnored, out var isIncluded);
        if (reason == SkipReason.None && _depth + 1 > _options.MaxDepth)
        {
            reason = SkipReason.TooDeep;
        }

        var folder = -1;
        if (reason == SkipReason.None)
        {
            reason = _source.Open(above.Folder, name, out folder);
        }

        if (reason != SkipReason.None)
        {
            _observer.Skipped(RelativePath, reason, isFolder: true, 0);
            return;
        }

        if (_rules.IsKeptByTracking)
        {
            _watcher?.KeptByTracking(RelativePath);
        }

        var isWhole = above.IsWhole || _targets!.Has(RelativePath);
        _path.Set(_path.Length, "/"u8);
        var frame = Push(folder, above.Scope);
        frame.IsWhole = isWhole;
        (frame.GitRules, frame.ExtraRules, frame.IsIgnored, frame.IsIncluded) = (above.GitRules, above.ExtraRules, isIgnored, isIncluded);
        List(frame);
    }

    private bool Skip(SkipReason reason, long size = 0)
    {
        _observer.Skipped(RelativePath, reason, isFolder: false, size);
        return false;
    }
}
