using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll completion bash|zsh|fish`: a script made from the command table.</summary>
internal static class CompletionCommand
{
    public static CommandSpec Spec => new("completion", "print a completion script for a shell")
    {
        Synopsis = "bash|zsh|fish",
        Description = ["Prints a script that completes commands, options and their values. Load it from the shell's start-up file."],
        Options = [],
        Examples =
        [
            new("source <(plimsoll completion bash)", "bash, for this session or in ~/.bashrc"),
            new("plimsoll completion zsh > ~/.zfunc/_plimsoll", "zsh, with ~/.zfunc in fpath"),
            new("plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish", "fish"),
        ],
        ArgumentsMin = 1,
        ArgumentsMax = 1,
        AnswersJson = false,
        Words = ["bash", "zsh", "fish"],
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        TextWriter script = context.Terminal.Out;
        switch (context.Arguments.Argument(0))
        {
            case "bash": BashCompletion.Write(script); break;
            case "zsh":
                script.WriteLine("#compdef plimsoll\nautoload -U +X bashcompinit && bashcompinit");
                BashCompletion.Write(script);
                break;
            default: FishCompletion.Write(script); break;
        }
        return ExitCode.Ok;
    }

    /// <summary>The values to offer for an option or a setting; none where any text may stand.</summary>
    internal static string[] Values(OptionSpec option) => option.Choices.Length > 0 ? option.Choices : option.Offered?.Invoke() ?? [];

    /// <summary>The names of all settings.</summary>
    internal static string SettingNames()
    {
        OptionSpec[] settings = SettingOptions.All;
        string[] names = new string[settings.Length];
        for (int i = 0; i < names.Length; i++) names[i] = settings[i].Name;
        return string.Join(' ', names);
    }
}
