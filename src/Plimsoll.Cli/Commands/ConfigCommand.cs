using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll config list|get|set|reset`.</summary>
internal static class ConfigCommand
{
    private const string UserName = "user";

    public static CommandSpec Spec => new("config", "show and change settings")
    {
        Synopsis = "list | get KEY | set KEY VALUE... | reset [KEY] [OPTION...]",
        Description =
        [
            "list shows every setting with its merged value and where that came from. get prints one value.",
            "set writes plimsoll.json: the nearest one from this folder upwards, or a new one here; with --user the user's own. "
                + "A repeatable setting such as exclude takes several values. reset takes a key out again, or without KEY all of them.",
        ],
        Options = [new(UserName, ValueKind.Switch, "Change ~/.config/plimsoll/plimsoll.json instead of the nearest plimsoll.json.")],
        Examples =
        [
            new("plimsoll config list", "every setting, its value and its origin"),
            new("plimsoll config set memory 256MB", "draw the line at 256 MB for this folder and those below"),
            new("plimsoll config set exclude 'vendor/**' '*.min.js'", "leave these out"),
            new("plimsoll config reset memory --user", "forget the user's own line"),
        ],
        ArgumentsMin = 1,
        ArgumentsMax = 64,
        Words = ["list", "get", "set", "reset"],
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        List<string> words = context.Arguments.Arguments;
        if (words[0] is "list" or "get" && context.Arguments.Has(UserName)) throw CliException.Usage("--user goes with set and reset; list and get show the merged values with their origin");
        return words[0] switch
        {
            "list" => List(context, words),
            "get" => Get(context, words),
            "set" => Set(context, words),
            _ => Reset(context, words),
        };
    }

    private static int List(CommandContext context, List<string> words)
    {
        Expect(words, 1, 1, "plimsoll config list");
        SettingValues settings = context.LoadSettings(context.Terminal.Folder);
        OptionSpec[] options = SettingOptions.All;
        if (context.Json)
        {
            JsonOutput.Write(context.Terminal, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("settings");
                foreach (OptionSpec option in options) WriteSetting(json, option, settings.Get(option));
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return ExitCode.Ok;
        }
        context.Terminal.Out.WriteLine($"{"KEY",-16} {"VALUE",-20} ORIGIN");
        foreach (OptionSpec option in options)
        {
            SettingValue value = settings.Get(option);
            string text = value.Text.Length == 0 ? "-" : value.Text.Replace('\n', ' ');
            context.Terminal.Out.WriteLine($"{option.Name,-16} {text,-20} {value.Origin}");
        }
        return ExitCode.Ok;
    }

    private static int Get(CommandContext context, List<string> words)
    {
        Expect(words, 2, 2, "plimsoll config get KEY");
        OptionSpec option = Known(words[1]);
        SettingValue value = context.LoadSettings(context.Terminal.Folder).Get(option);
        if (context.Json) JsonOutput.Write(context.Terminal, json => WriteSetting(json, option, value));
        else if (value.Text.Length > 0) context.Terminal.Out.WriteLine(value.Text);
        return value.Text.Length > 0 ? ExitCode.Ok : ExitCode.No;
    }

    private static int Set(CommandContext context, List<string> words)
    {
        Expect(words, 3, 64, "plimsoll config set KEY VALUE");
        OptionSpec option = Known(words[1]);
        List<string> values = words.GetRange(2, words.Count - 2);
        if (values.Count > 1 && !option.Repeatable) throw CliException.Usage($"{option.Name} takes one value, found {values.Count}");
        foreach (string value in values)
        {
            if (option.Fault(value) is string fault) throw CliException.Usage($"{option.Name}: {fault}");
        }
        SettingsFile file = FileToChange(context);
        file.Values[option.Name] = string.Join('\n', values);
        SettingsWriter.Write(file, isShared: !context.Arguments.Has(UserName));
        return Changed(context, file, option, $"{option.Name} = {string.Join(' ', values)}");
    }

    private static int Reset(CommandContext context, List<string> words)
    {
        Expect(words, 1, 2, "plimsoll config reset [KEY]");
        OptionSpec? option = words.Count == 2 ? Known(words[1]) : null;
        SettingsFile file = FileToChange(context);
        bool had = option is null ? file.Values.Count > 0 : file.Values.Remove(option.Name);
        if (option is null) file.Values.Clear();
        if (had) SettingsWriter.Write(file, isShared: !context.Arguments.Has(UserName));
        return Changed(context, file, option, had ? $"{option?.Name ?? "everything"} reset" : "nothing to reset");
    }

    private static int Changed(CommandContext context, SettingsFile file, OptionSpec? option, string what)
    {
        if (!context.Json)
        {
            context.Say($"{file.Path}: {what}");
            return ExitCode.Ok;
        }
        JsonOutput.Write(context.Terminal, json =>
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            if (option is not null)
            {
                json.WriteString("key", option.Name);
                WriteValue(json, option, file.Values.GetValueOrDefault(option.Name, ""));
            }
            json.WriteString("change", what);
            json.WriteEndObject();
        });
        return ExitCode.Ok;
    }

    private static SettingsFile FileToChange(CommandContext context)
    {
        Terminal terminal = context.Terminal;
        string path = context.Arguments.Has(UserName)
            ? SettingsFile.UserPath(terminal.Variable) ?? throw new CliException(ExitCode.NoInput, "there is no home folder: set HOME or XDG_CONFIG_HOME")
            : SettingsFile.FindNearest(terminal.Folder) ?? Path.Join(terminal.Folder, SettingsFile.FileName);
        return File.Exists(path) ? SettingsFile.Read(path) : SettingsFile.Empty(path);
    }

    private static void WriteSetting(System.Text.Json.Utf8JsonWriter json, OptionSpec option, SettingValue value)
    {
        json.WriteStartObject();
        json.WriteString("key", option.Name);
        WriteValue(json, option, value.Text);
        json.WriteString("origin", value.Origin);
        json.WriteString("variable", option.Variable);
        json.WriteEndObject();
    }

    /// <summary>A text, null where there is none; an array where a setting takes several.</summary>
    private static void WriteValue(System.Text.Json.Utf8JsonWriter json, OptionSpec option, string text)
    {
        if (option.Repeatable)
        {
            json.WriteStartArray("value");
            foreach (string item in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) json.WriteStringValue(item);
            json.WriteEndArray();
        }
        else if (text.Length == 0)
        {
            json.WriteNull("value");
        }
        else
        {
            json.WriteString("value", text);
        }
    }

    private static OptionSpec Known(string key)
    {
        OptionSpec[] known = SettingOptions.All;
        return SettingsFile.Find(known, key) ?? throw CliException.Usage($"there is no setting '{key}'{SettingsFile.Suggest(known, key)}");
    }

    private static void Expect(List<string> words, int min, int max, string usage)
    {
        if (words.Count < min || words.Count > max) throw CliException.Usage($"usage: {usage}");
    }
}
