using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>One writer at a time across processes: a lock on an open file, which the kernel takes back when its process ends in any way.</summary>
/// <remarks>The lock file stays in its folder, since deleting it could give two processes two locks of the same name; only the kernel's lock counts, never that the file is there.</remarks>
public sealed class FileLock : IDisposable
{
    private const int MaxNoteBytes = 64;
    private const int NoteWaitMs = 500;
    private readonly SafeFileHandle _handle;

    private FileLock(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    /// <summary>The lock file.</summary>
    public string Path { get; }

    /// <summary>Takes the lock, or gives null when another holder has it (in this process or another) and says in <paramref name="holder"/> who.</summary>
    /// <exception cref="DurableWriteException">The lock file cannot be made or written.</exception>
    public static FileLock? TryTake(string path, TimeProvider time, out FileLockHolder? holder)
    {
        try
        {
            holder = null;
            if (TryOpenLocked(path) is not { } handle)
            {
                holder = AwaitNote(path);
                return null;
            }

            WriteNote(handle, time);
            return new FileLock(path, handle);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="FileLockedException">Another process has it; the message says which, since when, and what to do.</exception>
    /// <exception cref="DurableWriteException">The lock file cannot be made or written.</exception>
    public static FileLock Take(string path, TimeProvider time) => TryTake(path, time, out var holder) ?? throw new FileLockedException(path, holder);

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle? TryOpenLocked(string path)
    {
        if (OperatingSystem.IsWindows()) return TryOpenLockedWindows(path);
        var handle = Posix.OpenPrivate(path, create: true);
        if (Posix.TryLock(handle)) return handle;
        handle.Dispose();
        return null;
    }

    [System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage(Justification = "Runs on Windows only.")]
    private static SafeFileHandle? TryOpenLockedWindows(string path)
    {
        const int SharingViolation = unchecked((int)0x80070020);
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException held) when (held.HResult == SharingViolation)
        {
            return null;
        }
    }

    // The note is for people; the lock itself never depends on it.
    private static void WriteNote(SafeFileHandle handle, TimeProvider time)
    {
        Span<byte> note = stackalloc byte[MaxNoteBytes];
        Utf8Formatter.TryFormat(Environment.ProcessId, note, out int length);
        note[length++] = (byte)' ';
        Utf8Formatter.TryFormat(time.GetUtcNow().ToUnixTimeMilliseconds(), note[length..], out int more);
        length += more;
        note[length++] = (byte)'\n';
        RandomAccess.SetLength(handle, 0); // a reader sees this note or none, never that of an earlier holder
        RandomAccess.Write(handle, note[..length], 0);
    }

    /// <summary>The holder writes its note right after it has the lock, so a note that is missing is about to come.</summary>
    private static FileLockHolder? AwaitNote(string path)
    {
        FileLockHolder? holder = null;
        SpinWait.SpinUntil(() => (holder = ReadNote(path)) is not null, NoteWaitMs);
        return holder;
    }

    private static FileLockHolder? ReadNote(string path)
    {
        Span<byte> note = stackalloc byte[MaxNoteBytes];
        using var handle = OperatingSystem.IsWindows()
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
            : Posix.OpenPrivate(path, create: false);
        return FileLockHolder.Parse(note[..RandomAccess.Read(handle, note, 0)]);
    }
}
