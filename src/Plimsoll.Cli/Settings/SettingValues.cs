using System.Globalization;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Settings;

/// <summary>Merged settings: flag over environment over the nearest plimsoll.json over the user's over the profile over the default.</summary>
internal sealed class SettingValues
{
    private readonly ParsedArguments _arguments;
    private readonly Func<string, string?> _variable;
    private readonly List<SettingsFile> _files;

    private SettingValues(ParsedArguments arguments, Func<string, string?> variable, List<SettingsFile> files)
    {
        _arguments = arguments;
        _variable = variable;
        _files = files;
    }

    /// <summary>Finds and reads the files for a folder.</summary>
    /// <exception cref="CliException">A file is damaged or has an unknown key.</exception>
    public static SettingValues Load(ParsedArguments arguments, Terminal terminal, string folder)
    {
        List<SettingsFile> files = [];
        string? nearest = SettingsFile.FindNearest(folder);
        if (nearest is not null) files.Add(SettingsFile.Read(nearest));
        string? user = SettingsFile.UserPath(terminal.Variable);
        if (user is not null && user != nearest && File.Exists(user)) files.Add(SettingsFile.Read(user));
        return new SettingValues(arguments, terminal.Variable, files);
    }

    /// <summary>The value of one setting; its text is valid for its kind, or empty where there is no default. A folder from a file is a full path.</summary>
    /// <exception cref="CliException">The environment holds a bad value.</exception>
    public SettingValue Get(OptionSpec option)
    {
        if (_arguments.Last(option.Name) is string last)
        {
            return new SettingValue(option.Repeatable ? string.Join('\n', _arguments.All(option.Name)) : last, "--" + option.Name);
        }
        string? variable = _variable(option.Variable);
        if (!string.IsNullOrWhiteSpace(variable))
        {
            string text = variable.Trim();
            if (option.Fault(text) is string fault) throw CliException.Usage($"{option.Variable}: {fault}");
            return new SettingValue(text, option.Variable);
        }
        foreach (SettingsFile file in _files)
        {
            if (file.Values.TryGetValue(option.Name, out string? value)) return new SettingValue(FromFile(option, file, value), file.Path);
        }
        return FromProfile(option) ?? new SettingValue(option.Default, SettingValue.DefaultOrigin);
    }

    /// <summary>Folders that a file names start at its own folder.</summary>
    private static string FromFile(OptionSpec option, SettingsFile file, string value) => option.IsFolder
        ? file.FullPathOf(value)
        : option.FolderPrefix.Length > 0 && value.StartsWith(option.FolderPrefix, StringComparison.Ordinal)
            ? option.FolderPrefix + file.FullPathOf(value[option.FolderPrefix.Length..])
            : value;

    public int Integer(OptionSpec option) => ParsedArguments.Integer(Get(option).Text);

    public double Number(OptionSpec option) => ParsedArguments.Number(Get(option).Text);

    public long Size(OptionSpec option) => MemorySize.Parse(Get(option).Text);

    /// <summary>Every value of a repeatable setting.</summary>
    public string[] Many(OptionSpec option) => Get(option).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The text, or null where nothing was set and there is no default.</summary>
    public string? TextOrNull(OptionSpec option) => Get(option).Text is { Length: > 0 } text ? text : null;

    /// <summary>Whether the flag, the environment or a file gives it.</summary>
    public bool IsGiven(OptionSpec option)
    {
        if (_arguments.Has(option.Name) || !string.IsNullOrWhiteSpace(_variable(option.Variable))) return true;
        foreach (SettingsFile file in _files)
        {
            if (file.Values.ContainsKey(option.Name)) return true;
        }
        return false;
    }

    /// <summary>Whether secrets are left out of what is shown. A file that came with a repository cannot switch that off.</summary>
    public bool Redacts => Get(SettingOptions.Redact).Text != "off" || !IsOwn(SettingOptions.Redact);

    /// <summary>Whether the user gives it: by the flag, the environment or the user's own file, and not a file that may have come with a repository.</summary>
    public bool IsOwn(OptionSpec option)
    {
        string origin = Get(option).Origin;
        return origin == "--" + option.Name || origin == option.Variable || (SettingsFile.UserPath(_variable) is string user && origin == user);
    }

    /// <summary>Only the memory line depends on the profile; the governor takes all else from it itself.</summary>
    private SettingValue? FromProfile(OptionSpec option)
    {
        if (option.Name != "memory") return null;
        MemoryProfile profile = MemoryProfile.Find(Get(SettingOptions.Profile).Text);
        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * profile.ShareOfMemory:0}%");
        return new SettingValue(share, $"profile {profile.Name}, where no kernel group has a limit");
    }
}
