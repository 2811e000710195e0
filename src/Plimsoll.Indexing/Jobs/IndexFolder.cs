using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>The folder of an index and what lies in it.</summary>
internal static class IndexFolder
{
    /// <summary>What it is called in the root.</summary>
    public const string DefaultName = ".plimsoll";

    /// <summary>The file whose lock the writer of the index has.</summary>
    public const string LockName = "lock";

    private const string RootName = "root";
    private const string FreshName = "fresh";
    private const int LongestRoot = 32 * 1024;

    /// <summary>What holds a lock shorter than this is not worth a word.</summary>
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(25);

    private const string TemporaryPrefix = "tmp-";

    /// <summary>The folder of the index of a root.</summary>
    public static string Of(string root, string? indexFolder) =>
        Path.GetFullPath(indexFolder ?? Path.Combine(root, DefaultName));

    /// <summary>Takes the folder as <see cref="Claim(string, bool, TimeProvider)"/> does; while another process has it, waits and tries again.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isNamed">Whether somebody named it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="waiting">Told once, after a second, who has it; or null.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="IndexException">As there; patience is over.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public static FileLock Claim(string folder, bool isNamed, TimeProvider time, TimeSpan patience, Action<string>? waiting, CancellationToken stop)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return Claim(folder, isNamed, time);
            }
            catch (IndexException error) when (error.Failure == IndexFailure.Locked && (patience == Timeout.InfiniteTimeSpan || time.GetElapsedTime(start) < patience))
            {
                if (time.GetElapsedTime(start) > TellAfter)
                {
                    waiting?.Invoke(error.Message);
                    waiting = null;
                }

                if (stop.WaitHandle.WaitOne(TryAgainAfter))
                    throw new OperationCanceledException(stop);
            }
        }
    }

    /// <summary>Makes the folder, hides it from git, and takes the lock that makes this process its only writer.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isNamed">Whether somebody named it; else it is the default one of its root.</param>
    /// <param name="time">The clock for the lock's note.</param>
    /// <exception cref="IndexException">It cannot be written, is no folder of an index, or another process writes it.</exception>
    public static FileLock Claim(string folder, bool isNamed, TimeProvider time)
    {
        try
        {
            IndexOwnership.Claim(folder, isNamed);
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

    /// <summary>A folder in the place of a file cannot be replaced, and what is in it may be somebody's.</summary>
    /// <exception cref="IndexException">There is one.</exception>
    public static void RequireNoFolder(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (Directory.Exists(path))
        {
            throw new IndexException(
                IndexFailure.CannotWrite, $"{path} is a folder where the index has a file. Move it away or delete it, and run the same command again.");
        }
    }

    /// <summary>
    /// Ties an index outside of its root to that root, so that a search finds the files and another root does not take its place unseen.
    /// The index in a root's own folder moves with the root and needs no tie.
    /// </summary>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="root">What is about to be indexed.</param>
    /// <param name="replace">Whether another root may be replaced.</param>
    /// <param name="warnings">Receives a sentence when the tie was damaged.</param>
    /// <exception cref="IndexException">The folder holds the index of another root.</exception>
    public static void Bind(string folder, string root, bool replace, List<string> warnings)
    {
        if (folder == Of(root, null))
            return;
        string? bound = RootOf(folder);
        if (bound == root)
            return;
        if (bound is not null && !replace && File.Exists(Path.Combine(folder, Manifest.FileName)))
        {
            throw new IndexException(
                IndexFailure.Usage, $"{folder} holds the index of {bound}, not of {root}. Give each root its own --index-dir, or replace it with --fresh.");
        }

        string path = Path.Combine(folder, RootName);
        if (bound is null && File.Exists(path))
            warnings.Add($"{path} was damaged and has been written anew.");
        byte[] text = Encoding.UTF8.GetBytes(root);
        byte[] bytes = new byte[sizeof(uint) + text.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Crc32C.Compute(text));
        text.CopyTo(bytes, sizeof(uint));
        AtomicFile.Write(path, bytes);
    }

    /// <summary>The root that an index was made of: the one it is tied to, else the one it lies in; null when nothing (or nothing intact) says so.</summary>
    public static string? RootOf(string folder) => TieOf(folder) ?? RootAround(folder);

    private static string? TieOf(string folder)
    {
        string path = Path.Combine(folder, RootName);
        using FileStream? stream = OpenRoot(path);
        if (stream is null || stream.Length is <= sizeof(uint) or > LongestRoot)
            return null;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ReadOnlySpan<byte> text = bytes.AsSpan(sizeof(uint));
        return Crc32C.Compute(text) == BinaryPrimitives.ReadUInt32LittleEndian(bytes) ? Encoding.UTF8.GetString(text) : null;
    }

    /// <summary>The root whose usual folder this is; null for another name. Such an index says nothing of its root: it lies in it.</summary>
    private static string? RootAround(string folder) => Path.GetDirectoryName(folder) is string parent && Of(parent, null) == folder ? parent : null;

    private static FileStream? OpenRoot(string path)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or NoRegularFileException)
        {
            return null;
        }
    }

    /// <summary>
    /// Where a run writes: a run that makes a new index beside an old one works in a folder of its own, and the old one answers until the
    /// new one is complete.
    /// </summary>
    public static string WorkingFolder(string folder, bool fresh)
    {
        string working = Path.Combine(folder, FreshName);
        if (fresh && (Directory.Exists(working) || File.Exists(Path.Combine(folder, Manifest.FileName)) || SegmentFiles(folder).Length > 0))
        {
            IndexOwnership.Claim(working, mayBeLink: false);
            SweepTemporaries(working);
            return working;
        }

        if (Directory.Exists(working))
        {
            IndexOwnership.Claim(working, mayBeLink: false);
            Clear(working);
        }

        return folder;
    }

    /// <summary>
    /// Puts the complete index of a working folder in force. A crash between leaves the old one in force, and what was moved counts for the next run.
    /// </summary>
    public static void PutInForce(string working, string folder, long generation)
    {
        Manifest made = Manifest.Load(working) ?? throw new InvalidOperationException($"There is no index in {working}.");
        foreach (string file in Directory.GetFiles(working))
        {
            string name = Path.GetFileName(file);
            if (IndexOwnership.IsOfSegment(name) || name is SkipList.FileName or CheckedSegments.FileName)
                File.Move(file, Path.Combine(folder, name), overwrite: true);
        }

        (made with { Generation = Math.Max(made.Generation, generation + 1) }).Save(folder);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SegmentEntry entry in made.Segments)
            names.Add(entry.Name);
        DeleteExcept(folder, names);
        Clear(working);
    }

    /// <summary>Deletes a working folder with what a run makes in it; a file of somebody else stays, and the folder with it.</summary>
    private static void Clear(string working)
    {
        DeleteExcept(working, []);
        SweepTemporaries(working);
        VectorStore.DeleteFiles(working);
        foreach (string name in new[] { Manifest.FileName, SkipList.FileName, CheckedSegments.FileName, IndexOwnership.MarkName })
            File.Delete(Path.Combine(working, name));
        if (!Directory.EnumerateFileSystemEntries(working).Any())
            Directory.Delete(working);
    }

    /// <summary>A name for a file in the making; what a crash leaves of it is swept by the next run.</summary>
    public static string TemporaryName(int worker) => $"{TemporaryPrefix}{worker}";

    /// <summary>The segment files that are there.</summary>
    public static string[] SegmentFiles(string folder) =>
        Array.FindAll(Directory.GetFiles(folder, "*" + SegmentFormat.Extension), file => IndexOwnership.IsOfSegment(Path.GetFileName(file)));

    /// <summary>Deletes segments (and what belongs to them) that the manifest does not name.</summary>
    public static void DeleteExcept(string folder, HashSet<string> names)
    {
        foreach (string file in SegmentFiles(folder))
        {
            if (names.Contains(Path.GetFileName(file)))
                continue;
            File.Delete(file);
            File.Delete(file + StampFile.Extension);
            File.Delete(file + TextHashFile.Extension);
        }
    }

    /// <summary>Bytes of all files of the index.</summary>
    public static long SizeOf(string folder)
    {
        long bytes = 0;
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
            bytes += LengthOf(file);
        return bytes;
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // A writer has renamed or deleted it since it was listed.
            return 0;
        }
    }

    private static void SweepTemporaries(string folder)
    {
        AtomicFile.SweepTemporaries(folder);
        foreach (string file in Directory.GetFiles(folder, TemporaryPrefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(file.AsSpan())[TemporaryPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
                File.Delete(file);
        }
    }
}
