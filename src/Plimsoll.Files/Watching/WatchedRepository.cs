using System.Text;

namespace Plimsoll.Files;

/// <summary>A repository in whose work tree a walk has been: where its settings lie that decide what is ignored, and what they were.</summary>
internal sealed class WatchedRepository
{
    private readonly GitRepository _repository;
    private readonly byte[] _folder;
    private readonly byte[] _above;
    private readonly Func<string, string?> _environment;
    private GitConfig _config;

    /// <summary>Remembers a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="root">The root of the walk.</param>
    /// <param name="folder">The work tree, relative to the root; empty where it is the root or above it.</param>
    /// <param name="environment">Gives environment variables.</param>
    public WatchedRepository(GitRepository repository, string root, byte[] folder, Func<string, string?> environment)
    {
        (_repository, _folder, _environment) = (repository, folder, environment);
        var above = folder.Length > 0 ? "." : Path.GetRelativePath(repository.WorkTree, root);
        _above = above == "." ? [] : Encoding.UTF8.GetBytes(above + "/");
        _config = GitConfig.Read(repository.CommonFolder, environment);
    }

    /// <summary>The folder of the tree that its rules hold in.</summary>
    public byte[] Folder => _folder;

    /// <summary>Its work tree's full path.</summary>
    public string WorkTree => _repository.WorkTree;

    /// <summary>The files outside of the tree that matter, each by its full path, and what a change of them means.</summary>
    public IEnumerable<(string Path, WatchedFileKind Kind)> Files()
    {
        yield return (Path.Combine(_repository.GitFolder, "index"), WatchedFileKind.GitIndex);
        yield return (Path.Combine(_repository.GitFolder, "HEAD"), WatchedFileKind.GitHead);
        yield return (Path.Combine(_repository.CommonFolder, "config"), WatchedFileKind.GitConfig);
        yield return (Path.Combine(_repository.CommonFolder, "info", "exclude"), WatchedFileKind.IgnoreFile);
        foreach (var path in GitConfig.SharedFiles(_environment))
        {
            yield return (path, WatchedFileKind.GitConfig);
        }

        if (_config.ExcludesFile is { Length: > 0 } excludes)
        {
            yield return (Path.GetFullPath(excludes, _repository.WorkTree), WatchedFileKind.IgnoreFile);
        }
    }

    /// <summary>Whether the repository is no longer where it was.</summary>
    public bool IsGone() => GitRepository.TryOpen(_repository.WorkTree) != _repository;

    /// <summary>Whether git's settings say anything else than before about what is ignored.</summary>
    public bool HasOtherConfig()
    {
        var (before, now) = (_config, GitConfig.Read(_repository.CommonFolder, _environment));
        _config = now;
        return before.ExcludesFile != now.ExcludesFile || before.IgnoreCase != now.IgnoreCase || before.HashLength != now.HashLength;
    }

    /// <summary>Opens what is tracked now.</summary>
    public TrackedFiles OpenTracked() => _repository.OpenTracked(_config);

    /// <summary>A path of the tree as git knows it; empty for one that is not in this work tree.</summary>
    public byte[] Translate(ReadOnlySpan<byte> path)
    {
        if (_folder.Length == 0)
        {
            return [.. _above, .. path];
        }

        var isInside = path.Length > _folder.Length && path.StartsWith(_folder) && path[_folder.Length] == '/';
        return isInside ? path[(_folder.Length + 1)..].ToArray() : [];
    }
}

/// <summary>What a change of a watched file outside of the tree means.</summary>
internal enum WatchedFileKind
{
    /// <summary>Git may track other files.</summary>
    GitIndex,

    /// <summary>There may be a repository now, or none any more.</summary>
    GitHead,

    /// <summary>Other files of rules may hold.</summary>
    GitConfig,

    /// <summary>The rules have changed.</summary>
    IgnoreFile,
}
