namespace Plimsoll.Files;

/// <summary>Decides what a walk takes: globs first, then further ignore files, then git's rules and what git tracks.</summary>
internal sealed class WalkRules
{
    private readonly WalkOptions _options;
    private readonly IgnoreRules? _include;
    private readonly IgnoreRules? _exclude;
    private readonly byte[][] _extraNames;
    private readonly int _rootLength;

    /// <summary>Compiles the options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="rootLength">Bytes of every walked path that come before the part relative to the root.</param>
    public WalkRules(WalkOptions options, int rootLength)
    {
        _options = options;
        _rootLength = rootLength;
        _include = IgnoreRules.Compile(options.Include);
        _exclude = IgnoreRules.Compile(options.Exclude);
        _extraNames = new byte[options.UseIgnoreFiles ? options.ExtraIgnoreFiles.Count : 0][];
        for (var i = 0; i < _extraNames.Length; i++)
        {
            _extraNames[i] = System.Text.Encoding.UTF8.GetBytes(options.ExtraIgnoreFiles[i]);
        }
    }

    /// <summary>Whether files must be named by an include glob.</summary>
    public bool HasIncludes => _include is not null;

    /// <summary>Whether the entry judged last is taken only because git tracks it.</summary>
    public bool IsKeptByTracking { get; private set; }

    /// <summary>Adds the rules of a folder's own ignore files to those of the folders above.</summary>
    public void AddFolderRules(FolderSource source, WalkFrame frame)
    {
        if (!_options.UseIgnoreFiles)
        {
            return;
        }

        // Outside of a repository a .gitignore means nothing: an unpacked archive may hold one that names every file.
        // In an ignored folder only tracked files count, whatever ignore files lie there.
        if ((frame.Listing.HasGitIgnore || !frame.IsWhole) && !frame.IsIgnored && frame.Scope.IsRepository)
        {
            frame.GitRules = Push(source, frame, frame.GitRules, ".gitignore"u8, frame.Scope.IgnoreCase);
        }

        foreach (var name in _extraNames)
        {
            if (!frame.IsWhole || frame.Listing.HasFile(name))
            {
                frame.ExtraRules = Push(source, frame, frame.ExtraRules, name, ignoreCase: false);
            }
        }
    }

    /// <summary>Adds the rules of the ignore files in a folder above the root, by its full path.</summary>
    public void AddRulesAbove(string folder, WalkFrame frame, int pathLength)
    {
        frame.GitRules = IgnoreChain.Push(
            frame.GitRules, GitRepository.Compile(Path.Combine(folder, ".gitignore"), frame.Scope.IgnoreCase), pathLength);
        foreach (var name in _options.ExtraIgnoreFiles)
        {
            frame.ExtraRules = IgnoreChain.Push(frame.ExtraRules, GitRepository.Compile(Path.Combine(folder, name), false), pathLength);
        }
    }

    /// <summary>Judges a file.</summary>
    public SkipReason JudgeFile(WalkFrame frame, PathBuffer path)
    {
        var probe = new PathProbe(path.All, frame.PathLength, isFolder: false);
        IsKeptByTracking = false;
        if (_exclude?.Judge(probe, _rootLength) == IgnoreVerdict.Ignore)
        {
            return SkipReason.Excluded;
        }

        if (_include is not null && !IsIncluded(frame, probe))
        {
            return SkipReason.Excluded;
        }

        if (!_options.UseIgnoreFiles)
        {
            return SkipReason.None;
        }

        var verdict = IgnoreChain.Judge(frame.ExtraRules, probe);
        if (verdict != IgnoreVerdict.Silent)
        {
            return verdict == IgnoreVerdict.Ignore ? SkipReason.Ignored : SkipReason.None;
        }

        var isIgnored = frame.IsIgnored || IgnoreChain.Judge(frame.GitRules, probe) == IgnoreVerdict.Ignore;
        IsKeptByTracking = isIgnored && frame.Scope.IsTracked(path.All);
        return isIgnored && !IsKeptByTracking ? SkipReason.Ignored : SkipReason.None;
    }

    /// <summary>Judges a folder.</summary>
    /// <param name="frame">The folder above it.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isIgnored">Whether git ignores it and it is only entered for tracked files.</param>
    /// <param name="isIncluded">Whether an include glob names it or a folder above it.</param>
    public SkipReason JudgeFolder(WalkFrame frame, PathBuffer path, out bool isIgnored, out bool isIncluded)
    {
        var probe = new PathProbe(path.All, frame.PathLength, isFolder: true);
        isIgnored = false;
        IsKeptByTracking = false;
        isIncluded = _include is not null && IsIncluded(frame, probe);
        if (_exclude?.Judge(probe, _rootLength) == IgnoreVerdict.Ignore)
        {
            return SkipReason.Excluded;
        }

        if (!_options.UseIgnoreFiles)
        {
            return SkipReason.None;
        }

        var verdict = IgnoreChain.Judge(frame.ExtraRules, probe);
        if (verdict != IgnoreVerdict.Silent)
        {
            return verdict == IgnoreVerdict.Ignore ? SkipReason.Ignored : SkipReason.None;
        }

        if (!frame.IsIgnored && IgnoreChain.Judge(frame.GitRules, probe) != IgnoreVerdict.Ignore)
        {
            return SkipReason.None;
        }

        isIgnored = !frame.Scope.IsGitLink(path.All);
        IsKeptByTracking = !isIgnored;
        return isIgnored && !frame.Scope.HasTrackedBelow(path.AllAsFolder) ? SkipReason.Ignored : SkipReason.None;
    }

    private bool IsIncluded(WalkFrame frame, in PathProbe probe)
    {
        var verdict = _include!.Judge(probe, _rootLength);
        return verdict == IgnoreVerdict.Silent ? frame.IsIncluded : verdict == IgnoreVerdict.Ignore;
    }

    private static IgnoreChain? Push(FolderSource source, WalkFrame frame, IgnoreChain? above, ReadOnlySpan<byte> name, bool ignoreCase)
    {
        var content = source.ReadSmall(frame.Folder, name, IgnoreRules.FileSizeMax);
        return content is null ? above : IgnoreChain.Push(above, IgnoreRules.Compile(content, ignoreCase), frame.PathLength);
    }
}
