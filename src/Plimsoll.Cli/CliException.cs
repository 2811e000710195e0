namespace Plimsoll.Cli;

/// <summary>A failure that is told to the user in one message and ends the process with a documented code.</summary>
/// <param name="code">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What went wrong, where, and what to do.</param>
internal sealed class CliException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    public static CliException Usage(string message) => new(ExitCode.Usage, message);
}
