using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Arguments;

/// <summary>
/// Parses by the table of one command: `--name value`, `--name=value`, `-k 5`, `-k5`, and `--` before arguments that begin with a dash.
/// Own code, because start-up counts on every search; see docs/decisions/argument-parser.md.
/// </summary>
internal static class ArgumentParser
{
    /// <summary>Parses what follows the command's name.</summary>
    /// <exception cref="CliException">The command line is wrong; the message says what was expected.</exception>
    public static ParsedArguments Parse(CommandSpec command, ReadOnlySpan<string> arguments)
    {
        ParsedArguments parsed = new();
        OptionSpec[] options = command.AllOptions;
        bool onlyArguments = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string word = arguments[i];
            if (onlyArguments || word.Length < 2 || word[0] != '-') parsed.Arguments.Add(word);
            else if (word == "--") onlyArguments = true;
            else ParseOption(command, options, parsed, arguments, ref i);
        }
        if (!parsed.Has(CommonOptions.HelpName)) CheckArguments(command, parsed);
        return parsed;
    }

    private static void ParseOption(CommandSpec command, OptionSpec[] options, ParsedArguments parsed, ReadOnlySpan<string> arguments, ref int i)
    {
        string word = arguments[i];
        bool isLong = word[1] == '-';
        int equals = isLong ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        string name = isLong ? word[2..(equals < 0 ? word.Length : equals)] : word[1..2];
        OptionSpec option = Find(options, name, isLong) ?? throw Unknown(command, options, word, name, isLong);
        string? attached = isLong ? (equals < 0 ? null : word[(equals + 1)..]) : (word.Length > 2 ? word[2..] : null);
        if (!option.TakesValue)
        {
            if (attached is not null) throw CliException.Usage($"{Shown(option)} takes no value, found '{attached}'");
            parsed.Add(option.Name, "true");
            return;
        }
        if (attached is null && i + 1 >= arguments.Length) throw CliException.Usage($"{Shown(option)} needs a value: {Shown(option)} {option.ValueName}");
        string value = attached ?? arguments[++i];
        if (option.Fault(value) is string fault) throw CliException.Usage($"{(isLong ? "" : $"-{option.Letter}, ")}{Shown(option)}: {fault}");
        parsed.Add(option.Name, value);
    }

    private static OptionSpec? Find(OptionSpec[] options, string name, bool isLong)
    {
        foreach (OptionSpec option in options)
        {
            if (isLong ? option.Name == name : option.Letter == name[0]) return option;
        }
        return null;
    }

    private static void CheckArguments(CommandSpec command, ParsedArguments parsed)
    {
        string usage = $"usage: plimsoll {command.Name} {command.Synopsis}";
        if (parsed.Arguments.Count < command.ArgumentsMin) throw CliException.Usage($"{command.Name} needs {(command.TakesFiles ? "a FILE" : "more arguments")}\n{usage}");
        if (parsed.Arguments.Count > command.ArgumentsMax)
        {
            throw CliException.Usage($"{command.Name} does not know what to do with '{parsed.Arguments[command.ArgumentsMax]}'\n{usage}");
        }
        if (command.TakesFolder && parsed.Arguments.Contains("")) throw CliException.Usage($"{command.Name}: found '', expected a folder\n{usage}");
        if (command.Words.Length > 0 && !command.TakesFolder && parsed.Argument(0) is string word && Array.IndexOf(command.Words, word) < 0)
        {
            throw CliException.Usage($"{command.Name} does not know '{word}'{Suggestion.For(word, command.Words)}\n{usage}");
        }
    }

    private static CliException Unknown(CommandSpec command, OptionSpec[] options, string word, string name, bool isLong)
    {
        string[] names = new string[options.Length];
        for (int i = 0; i < names.Length; i++) names[i] = "--" + options[i].Name;
        string suggestion = Guessed(options, name) is OptionSpec meant ? $"; did you mean {Shown(meant)}?" : isLong ? Suggestion.For("--" + name, names) : "";
        return CliException.Usage($"{command.Name} has no option {word}{suggestion}\nsee: plimsoll help {command.Name}");
    }

    private static OptionSpec? Guessed(OptionSpec[] options, string name)
    {
        foreach (OptionSpec option in options)
        {
            if (Array.IndexOf(option.Guesses, name) >= 0) return option;
        }
        return null;
    }

    private static string Shown(OptionSpec option) => "--" + option.Name;
}
