namespace Plimsoll.Memory;

/// <summary>Why something could not be written, in the words on which a caller decides.</summary>
public enum DurableFailure
{
    /// <summary>The disk or the quota is full.</summary>
    NoSpace,

    /// <summary>The file system is read-only.</summary>
    ReadOnly,

    /// <summary>The permissions forbid it.</summary>
    Denied,

    /// <summary>The folder is not there (any more).</summary>
    FolderGone,

    /// <summary>The device or the system failed in another way.</summary>
    IoError,
}

/// <summary>A durable file could not be written. What was there before is unharmed: the new content never took its name.</summary>
public sealed class DurableWriteException : IOException
{
    internal DurableWriteException(DurableFailure kind, string path, long bytes, Exception? cause)
        : base(Describe(kind, path, bytes, cause), cause)
    {
        Kind = kind;
        Path = path;
        Bytes = bytes;
    }

    /// <summary>What went wrong.</summary>
    public DurableFailure Kind { get; }

    /// <summary>The file that was to be written.</summary>
    public string Path { get; }

    /// <summary>How many bytes had been written, or (when the space was refused beforehand) how many were asked for.</summary>
    public long Bytes { get; }

    internal static DurableWriteException From(Exception cause, string path, long bytes) =>
        cause as DurableWriteException ?? new DurableWriteException(Classify(cause), path, bytes, cause);

    /// <summary>Whether the exception is one that the file system throws, as opposed to a mistake in the program.</summary>
    internal static bool Covers(Exception cause) => cause is IOException or UnauthorizedAccessException;

    private static DurableFailure Classify(Exception cause)
    {
        if (cause is UnauthorizedAccessException) return DurableFailure.Denied;
        if (cause is DirectoryNotFoundException or FileNotFoundException or DriveNotFoundException) return DurableFailure.FolderGone;
        // The runtime keeps the system's own number in the low half of HResult: errno on Unix, the Win32 code on Windows.
        int code = cause.HResult & 0xFFFF;
        return OperatingSystem.IsWindows() ? ClassifyWindows(code) : ClassifyUnix(code);
    }

    private static DurableFailure ClassifyUnix(int errno) => errno switch
    {
        28 or 122 or 69 => DurableFailure.NoSpace, // ENOSPC, EDQUOT on Linux, EDQUOT on macOS
        30 => DurableFailure.ReadOnly, // EROFS
        1 or 13 => DurableFailure.Denied, // EPERM, EACCES
        2 or 20 => DurableFailure.FolderGone, // ENOENT, ENOTDIR
        _ => DurableFailure.IoError,
    };

    [System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage(Justification = "Runs on Windows only.")]
    private static DurableFailure ClassifyWindows(int code) => code switch
    {
        39 or 112 or 1295 => DurableFailure.NoSpace, // HANDLE_DISK_FULL, DISK_FULL, DISK_QUOTA_EXCEEDED
        19 => DurableFailure.ReadOnly, // WRITE_PROTECT
        5 => DurableFailure.Denied, // ACCESS_DENIED
        2 or 3 => DurableFailure.FolderGone, // FILE_NOT_FOUND, PATH_NOT_FOUND
        _ => DurableFailure.IoError,
    };

    private static string Describe(DurableFailure kind, string path, long bytes, Exception? cause)
    {
        string folder = System.IO.Path.GetDirectoryName(path) ?? path;
        return kind switch
        {
            DurableFailure.NoSpace => $"cannot write {path}: no space left at {bytes:N0} bytes; free space on the disk of {folder}, or choose another folder, and run the same command again",
            DurableFailure.ReadOnly => $"cannot write {path}: the file system is read-only; choose a folder on a writable disk",
            DurableFailure.Denied => $"cannot write {path}: permission denied; make {folder} writable for this user, or choose another folder",
            DurableFailure.FolderGone => $"cannot write {path}: the folder {folder} is not there; create it and run the same command again",
            _ => $"cannot write {path}: input/output error after {bytes:N0} bytes ({cause?.Message ?? "short write"}); check the disk of {folder} and run the same command again",
        };
    }
}
