using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Memory;
using Plimsoll.Unminify;

namespace Plimsoll.Cli;

/// <summary>Turns a failure into one message and one exit code.</summary>
internal static class Failures
{
    /// <summary>Set to see where an internal error came from.</summary>
    private const string TraceVariable = "PLIMSOLL_TRACE";

    /// <summary>Says what failed, on stderr and, where the answer would have been JSON, on stdout too.</summary>
    public static int Report(Exception error, Terminal terminal)
    {
        if (error is IOException && IsBrokenPipe(error)) return ExitCode.Ok;
        (int code, string message) = Describe(error);
        try
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine($"plimsoll: {message}");
            if (terminal.Variable(TraceVariable) is { Length: > 0 }) terminal.Error.WriteLine(error);
            if (terminal.AnswersJson) JsonOutput.WriteError(terminal, code, message);
        }
        catch (Exception gone) when (gone is IOException or CliException)
        {
            // Nobody is left to read the message; the code still tells.
        }
        return code;
    }

    /// <summary>The exit code of a failure, and what to tell of it behind "plimsoll: ".</summary>
    public static (int Code, string Message) Describe(Exception error)
    {
        (int code, string message) = Classify(error);
        return (code, AfterColon(message));
    }

    /// <summary>The exit code of a failure, and what to tell of it.</summary>
    internal static (int Code, string Message) Classify(Exception error) => error switch
    {
        CliException cli => (cli.Code, cli.Message),
        IndexException index => (Code(index.Failure), index.Message),
        UnminifyException unminify => (Code(unminify.Failure), unminify.Message),
        DurableWriteException { Kind: not DurableFailure.IoError } => (ExitCode.CannotWrite, error.Message),
        FileLockedException => (ExitCode.CannotWrite, error.Message),
        DamagedFileException => (ExitCode.BadData, error.Message),
        UnsafePathException => (ExitCode.Usage, error.Message),
        BudgetTooSmallException or LeaseNeverFitsException or LeaseTimeoutException or MemoryExhaustedException => (ExitCode.BudgetTooSmall, error.Message),
        OperationCanceledException => (ExitCode.Interrupted, "stopped; the same command goes on from here"),
        FormatException format => (ExitCode.Usage, format.Message),
        FileNotFoundException or DirectoryNotFoundException => (ExitCode.NoInput, error.Message),
        UnauthorizedAccessException => (ExitCode.CannotWrite, error.Message),
        IOException io when IsDiskFull(io) => (ExitCode.CannotWrite, $"{io.Message}; free some space, or put the index elsewhere with --index-dir"),
        IOException => (ExitCode.Io, error.Message),
        OutOfMemoryException => (ExitCode.BudgetTooSmall, "the memory budget is too small for this work; give more with --memory"),
        _ => (ExitCode.Internal, $"internal error: {error.GetType().Name}: {error.Message}; {TraceVariable}=1 shows where"),
    };

    /// <summary>The message as it reads behind "plimsoll: ": its first word small, unless it is a name or an abbreviation.</summary>
    private static string AfterColon(string message) => message.Length > 1 && char.IsAsciiLetterUpper(message[0]) && (message[1] == ' ' || char.IsAsciiLetterLower(message[1]))
        ? char.ToLowerInvariant(message[0]) + message[1..]
        : message;

    private static int Code(IndexFailure kind) => kind switch
    {
        IndexFailure.NotFound => ExitCode.NoInput,
        IndexFailure.Damaged or IndexFailure.Newer => ExitCode.BadData,
        IndexFailure.Locked or IndexFailure.CannotWrite => ExitCode.CannotWrite,
        IndexFailure.BudgetTooSmall => ExitCode.BudgetTooSmall,
        IndexFailure.Usage => ExitCode.Usage,
        IndexFailure.Unavailable => ExitCode.Unavailable,
        _ => ExitCode.Io,
    };

    private static int Code(UnminifyFailure kind) => kind switch
    {
        UnminifyFailure.NotFound => ExitCode.NoInput,
        UnminifyFailure.BadInput => ExitCode.BadData,
        UnminifyFailure.Usage => ExitCode.Usage,
        UnminifyFailure.CannotWrite => ExitCode.CannotWrite,
        UnminifyFailure.Unavailable => ExitCode.Unavailable,
        UnminifyFailure.BudgetTooSmall => ExitCode.BudgetTooSmall,
        _ => ExitCode.No,
    };

    /// <summary>The reader of stdout went away, as `head` does; that is its right and no error.</summary>
    public static bool IsBrokenPipe(Exception error) => (error.HResult & 0xFFFF) is 32 or 109 or 232;

    private static bool IsDiskFull(IOException error) => (error.HResult & 0xFFFF) is 28 or 112 or 122;
}
