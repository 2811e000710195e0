using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// Goes the way of a walk to one path only and tells which rules decide. It asks the same rule sets in the same order as <see cref="WalkRules"/>; a test compares both on
/// whole trees.
/// </summary>
public sealed class PathExplainer : IDisposable
{
    private readonly string _root;
    private readonly WalkOptions _options;
    private readonly List<PathRule> _rules = [];
    private readonly List<(IgnoreRules Rules, string File, int BaseLength)> _git = [];
    private readonly List<(IgnoreRules Rules, string File, int BaseLength)> _extra = [];
    private readonly IgnoreRules? _include;
    private readonly IgnoreRules? _exclude;
    private GitScope _scope;
    private GitRepository? _repository;
    private string _prefix = "";
    private bool _isIgnored;
    private bool _isIncluded;

    /// <summary>Prepares an explanation.</summary>
    /// <param name="root">The folder that is walked.</param>
    /// <param name="options">What the walk takes.</param>
    public PathExplainer(string root, WalkOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _options = options;
        _include = IgnoreRules.Compile(options.Include);
        _exclude = IgnoreRules.Compile(options.Exclude);
        _scope = new GitScope(null, 0, Environment.GetEnvironmentVariable);
    }

    /// <summary>Explains a path.</summary>
    /// <param name="path">The path relative to the root, '/'-separated.</param>
    public PathExplanation Explain(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Begin();
        return Go(path);
    }

    /// <inheritdoc/>
    public void Dispose() => _scope.Dispose();

    private void Begin()
    {
        _rules.Clear();
        _git.Clear();
        _extra.Clear();
        (_isIgnored, _isIncluded) = (false, false);
        _repository = _options.UseIgnoreFiles ? GitRepository.Find(_root) : null;
        var above = _repository is null ? "" : Path.GetRelativePath(_repository.WorkTree, _root).Replace('\\', '/');
        _prefix = above is "" or "." ? "" : above + "/";
        OpenScope(_repository, "");
        if (_prefix.Length == 0)
        {
            return;
        }

        var at = "";
        foreach (var part in _prefix.TrimEnd('/').Split('/'))
        {
            AddRules(Path.Combine(_repository!.WorkTree, at), at);
            at += part + "/";
        }
    }

    private PathExplanation Go(string path)
    {
        var parts = path.Split('/');
        var folder = "";
        for (var i = 0; i <= parts.Length - 1; i++)
        {
            AddRules(Path.Combine(_root, folder), _prefix + folder);
            if (i == parts.Length - 1)
            {
                break;
            }

            var inner = folder + parts[i];
            var kind = KindOf(inner);
            var reason = parts[i] is ".git" or ".plimsoll" ? SkipReason.Excluded : kind == SkipReason.None ? JudgeFolder(inner, i + 1) : kind;
            if (reason != SkipReason.None)
            {
                return Answer(reason, inner + "/", path);
            }

            folder = inner + "/";
            if (GitRepository.TryOpen(Path.Combine(_root, inner)) is { } nested && _options.UseIgnoreFiles)
            {
                OpenScope(nested, _prefix + folder);
            }
        }

        return JudgeFile(path);
    }

    private PathExplanation JudgeFile(string path)
    {
        var reason = JudgeFileByRules(path);
        if (reason == SkipReason.None)
        {
            reason = KindOf(path);
        }

        var size = reason == SkipReason.None ? new FileInfo(Path.Combine(_root, path)).Length : 0;
        return Answer(reason == SkipReason.None && size > _options.MaxFileSize ? SkipReason.TooLarge : reason, path, path) with { Size = size };
    }

    private PathExplanation Answer(SkipReason reason, string at, string path) => new(reason, at, [.. _rules], IsTracked(path), 0);

    private bool? IsTracked(string path) => _repository is null ? null : _scope.IsTracked(Encoding.UTF8.GetBytes(_prefix + path));

    private SkipReason JudgeFileByRules(string path)
    {
        if (JudgeGlobs(path, isFolder: false) is { } globs)
        {
            return globs;
        }

        if (!_options.UseIgnoreFiles)
        {
            return SkipReason.None;
        }

        if (Ask(_extra, path, isFolder: false) is { } extra)
        {
            return extra ? SkipReason.None : SkipReason.Ignored;
        }

        var isIgnored = _isIgnored || Ask(_git, path, isFolder: false) == false;
        return isIgnored && IsTracked(path) != true ? SkipReason.Ignored : SkipReason.None;
    }

    private SkipReason JudgeFolder(string path, int depth)
    {
        if (depth > _options.MaxDepth)
        {
            return SkipReason.TooDeep;
        }

        if (_include is not null && Ask(_include, "include", path, isFolder: true) is { } named)
        {
            _isIncluded = !named;
        }

        if (_exclude is not null && Ask(_exclude, "exclude", path, isFolder: true) == false)
        {
            return SkipReason.Excluded;
        }

        if (!_options.UseIgnoreFiles)
        {
            return SkipReason.None;
        }

        if (Ask(_extra, path, isFolder: true) is { } extra)
        {
            _isIgnored = false;
            return extra ? SkipReason.None : SkipReason.Ignored;
        }

        if (!_isIgnored && Ask(_git, path, isFolder: true) != false)
        {
            return SkipReason.None;
        }

        _isIgnored = !_scope.IsGitLink(Encoding.UTF8.GetBytes(_prefix + path));
        return _isIgnored && !_scope.HasTrackedBelow(Encoding.UTF8.GetBytes(_prefix + path + "/")) ? SkipReason.Ignored : SkipReason.None;
    }

    private SkipReason? JudgeGlobs(string path, bool isFolder)
    {
        if (_exclude is not null && Ask(_exclude, "exclude", path, isFolder) == false)
        {
            return SkipReason.Excluded;
        }

        if (_include is null)
        {
            return null;
        }

        var isIncluded = Ask(_include, "include", path, isFolder) is { } named ? !named : _isIncluded;
        return isIncluded ? null : SkipReason.Excluded;
    }

    /// <summary>What the nearest rule file that says anything says: true to keep, false to leave out.</summary>
    private bool? Ask(List<(IgnoreRules Rules, string File, int BaseLength)> chain, string path, bool isFolder)
    {
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            if (Ask(chain[i].Rules, chain[i].File, path, isFolder, chain[i].BaseLength) is { } keeps)
            {
                return keeps;
            }
        }

        return null;
    }

    private bool? Ask(IgnoreRules rules, string source, string path, bool isFolder, int baseLength = -1)
    {
        var full = Encoding.UTF8.GetBytes(_prefix + path);
        var probe = new PathProbe(full, Encoding.UTF8.GetByteCount((_prefix + path)[..((_prefix + path).LastIndexOf('/') + 1)]), isFolder);
        var rule = rules.Decide(probe, baseLength < 0 ? Encoding.UTF8.GetByteCount(_prefix) : baseLength);
        if (rule < 0)
        {
            return null;
        }

        // A glob that includes is read as an ignore rule, so what it names it takes.
        var (line, text, keeps) = rules.Describe(rule);
        _rules.Add(new PathRule(source, line, text, isFolder ? path + "/" : path, source == "include" ? !keeps : keeps));
        return keeps;
    }

    private void OpenScope(GitRepository? repository, string folder)
    {
        _scope.Dispose();
        _repository = repository;
        _isIgnored = false;
        _git.Clear();
        var length = Encoding.UTF8.GetByteCount(folder);
        _scope = new GitScope(repository, repository is null ? 0 : length, Environment.GetEnvironmentVariable);
        if (repository is null)
        {
            return;
        }

        var config = GitConfig.Read(repository.CommonFolder, Environment.GetEnvironmentVariable);
        AddFile(_git, config.ExcludesFile, config.IgnoreCase, length);
        AddFile(_git, Path.Combine(repository.CommonFolder, "info", "exclude"), config.IgnoreCase, length);
    }

    /// <summary>Adds the ignore files of a folder.</summary>
    private void AddRules(string folder, string path)
    {
        if (!_options.UseIgnoreFiles)
        {
            return;
        }

        var length = Encoding.UTF8.GetByteCount(path);
        if (_scope.IsRepository && !_isIgnored)
        {
            AddFile(_git, Path.Combine(folder, ".gitignore"), _scope.IgnoreCase, length);
        }

        foreach (var name in _options.ExtraIgnoreFiles)
        {
            AddFile(_extra, Path.Combine(folder, name), ignoreCase: false, length);
        }
    }

    private static void AddFile(List<(IgnoreRules Rules, string File, int BaseLength)> chain, string? file, bool ignoreCase, int baseLength)
    {
        if (GitRepository.Compile(file, ignoreCase) is { } rules)
        {
            chain.Add((rules, file!, baseLength));
        }
    }

    private SkipReason KindOf(string path)
    {
        var full = new FileInfo(Path.Combine(_root, path));
        if (full.LinkTarget is not null)
        {
            return SkipReason.Symlink;
        }

        if (Directory.Exists(full.FullName))
        {
            return SkipReason.None;
        }

        // What is no regular file shows when it is read.
        return full.Exists ? SkipReason.None : SkipReason.Vanished;
    }
}
