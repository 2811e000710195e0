using System.Collections;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Plimsoll.Cli.Output;

/// <summary>Where a command answers and what it may ask about its surroundings; tests hand in their own.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="output">Takes the answer; null when the caller has closed it.</param>
    /// <param name="error">Takes messages; null when the caller has closed it.</param>
    public Terminal(Stream? output, Stream? error)
    {
        OutStream = new GuardedStream(output, RefuseAnswer);
        Out = new StreamWriter(OutStream, Utf8, bufferSize: 16 * 1024, leaveOpen: true) { NewLine = "\n" };

        // Messages come from timers and signals too, where a failure would end the process; a job does not stop because nobody listens.
        GuardedStream messages = new(error, static _ => { });
        Error = new StreamWriter(messages, Utf8, bufferSize: 1024, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <summary>The bytes of the answer; flush <see cref="Out"/> before writing here.</summary>
    public Stream OutStream { get; }

    /// <summary>The answer, and nothing else.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress, hints and errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether the answer is JSON, so that a failure must be too.</summary>
    public bool AnswersJson { get; set; }

    /// <summary>Whether the answer is a stream of events, so that a failure is one of them.</summary>
    public bool AnswersEvents { get; set; }

    /// <summary>Whether people read the answer directly.</summary>
    public bool IsOutTerminal { get; init; }

    /// <summary>Whether progress may move the cursor.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether somebody can answer a question.</summary>
    public bool IsInTerminal { get; init; }

    /// <summary>Columns of the terminal; default 80.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The names of the variables that are set.</summary>
    public Func<IEnumerable> VariableNames { get; init; } = static () => Environment.GetEnvironmentVariables().Keys;

    /// <summary>The folder that relative paths start from.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Whether this process is the command's own: it may be governed, started again and stopped by signals. Not so inside a test.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Opens stdin.</summary>
    public Func<Stream> OpenInput { get; init; } = StandardStreams.OpenIn;

    /// <summary>The clock for progress and for times in answers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether colours are welcome: a terminal, and NO_COLOR not set (see https://no-color.org).</summary>
    public bool HasColor => IsOutTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>The terminal of this process. The streams are taken raw: setting up Console.Out costs several milliseconds of start-up.</summary>
    public static Terminal OfProcess()
    {
        bool isErrorTerminal = !Console.IsErrorRedirected;
        return new Terminal(StandardStreams.OpenOut(), StandardStreams.OpenError())
        {
            OwnsProcess = true,
            IsOutTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = isErrorTerminal,
            IsInTerminal = isErrorTerminal && !Console.IsInputRedirected,
            Width = isErrorTerminal ? Math.Clamp(Console.WindowWidth, 40, 200) : 80,
        };
    }

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }

    /// <summary>An answer that cannot be given is a failure, unless its reader went away.</summary>
    private static void RefuseAnswer(Exception refused)
    {
        if (Failures.IsBrokenPipe(refused)) ExceptionDispatchInfo.Throw(refused);
        throw new CliException(ExitCode.CannotWrite, $"cannot write the answer to stdout: {refused.Message}; send it to where there is room, or use --quiet");
    }
}
