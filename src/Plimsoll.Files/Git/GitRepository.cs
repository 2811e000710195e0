using System.Text;

namespace Plimsoll.Files;

/// <summary>Where a work tree's git folders are; found by reading, without running git.</summary>
/// <param name="WorkTree">Full path of the work tree.</param>
/// <param name="GitFolder">The work tree's own git folder, with its index.</param>
/// <param name="CommonFolder">The folder shared by all work trees, with settings and info/exclude.</param>
internal sealed record GitRepository(string WorkTree, string GitFolder, string CommonFolder)
{
    private const int PointerSizeMax = 64 * 1024;

    /// <summary>The repository whose work tree starts at this folder; null where none does.</summary>
    public static GitRepository? TryOpen(string folder)
    {
        var git = Path.Combine(folder, ".git");
        if (!Directory.Exists(git))
        {
            git = ReadPointer(git, "gitdir:", folder);
        }

        if (git is null || !File.Exists(Path.Combine(git, "HEAD")))
        {
            return null;
        }

        return new GitRepository(folder, git, ReadPointer(Path.Combine(git, "commondir"), "", git) ?? git);
    }

    /// <summary>The repository that a folder lies in, looked for from the folder upwards.</summary>
    public static GitRepository? Find(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (TryOpen(at) is { } repository)
            {
                return repository;
            }
        }

        return null;
    }

    /// <summary>The rules that hold in the whole work tree, the stronger below.</summary>
    public IgnoreChain? SharedRules(GitConfig config, int baseLength)
    {
        var chain = IgnoreChain.Push(null, Compile(config.ExcludesFile, config.IgnoreCase), baseLength);
        return IgnoreChain.Push(chain, Compile(Path.Combine(CommonFolder, "info", "exclude"), config.IgnoreCase), baseLength);
    }

    /// <summary>Reads and compiles an ignore file outside of a walk; null where it is missing or has no rules.</summary>
    public static IgnoreRules? Compile(string? path, bool ignoreCase) =>
        path is { Length: > 0 } && SmallFile.TryRead(path, IgnoreRules.FileSizeMax) is { } bytes ? IgnoreRules.Compile(bytes, ignoreCase) : null;

    /// <summary>Opens what the index says is tracked.</summary>
    public TrackedFiles OpenTracked(GitConfig config) => TrackedFiles.Open(GitFolder, config.HashLength);

    private static string? ReadPointer(string path, string label, string relativeTo)
    {
        if (SmallFile.TryRead(path, PointerSizeMax) is not { } bytes)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\n', '\r');
        return text.StartsWith(label, StringComparison.Ordinal) ? Path.GetFullPath(text[label.Length..].Trim(), relativeTo) : null;
    }
}
