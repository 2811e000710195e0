using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;

namespace Plimsoll.Cli.Commands;

/// <summary>The completion script of bash, which zsh loads too. File names are offered only where a file or a folder is meant.</summary>
internal static class BashCompletion
{
    public static void Write(TextWriter script)
    {
        script.WriteLine("_plimsoll_words() { COMPREPLY=($(compgen -P \"$front\" -W \"$1\" -- \"$word\")); }");
        script.WriteLine("_plimsoll_paths() { local IFS=$'\\n'; COMPREPLY+=($(compgen -P \"$front\" \"$1\" -- \"$word\")); }");
        script.WriteLine("_plimsoll() {");
        script.WriteLine("  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} front=");
        WriteEquals(script);
        script.WriteLine("  COMPREPLY=()");
        script.WriteLine($"  if ((COMP_CWORD == 1)); then _plimsoll_words \"{string.Join(' ', CommandTable.Names)} --help --version\"; return; fi");
        WriteValues(script);
        WriteConfig(script);
        script.WriteLine("  case $command in");
        foreach (string name in CommandTable.Names) WriteCommand(script, CommandTable.Find(name)!);
        script.WriteLine("  esac");
        script.WriteLine("}\ncomplete -o filenames -F _plimsoll plimsoll");
    }

    /// <summary>`--name=value`: bash cuts it into three words, other shells hand it over whole.</summary>
    private static void WriteEquals(TextWriter script)
    {
        script.WriteLine("  if [[ $word == = ]]; then word=");
        script.WriteLine("  elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}");
        script.WriteLine("  elif [[ $word == --*=* ]]; then before=${word%%=*} front=${word%%=*}= word=${word#*=}; fi");
    }

    private static void WriteValues(TextWriter script)
    {
        script.WriteLine("  case $command:$before in");
        foreach (string name in CommandTable.Names)
        {
            foreach (OptionSpec option in CommandTable.Find(name)!.AllOptions)
            {
                if (!option.TakesValue) continue;
                string letter = option.Letter == '\0' ? "" : $"|{name}:-{option.Letter}";
                script.WriteLine($"    {name}:--{option.Name}{letter}) {Reply(option)} return ;;");
            }
        }
        script.WriteLine("  esac");
    }

    private static string Reply(OptionSpec option)
    {
        string[] values = CompletionCommand.Values(option);
        if (values.Length > 0) return $"_plimsoll_words \"{string.Join(' ', values)}\";";
        return option.ValueName switch
        {
            OptionSpec.FolderValue => "_plimsoll_paths -d;",
            OptionSpec.FileValue or OptionSpec.PathValue => "_plimsoll_paths -f;",
            _ => "",
        };
    }

    /// <summary>The names of settings, and behind `set NAME` the values of those that have a list.</summary>
    private static void WriteConfig(TextWriter script)
    {
        script.WriteLine("  case $command:$COMP_CWORD:${COMP_WORDS[2]}:$before in");
        script.WriteLine($"    config:3:get:*|config:3:set:*|config:3:reset:*) [[ $word == -* ]] || {{ _plimsoll_words \"{CompletionCommand.SettingNames()}\"; return; }} ;;");
        foreach (OptionSpec option in SettingOptions.All)
        {
            if (Reply(option) is { Length: > 0 } reply) script.WriteLine($"    config:4:set:{option.Name}) {reply} return ;;");
        }
        script.WriteLine("    config:[3-9]:*|config:[1-9][0-9]:*) [[ $word == -* ]] || return ;;");
        script.WriteLine("  esac");
    }

    private static void WriteCommand(TextWriter script, CommandSpec command)
    {
        string options = "";
        foreach (OptionSpec option in command.AllOptions) options += " --" + option.Name;
        string paths = command.TakesFolder || command.TakesFiles ? $" [[ $word == -* ]] || _plimsoll_paths -{(command.TakesFiles ? 'f' : 'd')};" : "";
        string words = command.Words.Length > 0 ? string.Join(' ', command.Words) : "";
        script.WriteLine($"    {command.Name}) _plimsoll_words \"{words}{options}\";{paths} ;;");
    }
}
