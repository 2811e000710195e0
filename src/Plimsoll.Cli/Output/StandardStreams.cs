using System.Runtime.InteropServices;

namespace Plimsoll.Cli.Output;

/// <summary>
/// The streams that the caller gave. A caller may have closed one; then the first file that the runtime opens for itself gets its
/// number: messages would be written into that file, and a read would wait for ever.
/// </summary>
internal static partial class StandardStreams
{
    private const int InNumber = 0;
    private const int OutNumber = 1;
    private const int ErrorNumber = 2;
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Stdin; empty when it is closed.</summary>
    public static Stream OpenIn() => IsGiven(InNumber) ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Stdout, or null when it is closed.</summary>
    public static Stream? OpenOut() => IsGiven(OutNumber) ? Console.OpenStandardOutput() : null;

    /// <summary>Stderr, or null when it is closed.</summary>
    public static Stream? OpenError() => IsGiven(ErrorNumber) ? Console.OpenStandardError() : null;

    /// <summary>What the runtime opens is closed at the next start of a program; what was inherited cannot be marked so, or it would not be here.</summary>
    private static bool IsGiven(int number)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return true;
        int flags = GetDescriptorFlags(number, GetFlags, 0);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetDescriptorFlags(int descriptor, int command, int argument);
}
