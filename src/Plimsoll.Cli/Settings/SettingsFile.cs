using Plimsoll.Cli.Arguments;
using Plimsoll.Files;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Settings;

/// <summary>One plimsoll.json: a flat object whose keys are the names of the options.</summary>
internal sealed class SettingsFile
{
    public const string FileName = "plimsoll.json";

    /// <summary>Far above what all settings take; a larger file is a mistake, and reading it would have no bound.</summary>
    private const int BytesMax = 64 * 1024;

    private SettingsFile(string path, SortedDictionary<string, string> values)
    {
        Path = path;
        Values = values;
    }

    public string Path { get; }

    /// <summary>Values by key; several values of a repeatable setting are joined by newlines.</summary>
    public SortedDictionary<string, string> Values { get; }

    /// <summary>The full path of a folder that the file names: its own folder is where a relative one starts, so that it means the same from everywhere.</summary>
    public string FullPathOf(string folder) => System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, folder));

    /// <summary>The nearest file from a folder upwards; null when there is none.</summary>
    public static string? FindNearest(string folder)
    {
        for (string? at = folder; at is not null; at = System.IO.Path.GetDirectoryName(at))
        {
            string path = System.IO.Path.Join(at, FileName);
            if (File.Exists(path)) return path;
        }
        return null;
    }

    /// <summary>Where the user's own file lies, whether or not it is there; null when there is no home.</summary>
    public static string? UserPath(Func<string, string?> variable)
    {
        string? folder = variable("XDG_CONFIG_HOME");
        if (!string.IsNullOrEmpty(folder)) return System.IO.Path.Join(folder, "plimsoll", FileName);
        string? home = variable("HOME") ?? variable("USERPROFILE");
        return string.IsNullOrEmpty(home) ? null : System.IO.Path.Join(home, ".config", "plimsoll", FileName);
    }

    /// <summary>An object without keys, for a file that is to be made.</summary>
    public static SettingsFile Empty(string path) => new(path, new(StringComparer.Ordinal));

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CliException">It cannot be read, is not such an object, or has an unknown key or a bad value.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(path);
            if (stream.Length > BytesMax) throw new CliException(ExitCode.BadData, $"{path}: {stream.Length} bytes; settings take at most {BytesMax}");
            byte[] text = new byte[stream.Length];
            int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return new SettingsFile(path, SettingsReader.Read(path, text.AsMemory(0, length)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Io, $"{path}: cannot be read: {error.Message}");
        }
    }

    internal static OptionSpec? Find(OptionSpec[] known, string key)
    {
        foreach (OptionSpec option in known)
        {
            if (option.Name == key) return option;
        }
        return null;
    }

    internal static string Suggest(OptionSpec[] known, string key)
    {
        string[] names = new string[known.Length];
        for (int i = 0; i < names.Length; i++) names[i] = known[i].Name;
        string near = Suggestion.For(key.Replace('_', '-'), names);
        return near.Length > 0 ? near : "; `plimsoll config list` shows the known ones";
    }
}
