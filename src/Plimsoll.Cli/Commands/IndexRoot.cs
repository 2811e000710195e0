using Plimsoll.Cli.Settings;
using Plimsoll.Files;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>Finds the indexed folder that a command is about.</summary>
internal static class IndexRoot
{
    /// <summary>The folder inside a root that holds its index.</summary>
    public const string FolderName = ".plimsoll";

    /// <summary>The folder given as an argument or by --root.</summary>
    /// <exception cref="CliException">Both are given.</exception>
    public static string? Given(string? argument, string? option) => argument is null || option is null
        ? argument ?? option
        : throw CliException.Usage($"the folder is given twice, as '{argument}' and by --root '{option}'; give it once");

    /// <summary>
    /// The folder given, else the root that the index given by --index-dir or a setting was made of, else the nearest folder upwards that has an
    /// index, else the current folder.
    /// </summary>
    public static string Find(CommandContext context, string? given)
    {
        if (given is not null)
        {
            string root = context.Absolute(given);
            return Directory.Exists(root) ? root : throw new CliException(ExitCode.NoInput, $"{root} is {(File.Exists(root) ? "a file" : "not there")}; give the folder that was indexed");
        }
        if (GivenFolder(context, context.LoadSettings(context.Terminal.Folder)) is string folder && IndexStatus.RootOf(folder) is string bound) return bound;
        return FindUpwards(context.Terminal.Folder) ?? context.Terminal.Folder;
    }

    /// <summary>The nearest folder that has an index, from this one upwards; null when none has.</summary>
    public static string? FindUpwards(string? folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(Path.Join(at, FolderName))) return at;
        }
        return null;
    }

    /// <summary>The folder given by --index-dir or a setting, for a run that writes; null for the usual one inside the root.</summary>
    /// <exception cref="CliException">A plimsoll.json that may have come with a repository leads out of its folder.</exception>
    public static string? GivenFolder(CommandContext context, SettingValues settings)
    {
        SettingValue value = settings.Get(SettingOptions.IndexDir);
        if (value.Text.Length == 0) return null;
        string folder = context.Absolute(value.Text);
        if (!settings.IsOwn(SettingOptions.IndexDir)) RequireInside(Path.GetDirectoryName(value.Origin)!, folder, value.Origin);
        return folder;
    }

    /// <summary>The same for a command that reads: lines of one tree would be shown for the places of another.</summary>
    /// <exception cref="CliException">As there; or the folder holds the index of another root.</exception>
    public static string? FolderToRead(CommandContext context, SettingValues settings, string root)
    {
        if (GivenFolder(context, settings) is not string folder) return null;
        if (IndexStatus.RootOf(folder) is not string bound || RealPath(folder) == RealPath(IndexStatus.FolderOf(root, null)) || RealPath(bound) == RealPath(root)) return folder;
        throw CliException.Usage($"{folder} holds the index of {bound}, not of {root}; name {bound}, or the index of {root} (or none, if it is in {Path.Join(root, FolderName)})");
    }

    /// <summary>The folder that holds the index of a root.</summary>
    public static string Folder(CommandContext context, string root) => IndexStatus.FolderOf(root, FolderToRead(context, context.LoadSettings(root), root));

    /// <summary>A run makes folders and deletes files where its index is; where that is outside of a repository is not for the repository to say.</summary>
    private static void RequireInside(string home, string folder, string file)
    {
        try
        {
            SafePath.Resolve(home, Path.GetRelativePath(home, folder));
        }
        catch (UnsafePathException)
        {
            throw CliException.Usage($"{file}: index-dir leads to {folder}, which is outside of {home}; if you want it there, say so by --{SettingOptions.IndexDir.Name}, {SettingOptions.IndexDir.Variable} or your own plimsoll.json");
        }
    }

    private static string RealPath(string path) => SafePath.Resolve(path, ".");
}
