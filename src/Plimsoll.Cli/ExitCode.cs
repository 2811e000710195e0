namespace Plimsoll.Cli;

/// <summary>What the process answers to its caller; the numbers above 63 are those of BSD's sysexits.h. See docs/exit-codes.md.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The answer is "no": nothing was found.</summary>
    public const int No = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Input was read but is damaged: a settings file, an index.</summary>
    public const int BadData = 65;

    /// <summary>A named file, folder or index is not there.</summary>
    public const int NoInput = 66;

    /// <summary>A service or tool that is needed is away.</summary>
    public const int Unavailable = 69;

    /// <summary>A fault of the program itself.</summary>
    public const int Internal = 70;

    /// <summary>Output cannot be written: permissions, a full disk, another process at work.</summary>
    public const int CannotWrite = 73;

    /// <summary>The system failed to read or write.</summary>
    public const int Io = 74;

    /// <summary>The memory budget is too small; the message names the smallest that would do.</summary>
    public const int BudgetTooSmall = 75;

    /// <summary>Stopped by Ctrl-C (SIGINT); the state is saved.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM; the state is saved.</summary>
    public const int Terminated = 143;
}
