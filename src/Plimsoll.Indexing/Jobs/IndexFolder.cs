using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>The folder of an index and what lies in it.</summary>
internal static class IndexFolder
{
    /// <summary>What it is called in the root.</summary>
    public const string DefaultName = ".plimsoll";

    private const string LockName = "lock";
    private const string TemporaryPrefix = "tmp-";

    /// <summary>The folder of the index of a root.</summary>
    public static string Of(string root, string? indexFolder) =>
        Path.GetFullPath(indexFolder ?? Path.Combine(root, DefaultName));

    /// <summary>Makes the folder, hides it from git, and takes the lock that makes this process its only writer.</summary>
    /// <exception cref="IndexException">It cannot be written, or another process writes it.</exception>
    public static FileLock Claim(string folder, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(folder);
            FileLock claim = FileLock.Take(Path.Combine(folder, LockName), time);
            string ignore = Path.Combine(folder, ".gitignore");
            if (!File.Exists(ignore))
                AtomicFile.Write(ignore, "*\n"u8);
            SweepTemporaries(folder);
            return claim;
        }
        catch (FileLockedException error)
        {
            throw new IndexException(IndexFailure.Locked, error.Message, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IndexException(IndexFailure.CannotWrite, $"Cannot write the index in {folder}: {error.Message}", error);
        }
    }

    /// <summary>A name for a file in the making; what a crash leaves of it is swept by the next run.</summary>
    public static string TemporaryName(int worker) => $"{TemporaryPrefix}{worker}";

    /// <summary>The segment files that are there.</summary>
    public static string[] SegmentFiles(string folder) => Directory.GetFiles(folder, "*" + SegmentFormat.Extension);

    /// <summary>Deletes segments (and what belongs to them) that the manifest does not name.</summary>
    public static void DeleteExcept(string folder, HashSet<string> names)
    {
        foreach (string file in SegmentFiles(folder))
        {
            if (names.Contains(Path.GetFileName(file)))
                continue;
            File.Delete(file);
            File.Delete(file + StampFile.Extension);
        }
    }

    /// <summary>Bytes of all files of the index.</summary>
    public static long SizeOf(string folder)
    {
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
            bytes += file.Length;
        return bytes;
    }

    private static void SweepTemporaries(string folder)
    {
        AtomicFile.SweepTemporaries(folder);
        foreach (string file in Directory.GetFiles(folder, TemporaryPrefix + "*"))
            File.Delete(file);
    }
}
