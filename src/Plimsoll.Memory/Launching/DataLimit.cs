using System.Runtime.InteropServices;

namespace Plimsoll.Memory;

/// <summary>The soft <c>RLIMIT_DATA</c> of this process; the hard one stays, so that a parent's wall is never touched.</summary>
internal static unsafe partial class DataLimit
{
    private const int ResourceData = 2;

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }

    /// <summary>Sets the limit; null when done, else why not.</summary>
    public static string? Lower(long bytes)
    {
        Limits limits;
        if (getrlimit(ResourceData, &limits) != 0)
            return "not possible: the present limit cannot be read: " + Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

        // A parent may have drawn a harder line than we ask for; that one stands.
        limits.Soft = Math.Min((ulong)bytes, limits.Hard);
        return setrlimit(ResourceData, &limits) == 0
            ? null
            : "not possible: the limit cannot be set: " + Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    public static long ReadUse(string statusPath)
    {
        using KernelFile? status = KernelFile.TryOpen(statusPath, faults: null);
        byte[] buffer = new byte[8192];
        int length = status?.Read(buffer) ?? -1;
        long kilobytes = length < 0 ? -1 : KernelText.Keyed(buffer.AsSpan(0, length), "VmData"u8);
        return kilobytes < 0 ? -1 : kilobytes << 10;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, Limits* limits);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, Limits* limits);
}
