using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Files;

/// <summary>What happened, as the kernel's bits (inotify(7)).</summary>
[Flags]
internal enum InotifyMask : uint
{
    None = 0,
    Modify = 0x2,
    Attributes = 0x4,
    CloseWrite = 0x8,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Create = 0x100,
    Delete = 0x200,
    DeleteSelf = 0x400,
    MoveSelf = 0x800,
    Unmount = 0x2000,
    QueueOverflow = 0x4000,
    Ignored = 0x8000,
    OnlyFolder = 0x1000000,
    IsFolder = 0x40000000,

    /// <summary>All that can change what an index of a folder holds. A file that stays open is never closed, so each write counts and not the close alone.</summary>
    OfFolders = Modify | Attributes | CloseWrite | MovedFrom | MovedTo | Create | Delete | DeleteSelf | MoveSelf | OnlyFolder,
}

/// <summary>The kernel's queue of file events, with names as bytes; .NET's own watcher takes strings only and hides an overflow behind an event of its own.</summary>
internal sealed unsafe partial class Inotify : IDisposable
{
    public const int NoSpace = 28;
    public const int TooManyFiles = 24;
    public const int NoMemory = 12;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;
    private const int TryAgain = 11;

    private readonly int _queue;
    private readonly int _wake;

    private Inotify(int queue, int wake) => (_queue, _wake) = (queue, wake);

    /// <summary>Makes a queue; null where the system refuses, with its error number.</summary>
    public static Inotify? TryOpen(out int error)
    {
        error = 0;
        var queue = InitQueue(CloseOnExec | NonBlocking);
        if (queue < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        var wake = EventDescriptor(0, CloseOnExec | NonBlocking);
        if (wake >= 0)
        {
            return new Inotify(queue, wake);
        }

        error = Marshal.GetLastPInvokeError();
        _ = LibC.Close(queue);
        return null;
    }

    /// <summary>Watches an open folder, whatever its path is by now; its number in events, or minus the error number.</summary>
    public int Add(int folder) => Add($"/proc/self/fd/{folder}");

    /// <summary>Watches a folder; its number in events, or minus the error number.</summary>
    public int Add(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var watch = AddWatch(_queue, name, (uint)InotifyMask.OfFolders);
            return watch < 0 ? -Marshal.GetLastPInvokeError() : watch;
        }
    }

    /// <summary>Ends a watch; one that the kernel has ended is left as it is.</summary>
    public void Remove(int watch) => _ = RemoveWatch(_queue, watch);

    /// <summary>Waits for events and reads as many as there is room for.</summary>
    /// <returns>Bytes read; 0 after <see cref="Wake"/>, or minus the error number.</returns>
    public int Read(Span<byte> into)
    {
        var waits = stackalloc PollRecord[2];
        fixed (byte* start = into)
        {
            while (true)
            {
                waits[0] = new PollRecord(_queue, Readable, 0);
                waits[1] = new PollRecord(_wake, Readable, 0);
                if (Poll(waits, 2, -1) < 0 && Marshal.GetLastPInvokeError() != LibC.Interrupted)
                {
                    return -Marshal.GetLastPInvokeError();
                }

                if (waits[1].Happened != 0)
                {
                    return 0;
                }

                var got = ReadQueue(_queue, start, into.Length);
                if (got > 0)
                {
                    return (int)got;
                }

                var error = Marshal.GetLastPInvokeError();
                if (got < 0 && error is not (TryAgain or LibC.Interrupted))
                {
                    return -error;
                }
            }
        }
    }

    /// <summary>Ends the waiting of a reader.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = WriteEvent(_wake, &one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = LibC.Close(_queue);
        _ = LibC.Close(_wake);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct PollRecord(int Descriptor, short Events, short Happened);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InitQueue(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static partial int AddWatch(int queue, byte* path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveWatch(int queue, int watch);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollRecord* records, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadQueue(int queue, byte* into, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteEvent(int descriptor, ulong* value, nint length);
}
