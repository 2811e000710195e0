using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>The few system calls for durability that the base library does not offer.</summary>
internal static partial class Posix
{
    private const int OpenReadOnly = 0;
    private const int OpenReadWrite = 2;
    private const int OwnerOnly = 0x180; // 0600
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int AtCurrentFolder = -100;
    private const uint RenameExchange = 2;
    private const int NotSupportedByFileSystem = 22; // EINVAL

    /// <summary>Forces the names inside a folder to the disk; without it a rename can be undone by a power cut.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals the rename; folders cannot be flushed there.
        int file = open(folder, OpenReadOnly, 0);
        if (file < 0) throw LastError($"open {folder}");
        try
        {
            // Some network file systems cannot sync a folder and say EINVAL; there is nothing more to be had from them.
            if (fsync(file) != 0 && Marshal.GetLastPInvokeError() != NotSupportedByFileSystem) throw LastError($"fsync {folder}");
        }
        finally
        {
            _ = close(file);
        }
    }

    /// <summary>Forces all that was written to the file system of a folder to the disk: one call for many files.</summary>
    public static void SyncAll(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // there is no such call; the renames that follow are journalled
        if (!OperatingSystem.IsLinux())
        {
            sync();
            return;
        }

        int file = open(folder, OpenReadOnly, 0);
        if (file < 0) throw LastError($"open {folder}");
        try
        {
            if (syncfs(file) != 0) throw LastError($"syncfs {folder}");
        }
        finally
        {
            _ = close(file);
        }
    }

    /// <summary>Lets two paths change places in one step; false where the kernel or the file system cannot.</summary>
    public static bool TryExchange(string one, string other)
    {
        try
        {
            return OperatingSystem.IsLinux() && renameat2(AtCurrentFolder, one, AtCurrentFolder, other, RenameExchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // C libraries before 2018 do not have it
        }
    }

    /// <summary>Takes the exclusive lock of an open file if nobody has it; it goes when the last copy of the handle is closed, even by SIGKILL.</summary>
    public static bool TryLock(SafeFileHandle handle) => flock(handle, LockExclusive | LockNonBlocking) == 0;

    /// <summary>Opens without the runtime's own advisory lock, so that a locked file can still be read.</summary>
    public static SafeFileHandle OpenPrivate(string path, bool create)
    {
        // The numbers of these two flags differ between the kernels.
        int createFlag = OperatingSystem.IsLinux() ? 0x40 : 0x200;
        int closeOnExec = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;
        // A link in the place of the file, which a foreign checkout may hold, must not lead a write out of the folder.
        int file = open(path, closeOnExec | NoFollow | (create ? OpenReadWrite | createFlag : OpenReadOnly), OwnerOnly);
        if (file < 0) throw LastError($"open {path}");
        // open is variadic, and on ARM Macs the mode of a variadic call is not where this one puts it.
        if (create && OperatingSystem.IsMacOS()) _ = fchmod(file, OwnerOnly);
        return new SafeFileHandle(file, ownsHandle: true);
    }

    /// <summary>O_NOFOLLOW; its number differs between kernels and machines.</summary>
    private static int NoFollow =>
        !OperatingSystem.IsLinux() ? 0x100 : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Whether the runtime's own lock at opening met another's: EWOULDBLOCK, or a sharing violation on Windows.</summary>
    public static bool IsLockedByAnother(IOException cause) =>
        (cause.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? 32 : OperatingSystem.IsMacOS() ? 35 : 11);

    private static IOException LastError(string what)
    {
        int errno = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmod(int file, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int oneFolder, string one, int otherFolder, string other, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int syncfs(int file);

    [LibraryImport("libc")]
    private static partial void sync();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
