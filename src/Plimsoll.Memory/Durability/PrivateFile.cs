using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>Files that only their owner may read, held under a lock while they are in use, so that a sweep can tell abandoned ones from living ones.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A sweep that never rests can meet the one instant several times in a row, on a busy machine even five times; a hundred times means something else.
    private const int MaxTries = 100;

    // A folder that may not be listed has nothing that could be swept. Names with a leading dot count as hidden and are wanted.
    private static readonly EnumerationOptions AllReadable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MatchCasing = MatchCasing.CaseSensitive };

    /// <summary>Creates a file with a fresh name made by <paramref name="prefix"/> and <paramref name="suffix"/>, locked until its handle is closed.</summary>
    public static SafeFileHandle CreateLocked(string folder, string prefix, string suffix, out string path)
    {
        for (int attempt = 1; attempt <= MaxTries; attempt++)
        {
            path = Path.Combine(folder, $"{prefix}{Environment.ProcessId:x}-{Guid.NewGuid().ToString("N")[..12]}{suffix}");
            if (TryCreate(path) is { } handle) return handle;
        }

        throw new IOException($"{folder}: each of {MaxTries} new files was taken away or locked by another process at once");
    }

    /// <summary>Deletes the files of this pattern whose owner is gone; those in use or not ours to delete are left. Returns how many went.</summary>
    public static int Sweep(string folder, string pattern)
    {
        if (!Directory.Exists(folder)) return 0;
        int deleted = 0;
        foreach (string path in Directory.EnumerateFiles(folder, pattern, AllReadable))
        {
            if (TryDeleteAbandoned(path)) deleted++;
        }

        return deleted;
    }

    // A sweep can lock or delete a file in the instant between its creation and its locking; then another name is tried.
    private static SafeFileHandle? TryCreate(string path)
    {
        try
        {
            var handle = Open(path, FileMode.CreateNew, FileShare.Read);
            if (File.Exists(path)) return handle;
            handle.Dispose();
            return null;
        }
        catch (IOException taken) when (Posix.IsLockedByAnother(taken))
        {
            return null;
        }
    }

    /// <summary>
    /// Opens with the runtime's lock, which on Unix is <c>flock</c> and dies with the process. A writer takes the shared one, so that readers can open
    /// the file in the instant between its rename and its closing; a sweep asks for the exclusive one and is refused while a writer lives.
    /// </summary>
    private static SafeFileHandle Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = OwnerOnly;
        // Only FileStream can give the mode at creation. It is let go without being closed (its finalizer leaves the handle alone): the handle belongs to the caller.
        return new FileStream(path, options).SafeFileHandle;
    }

    private static bool TryDeleteAbandoned(string path)
    {
        try
        {
            using var handle = Open(path, FileMode.Open, FileShare.None);
            if (!OperatingSystem.IsWindows()) File.Delete(path);
        }
        catch (Exception inUse) when (DurableWriteException.Covers(inUse))
        {
            return false;
        }

        // Windows cannot delete under an open handle.
        if (OperatingSystem.IsWindows()) File.Delete(path);
        return true;
    }
}
