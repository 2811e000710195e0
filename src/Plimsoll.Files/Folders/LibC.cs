using System.Runtime.InteropServices;

namespace Plimsoll.Files;

/// <summary>The system calls of Linux that take names as bytes relative to an open folder; .NET's own take strings only.</summary>
internal static unsafe partial class LibC
{
    public const int AtCurrentFolder = -100;
    public const int NoFollowLink = 0x100;
    public const int NoAutomount = 0x800;
    public const int EmptyPath = 0x1000;

    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchDevice = 6;
    public const int NotFolder = 20;
    public const int NameTooLong = 36;
    public const int LinkLoop = 40;

    /// <summary>The longest path, with its closing zero, that one system call takes.</summary>
    public const int PathMaximum = 4096;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const uint BasicStats = 0x7ff;

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>Whether this system and machine are those for which the numbers here hold.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    // O_DIRECTORY and O_NOFOLLOW have other values on Arm than on x86.
    private static int FolderFlag => IsArm ? 0x4000 : 0x10000;

    private static int NoFollowFlag => IsArm ? 0x8000 : 0x20000;

    /// <summary>Opens a folder, not following a link; the answer is a descriptor, or minus the error number.</summary>
    public static int OpenFolder(int parent, ReadOnlySpan<byte> zeroEndedName, bool followLink = false) =>
        Open(parent, zeroEndedName, CloseOnExec | FolderFlag | (followLink ? 0 : NoFollowFlag));

    /// <summary>Opens a file for reading, by default not following a link, and not waiting for the writer of a FIFO.</summary>
    public static int OpenFile(int parent, ReadOnlySpan<byte> zeroEndedName, bool followLink = false) =>
        Open(parent, zeroEndedName, CloseOnExec | NonBlocking | (followLink ? 0 : NoFollowFlag));

    /// <summary>Lists a part of an open folder; 0 at its end, or minus the error number.</summary>
    public static int ReadFolder(int folder, Span<byte> records)
    {
        fixed (byte* start = records)
        {
            var got = SystemCall(IsArm ? 61 : 217, folder, start, records.Length);
            return got < 0 ? -Marshal.GetLastPInvokeError() : (int)got;
        }
    }

    /// <summary>Reads at an offset; 0 at the end, or minus the error number.</summary>
    public static long ReadAt(int file, Span<byte> into, long offset)
    {
        fixed (byte* start = into)
        {
            while (true)
            {
                var got = PositionedRead(file, start, into.Length, (nint)offset);
                if (got >= 0)
                {
                    return got;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                {
                    return -error;
                }
            }
        }
    }

    /// <summary>Looks at an entry; 0, or minus the error number.</summary>
    public static int Look(int folder, ReadOnlySpan<byte> zeroEndedName, int flags, out EntryStat stat)
    {
        // The layout of struct statx is the same on every machine.
        var bytes = stackalloc byte[256];
        fixed (byte* name = zeroEndedName)
        {
            if (StatX(folder, name, flags, BasicStats, bytes) != 0)
            {
                stat = default;
                return -Marshal.GetLastPInvokeError();
            }
        }

        var stamp = new FileStamp(*(long*)(bytes + 40), Nanoseconds(bytes + 112), Nanoseconds(bytes + 96), *(ulong*)(bytes + 32));
        stat = new EntryStat(KindOf(*(ushort*)(bytes + 28)), stamp);
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    private static long Nanoseconds(byte* time) => (*(long*)time * 1_000_000_000) + *(uint*)(time + 8);

    private static EntryKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Folder,
        0xA000 => EntryKind.Symlink,
        _ => EntryKind.Special,
    };

    private static int Open(int parent, ReadOnlySpan<byte> zeroEndedName, int flags)
    {
        fixed (byte* name = zeroEndedName)
        {
            while (true)
            {
                var descriptor = OpenAt(parent, name, flags);
                if (descriptor >= 0)
                {
                    return descriptor;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                {
                    return -error;
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint folder, byte* records, nint length);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint PositionedRead(int file, byte* into, nint length, nint offset);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatX(int folder, byte* name, int flags, uint mask, byte* stat);
}
