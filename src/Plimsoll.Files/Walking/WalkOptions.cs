namespace Plimsoll.Files;

/// <summary>What a walk takes and leaves out.</summary>
public sealed record WalkOptions
{
    /// <summary>
    /// Globs in ignore-file syntax; where any are given, only files which one of them names (directly or by a folder above) are taken.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Globs in ignore-file syntax; what they name is left out, tracked or not. Default: none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The longest file taken, in bytes; default 2 MiB, beyond which real trees hold data and no hand-written source.</summary>
    public long MaxFileSize { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Whether <see cref="ExtraIgnoreFiles"/> and, inside git repositories, git's ignore rules are obeyed; default true. Outside of a
    /// repository a .gitignore is not obeyed.
    /// </summary>
    public bool UseIgnoreFiles { get; init; } = true;

    /// <summary>Names of further ignore files, looked for in every folder; they win over .gitignore and over tracking. Default .plimsollignore.</summary>
    public IReadOnlyList<string> ExtraIgnoreFiles { get; init; } = [".plimsollignore"];

    /// <summary>The deepest nesting of folders entered; default 1,000, because each level on the way holds one open folder.</summary>
    public int MaxDepth { get; init; } = 1000;
}
