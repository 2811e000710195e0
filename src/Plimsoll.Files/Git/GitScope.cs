namespace Plimsoll.Files;

/// <summary>One work tree (or, where there is no repository, the walked root) inside a walk: its rules and what it tracks.</summary>
/// <param name="repository">The repository; null where there is none.</param>
/// <param name="baseLength">Bytes of every walked path up to and with the '/' of the work tree's folder.</param>
/// <param name="environment">Gives environment variables.</param>
internal sealed class GitScope(GitRepository? repository, int baseLength, Func<string, string?> environment) : IDisposable
{
    private readonly GitConfig? _config = repository is null ? null : GitConfig.Read(repository.CommonFolder, environment);
    private TrackedFiles? _tracked;

    /// <summary>Whether git's rules mean anything here.</summary>
    public bool IsRepository => repository is not null;

    /// <summary>Whether names are compared without regard to case.</summary>
    public bool IgnoreCase => _config?.IgnoreCase ?? false;

    /// <summary>Bytes of every walked path that are not of this work tree.</summary>
    public int BaseLength => baseLength;

    // Opened when the first ignored entry turns up: most walks of clean checkouts never read the index.
    private TrackedFiles? Tracked => repository is null ? null : _tracked ??= repository.OpenTracked(_config!);

    /// <summary>The rules from outside of the tree.</summary>
    public IgnoreChain? SharedRules() => repository?.SharedRules(_config!, baseLength);

    /// <summary>Whether a file, by its walked path, is tracked.</summary>
    public bool IsTracked(ReadOnlySpan<byte> path) => Tracked?.HasFile(path[baseLength..]) ?? false;

    /// <summary>Whether a folder, by its walked path without a '/', is tracked as another repository's.</summary>
    public bool IsGitLink(ReadOnlySpan<byte> path) => Tracked?.HasGitLink(path[baseLength..]) ?? false;

    /// <summary>Whether anything below a folder, by its walked path with a '/', is tracked.</summary>
    public bool HasTrackedBelow(ReadOnlySpan<byte> path) => Tracked?.HasBelow(path[baseLength..]) ?? false;

    /// <inheritdoc/>
    public void Dispose() => _tracked?.Dispose();
}
