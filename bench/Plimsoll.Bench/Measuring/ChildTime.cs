using System.Runtime.InteropServices;

namespace Plimsoll.Bench.Measuring;

/// <summary>Processor time of finished child processes, and writing back what they left: both only exact while one child runs at a time.</summary>
internal static partial class ChildTime
{
    private const int Children = -1;

    /// <summary>User and system time of all children that have ended and were waited for, theirs included.</summary>
    public static TimeSpan Total()
    {
        if (!OperatingSystem.IsLinux()) return TimeSpan.Zero;
        if (getrusage(Children, out Usage usage) != 0) throw new InvalidOperationException($"getrusage failed: errno {Marshal.GetLastPInvokeError()}");
        return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
    }

    /// <summary>Waits until everything written is on the disk, so that nobody pays for the one before.</summary>
    public static void Settle()
    {
        if (OperatingSystem.IsLinux()) sync();
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrusage(int who, out Usage usage);

    [LibraryImport("libc")]
    private static partial void sync();

    /// <summary>`struct rusage` of 64-bit Linux; only the times are read.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
