using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll help [COMMAND]`.</summary>
internal static class HelpCommand
{
    public static CommandSpec Spec => new("help", "show the page of a command")
    {
        Synopsis = "[COMMAND]",
        Description = ["Shows the page of a command, or the list of commands."],
        Options = [],
        Examples = [new("plimsoll help search", "everything that search can do")],
        ArgumentsMax = 1,
        AnswersJson = false,
        Words = CommandTable.Names,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        if (context.Arguments.Argument(0) is string name) HelpPage.Write(context.Terminal.Out, CommandTable.Find(name)!);
        else HelpPage.WriteOverview(context.Terminal.Out);
        return ExitCode.Ok;
    }
}
