using Plimsoll.Cli.Settings;
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

    /// <summary>The folder given by --index-dir or a setting; null for the usual one inside the root.</summary>
    public static string? GivenFolder(CommandContext context, SettingValues settings) =>
        settings.TextOrNull(SettingOptions.IndexDir) is string folder ? context.Absolute(folder) : null;

    /// <summary>The folder that holds the index of a root.</summary>
    public static string Folder(CommandContext context, string root) => IndexStatus.FolderOf(root, GivenFolder(context, context.LoadSettings(root)));
}
