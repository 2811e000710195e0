using System.Runtime.InteropServices;

namespace Plimsoll.Memory;

/// <summary>
/// Replaces the running program by itself. Arguments and environment are taken as the kernel holds them, byte for byte, because neither need be valid
/// text; and the file is <c>/proc/self/exe</c>, which is right for an application host and for <c>dotnet x.dll</c>, and even when the file was replaced.
/// </summary>
internal static unsafe partial class ProcessImage
{
    private const string Executable = "/proc/self/exe";

    /// <summary>The kernel's own bound for arguments and environment together is a quarter of the stack, 2 MB; more is never there.</summary>
    private const int LongestBlock = 8 << 20;

    public static LaunchOutcome Replace(Func<List<byte[]>, List<byte[]>> complete)
    {
        List<byte[]>? arguments = ReadEntries("/proc/self/cmdline");
        List<byte[]>? environment = ReadEntries("/proc/self/environ");
        if (arguments is null || environment is null || arguments.Count == 0)
            return new LaunchOutcome(false, "not possible: the process's own arguments or environment cannot be read from /proc");

        return Replace(Executable, arguments, complete(environment));
    }

    /// <summary>Becomes the given program. Returns only when the kernel refuses.</summary>
    internal static LaunchOutcome Replace(string path, List<byte[]> arguments, List<byte[]> environment)
    {
        byte** argumentBlock = Lay(arguments);
        byte** environmentBlock = Lay(environment);
        try
        {
            _ = execve(path, argumentBlock, environmentBlock);
            int errno = Marshal.GetLastPInvokeError();
            return new LaunchOutcome(false, $"not possible: starting {path} again failed: {Marshal.GetPInvokeErrorMessage(errno)}");
        }
        finally
        {
            Free(argumentBlock);
            Free(environmentBlock);
        }
    }

    /// <summary>Splits a block of entries that each end with a zero byte; null when it cannot be read.</summary>
    internal static List<byte[]>? ReadEntries(string path)
    {
        using KernelFile? file = KernelFile.TryOpen(path, faults: null);
        if (file is null)
            return null;

        // Ends because the buffer doubles up to its bound; a block that fills the last one is too long to be one.
        byte[] buffer = new byte[64 << 10];
        int length = file.ReadFully(buffer);
        while (length == buffer.Length && buffer.Length < LongestBlock)
        {
            buffer = new byte[buffer.Length * 2];
            length = file.ReadFully(buffer);
        }

        return length < 0 || length == buffer.Length ? null : Split(buffer.AsSpan(0, length));
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> block)
    {
        var entries = new List<byte[]>();
        while (!block.IsEmpty)
        {
            int end = block.IndexOf((byte)0);
            entries.Add((end < 0 ? block : block[..end]).ToArray());
            block = end < 0 ? default : block[(end + 1)..];
        }

        return entries;
    }

    /// <summary>An array of pointers to zero-terminated entries that itself ends with a null pointer, all in memory that no collector moves.</summary>
    private static byte** Lay(List<byte[]> entries)
    {
        var block = (byte**)NativeMemory.AllocZeroed((nuint)(entries.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < entries.Count; i++)
        {
            byte[] entry = entries[i];
            block[i] = (byte*)NativeMemory.AllocZeroed((nuint)entry.Length + 1);
            entry.CopyTo(new Span<byte>(block[i], entry.Length));
        }

        return block;
    }

    private static void Free(byte** block)
    {
        for (byte** entry = block; *entry is not null; entry++)
            NativeMemory.Free(*entry);
        NativeMemory.Free(block);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execve(string path, byte** arguments, byte** environment);
}
