using System.Text.Json;
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
            using JsonDocument document = JsonDocument.Parse(stream);
            return new SettingsFile(path, ReadObject(path, document.RootElement));
        }
        catch (JsonException error)
        {
            throw new CliException(ExitCode.BadData, $"{path}:{error.LineNumber + 1}: not valid JSON ({error.Message})");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Io, $"{path}: cannot be read: {error.Message}");
        }
    }

    private static SortedDictionary<string, string> ReadObject(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new CliException(ExitCode.BadData, $"{path}: expected an object such as {{\"memory\": \"256MB\"}}");
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        OptionSpec[] known = SettingOptions.All;
        foreach (JsonProperty property in root.EnumerateObject())
        {
            OptionSpec option = Find(known, property.Name) ?? throw new CliException(ExitCode.BadData, $"{path}: unknown key \"{property.Name}\"{Suggest(known, property.Name)}");
            string text = ReadText(path, option, property.Value);
            values[property.Name] = text;
        }
        return values;
    }

    private static string ReadText(string path, OptionSpec option, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && option.Repeatable)
        {
            List<string> items = [];
            foreach (JsonElement item in value.EnumerateArray()) items.Add(Checked(path, option, item));
            return string.Join('\n', items);
        }
        return Checked(path, option, value);
    }

    private static string Checked(string path, OptionSpec option, JsonElement value)
    {
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        bool scalar = value.ValueKind is JsonValueKind.String or JsonValueKind.Number;
        string? fault = scalar ? option.Fault(text) : $"found {text}, expected a text or a number";
        return fault is null ? text : throw new CliException(ExitCode.BadData, $"{path}: \"{option.Name}\": {fault}");
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
