namespace Plimsoll.Memory;

/// <summary>
/// A set of many files that appears as a whole: they are written into a private folder beside, made durable by one call for all of them, and then given their names by renames. A sync for each of
/// thousands of files would take longer than the work. What a crash leaves behind goes with the next <see cref="Create"/> in the same place.
/// </summary>
/// <remarks>The renames of several entries are not one step; whoever reads a set goes by the entry that is moved last.</remarks>
public sealed class StagedFolder : IDisposable
{
    private const string Prefix = ".plimsoll-new-";
    private const string LockName = ".lock";

    private readonly FileLock _lock;
    private readonly string _target;

    private StagedFolder(string target, string path, FileLock held) => (_target, Path, _lock) = (target, path, held);

    /// <summary>Where the files are written.</summary>
    public string Path { get; }

    /// <summary>Makes a private folder inside another, and takes away what killed processes left there.</summary>
    /// <param name="target">An existing folder, in which the entries get their names.</param>
    /// <param name="time">The clock, for whoever looks at the lock.</param>
    /// <exception cref="DurableWriteException">It cannot be made.</exception>
    public static StagedFolder Create(string target, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        target = System.IO.Path.GetFullPath(target);
        Sweep(target, time);
        string path = System.IO.Path.Join(target, $"{Prefix}{Guid.NewGuid().ToString("N")[..12]}");
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }

        return new StagedFolder(target, path, FileLock.Take(System.IO.Path.Join(path, LockName), time));
    }

    /// <summary>Makes durable all that was written here.</summary>
    /// <exception cref="DurableWriteException">The disk refused something.</exception>
    public void Sync() => Guard(Path, () => Posix.SyncAll(Path));

    /// <summary>Gives a file or a folder its name in the target, in place of what has it there.</summary>
    /// <param name="name">Its name here and there.</param>
    /// <exception cref="DurableWriteException">It could not.</exception>
    public void Move(string name)
    {
        string from = System.IO.Path.Join(Path, name), to = System.IO.Path.Join(_target, name);
        Guard(to, () =>
        {
            if (!Directory.Exists(from))
            {
                File.Move(from, to, overwrite: true);
            }
            else
            {
                MoveFolder(from, to, System.IO.Path.Join(Path, $"{LockName}-{name}"));
            }

            Posix.SyncFolder(_target);
        });
    }

    /// <summary>Takes away what was not moved.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        Delete(Path);
    }

    /// <summary>A folder cannot take the place of one that is not empty. Where the kernel can, both change places in one step, so that there is always one of them.</summary>
    private static void MoveFolder(string from, string to, string old)
    {
        if (Directory.Exists(to))
        {
            if (Posix.TryExchange(from, to)) return;
            Directory.Move(to, old);
        }

        Directory.Move(from, to);
    }

    private static void Sweep(string target, TimeProvider time)
    {
        foreach (string path in Directory.EnumerateDirectories(target, Prefix + "*"))
        {
            using FileLock? abandoned = FileLock.TryTake(System.IO.Path.Join(path, LockName), time, out _);
            if (abandoned is not null) Delete(path);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            // The name tells the next sweep what it is.
            System.Diagnostics.Debug.WriteLine($"{path} stays for the next sweep: {cause.Message}");
        }
    }

    private static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }
    }
}
