using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Settings;

/// <summary>Environment variables that look like settings and are none: a typo there must not be a silent default.</summary>
internal static class UnknownVariables
{
    private const string Prefix = "PLIMSOLL_";

    /// <summary>Variables that are no settings; what begins with TEST_ is for the tests alone.</summary>
    private static readonly string[] Others = ["ARTIFACTS", "LEAN", "TRACE", "INPUTS", "UPDATE_API", "OPENAI_KEY", "ONNXRUNTIME", "TOKEN"];

    /// <summary>A note on stderr for each; not in a process that was started again, which would repeat it.</summary>
    public static void Tell(Terminal terminal)
    {
        if (!string.IsNullOrEmpty(terminal.Variable(LeanLaunch.MarkVariable))) return;
        string[]? known = null;
        foreach (object key in terminal.VariableNames())
        {
            if (key is not string name || !name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            string word = name[Prefix.Length..];
            known ??= Known();
            if (Array.IndexOf(known, word) >= 0 || word.StartsWith("TEST_", StringComparison.Ordinal)) continue;
            string near = Suggestion.Nearest(word, known) is string found ? $"; did you mean {Prefix}{found}?" : "; `plimsoll config list --json` names the known ones";
            terminal.Error.WriteLine($"plimsoll: note: {name} is no setting and has no effect{near}");
        }
    }

    private static string[] Known()
    {
        OptionSpec[] settings = SettingOptions.All;
        string[] known = new string[settings.Length + Others.Length];
        for (int i = 0; i < settings.Length; i++) known[i] = settings[i].Variable[Prefix.Length..];
        Others.CopyTo(known, settings.Length);
        return known;
    }
}
