using Plimsoll.Cli.Arguments;

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
        Words = ["bash", "zsh", "fish"],
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        TextWriter script = context.Terminal.Out;
        switch (context.Arguments.Argument(0))
        {
            case "bash": WriteBash(script); break;
            case "zsh":
                script.WriteLine("#compdef plimsoll\nautoload -U +X bashcompinit && bashcompinit");
                WriteBash(script);
                break;
            default: WriteFish(script); break;
        }
        return ExitCode.Ok;
    }

    private static void WriteBash(TextWriter script)
    {
        script.WriteLine("_plimsoll() {");
        script.WriteLine("  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}");
        script.WriteLine("  COMPREPLY=()");
        script.WriteLine("  if ((COMP_CWORD == 1)); then");
        script.WriteLine($"    COMPREPLY=($(compgen -W \"{string.Join(' ', CommandTable.Names)} --help --version\" -- \"$word\")); return; fi");
        script.WriteLine("  case $command:$before in");
        foreach (string name in CommandTable.Names)
        {
            foreach (OptionSpec option in CommandTable.Find(name)!.AllOptions)
            {
                if (!option.TakesValue) continue;
                string reply = option.Choices.Length > 0
                    ? $"COMPREPLY=($(compgen -W \"{string.Join(' ', option.Choices)}\" -- \"$word\"))"
                    : "COMPREPLY=($(compgen -f -- \"$word\"))";
                script.WriteLine($"    {name}:--{option.Name}) {reply}; return ;;");
            }
        }
        script.WriteLine("  esac");
        script.WriteLine("  case $command in");
        foreach (string name in CommandTable.Names)
        {
            CommandSpec command = CommandTable.Find(name)!;
            script.WriteLine($"    {name}) COMPREPLY=($(compgen -W \"{string.Join(' ', command.Words)}{OptionNames(command)}\" -- \"$word\")) ;;");
        }
        script.WriteLine("  esac");
        script.WriteLine("  [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- \"$word\"))");
        script.WriteLine("}\ncomplete -o filenames -F _plimsoll plimsoll");
    }

    private static string OptionNames(CommandSpec command)
    {
        string names = "";
        foreach (OptionSpec option in command.AllOptions) names += " --" + option.Name;
        return names;
    }

    private static void WriteFish(TextWriter script)
    {
        foreach (string name in CommandTable.Names)
        {
            CommandSpec command = CommandTable.Find(name)!;
            script.WriteLine($"complete -c plimsoll -n __fish_use_subcommand -f -a {name} -d {Quoted(command.Summary)}");
            if (command.Words.Length > 0)
            {
                script.WriteLine($"complete -c plimsoll -n '__fish_seen_subcommand_from {name}' -f -a {Quoted(string.Join(' ', command.Words))}");
            }
            foreach (OptionSpec option in command.AllOptions)
            {
                string letter = option.Letter == '\0' ? "" : $" -s {option.Letter}";
                string value = option.Choices.Length > 0 ? $" -x -a {Quoted(string.Join(' ', option.Choices))}" : option.TakesValue ? " -r" : "";
                script.WriteLine($"complete -c plimsoll -n '__fish_seen_subcommand_from {name}' -l {option.Name}{letter}{value} -d {Quoted(option.Help)}");
            }
        }
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
