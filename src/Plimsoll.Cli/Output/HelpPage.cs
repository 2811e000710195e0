using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Commands;

namespace Plimsoll.Cli.Output;

/// <summary>Help pages in the order of a manual page, made from the command table.</summary>
internal static class HelpPage
{
    private const int Columns = 100;

    public static void WriteOverview(TextWriter page)
    {
        page.WriteLine("plimsoll - index and search code under a memory line that you draw\n");
        page.WriteLine("usage: plimsoll COMMAND [ARGUMENT...] [OPTION...]\n");
        page.WriteLine("commands:");
        foreach (string name in CommandTable.Names) page.WriteLine($"  {name,-12} {CommandTable.Find(name)!.Summary}");
        page.WriteLine("\nexamples:");
        page.WriteLine("  plimsoll index . --memory 256MB      index this folder within 256 MB");
        page.WriteLine("  plimsoll search \"parse header\"       find the code that does it");
        page.WriteLine("\n`plimsoll help COMMAND` shows a command's page, `plimsoll --version` the version and commit.");
    }

    public static void Write(TextWriter page, CommandSpec command)
    {
        page.WriteLine($"NAME\n    plimsoll {command.Name} - {command.Summary}\n");
        page.WriteLine($"SYNOPSIS\n    plimsoll {command.Name} {command.Synopsis}\n");
        page.WriteLine("DESCRIPTION");
        foreach (string paragraph in command.Description)
        {
            WriteWrapped(page, paragraph, 4);
            page.WriteLine();
        }
        page.WriteLine("OPTIONS");
        foreach (OptionSpec option in command.AllOptions) WriteOption(page, option);
        page.WriteLine("\nEXAMPLES");
        foreach (Example example in command.Examples) page.WriteLine($"    {example.Command}\n        {example.Meaning}");
        page.WriteLine("\nEXIT CODES");
        WriteWrapped(page, "0 done; 1 the answer is no (nothing found); 2 wrong command line; 65 damaged data; 66 input missing; 69 a tool or service is away; "
            + "70 internal error; 73 cannot write; 74 read or write failed; 75 memory budget too small; 130, 143 interrupted, state saved.", 4);
        page.WriteLine("\nSETTINGS");
        WriteWrapped(page, "Options marked * can also be set by the environment (PLIMSOLL_ and the name in capitals) and in plimsoll.json: "
            + "flag over environment over the nearest file over the user's file over the profile over the default. `plimsoll config list` shows each value and its origin.", 4);
    }

    private static void WriteOption(TextWriter page, OptionSpec option)
    {
        string letter = option.Letter == '\0' ? "    " : $"-{option.Letter}, ";
        string value = option.TakesValue ? " " + option.ValueName : "";
        page.WriteLine($"    {letter}--{option.Name}{value}{(option.IsSetting ? " *" : "")}");
        string choices = option.Choices.Length > 0 ? $" One of {string.Join(", ", option.Choices)}." : "";
        string standard = option.Default.Length > 0 ? $" Default: {option.Default}." : "";
        WriteWrapped(page, option.Help + choices + standard, 12);
    }

    private static void WriteWrapped(TextWriter page, string text, int indent)
    {
        string margin = new(' ', indent);
        int at = 0;
        while (at < text.Length)
        {
            int room = Columns - indent;
            int end = text.Length - at <= room ? text.Length : text.LastIndexOf(' ', at + room, room);
            if (end <= at) end = text.Length;
            page.WriteLine(margin + text[at..end]);
            at = end + 1;
        }
    }
}
