using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// Hears from the kernel what changes in a tree, and in those files of git outside of it that decide what is ignored. A walk that is given the
/// watcher watches each folder right before it lists it, so no change falls between both; new folders are watched when they are walked. Linux only.
/// </summary>
/// <remarks>
/// Not heard of: writes by another machine to a network folder, writes through a memory map before the file is closed, and writes through a hard link that lies elsewhere.
/// </remarks>
public sealed partial class TreeWatcher : IDisposable
{
    // Some 2,000 events at once.
    private const int BufferBytes = 64 * 1024;
    private const int EventHead = 16;

    private readonly Lock _gate = new();
    private readonly Inotify _inotify;
    private readonly ChangeQueue _queue;
    private readonly WatchedFolders _folders = new();
    private readonly byte[][] _ignoreNames;
    private readonly string _root;
    private readonly int _mostFolders;
    private readonly Func<string, string?> _environment;
    private readonly Thread _thread;
    private int _rootWatch = -1;

    private TreeWatcher(Inotify inotify, string root, WalkOptions options, int mostFolders, TimeProvider time, Func<string, string?> environment)
    {
        (_inotify, _root, _mostFolders, _environment) = (inotify, root, mostFolders, environment);
        _queue = new ChangeQueue(time);
        List<byte[]> names = options.UseIgnoreFiles ? [".gitignore"u8.ToArray()] : [];
        foreach (var name in options.UseIgnoreFiles ? options.ExtraIgnoreFiles : [])
        {
            names.Add(Encoding.UTF8.GetBytes(name));
        }

        _ignoreNames = [.. names];
        _thread = new Thread(Listen) { Name = "watch", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why changes are no longer heard of, in words that end "because ..."; null while they are.</summary>
    public string? Failure { get; private set; }

    /// <summary>Folders that are watched now.</summary>
    public int FolderCount
    {
        get
        {
            lock (_gate)
            {
                return _folders.Count;
            }
        }
    }

    /// <summary>Begins to listen; what is watched is decided by the walks that are given the watcher.</summary>
    /// <param name="root">The root of the walks.</param>
    /// <param name="options">The options of the walks.</param>
    /// <param name="mostFolders">Beyond so many folders it gives up; each takes some 256 bytes here and a kilobyte of the kernel's memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="whyNot">Why there is no watcher, in words that end "because ...".</param>
    /// <returns>The watcher; null where the system has none to give.</returns>
    public static TreeWatcher? Start(string root, WalkOptions options, int mostFolders, TimeProvider time, out string whyNot) =>
        Start(root, options, mostFolders, time, Environment.GetEnvironmentVariable, out whyNot);

    internal static TreeWatcher? Start(
        string root, WalkOptions options, int mostFolders, TimeProvider time, Func<string, string?> environment, out string whyNot)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        whyNot = "";
        if (!LibC.IsSupported)
        {
            whyNot = "file events are read on Linux only";
            return null;
        }

        if (Inotify.TryOpen(out var error) is { } inotify)
        {
            return new TreeWatcher(inotify, Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), options, mostFolders, time, environment);
        }

        whyNot = WhyNot(error);
        return null;
    }

    /// <summary>Waits for changes and takes them.</summary>
    /// <param name="quiet">For how long nothing must come before they are given; while changes keep coming they are given after three times as long, and much at once after twenty times.</param>
    /// <param name="longest">How long to wait when nothing comes at all.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>The changes; null where none came or the waiting was ended.</returns>
    public TreeChanges? Wait(TimeSpan quiet, TimeSpan longest, CancellationToken stop) => _queue.Take(quiet, longest, stop);

    /// <summary>Ends the watches.</summary>
    public void Dispose()
    {
        _inotify.Wake();
        _thread.Join();
        _inotify.Dispose();
    }

    /// <summary>A walk is about to list a folder.</summary>
    /// <param name="path">Its path relative to the root; empty for the root.</param>
    /// <param name="folder">The open folder.</param>
    internal void Enter(ReadOnlySpan<byte> path, int folder)
    {
        lock (_gate)
        {
            if (Failure is not null)
            {
                return;
            }

            var watch = _inotify.Add(folder);
            if (watch >= 0)
            {
                _folders.Set(watch, path);
                _rootWatch = path.IsEmpty ? watch : _rootWatch;
            }

            // A folder that is gone by now is none of the reasons to give up.
            if (watch is -Inotify.NoSpace or -Inotify.NoMemory or -LibC.NoEntry && (watch != -LibC.NoEntry || !Directory.Exists("/proc/self/fd")))
            {
                Fail_NeedsLock(WhyNot(-watch));
            }
            else if (_folders.Count > _mostFolders)
            {
                Fail_NeedsLock($"the tree has more than the {_mostFolders} folders that the memory line leaves room for");
            }
        }
    }

    private static string WhyNot(int error) => error switch
    {
        Inotify.NoSpace => $"the system allows {Limit("max_user_watches")} watched folders a user and the tree needs more "
            + "(raise fs.inotify.max_user_watches with sysctl to get file events)",
        Inotify.TooManyFiles => $"the system allows {Limit("max_user_instances")} watching programs a user, or this process has too many open files "
            + "(raise fs.inotify.max_user_instances with sysctl to get file events)",
        LibC.NoEntry => "/proc is not there",
        _ => $"the system refused to watch (error {error}: {Marshal.GetPInvokeErrorMessage(error)})",
    };

    private static string Limit(string name) =>
        SmallFile.TryRead($"/proc/sys/fs/inotify/{name}", 64) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : "only so many";

    private void Fail_NeedsLock(string because)
    {
        Failure = because;
        foreach (var watch in _folders.DropAll())
        {
            _inotify.Remove(watch);
        }

        _queue.Add(changes => changes.AddWhole(because));
    }

    private void Listen()
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var got = _inotify.Read(buffer);
            if (got == 0)
            {
                return;
            }

            lock (_gate)
            {
                if (got < 0)
                {
                    Fail_NeedsLock(WhyNot(-got));
                    return;
                }

                _queue.Add(changes => Take_NeedsLock(changes, buffer.AsSpan(0, got)));
            }
        }
    }

    private void Take_NeedsLock(TreeChanges changes, ReadOnlySpan<byte> events)
    {
        while (events.Length >= EventHead)
        {
            var watch = MemoryMarshal.Read<int>(events);
            var mask = (InotifyMask)MemoryMarshal.Read<uint>(events[4..]);
            var length = MemoryMarshal.Read<int>(events[12..]);
            var name = events.Slice(EventHead, length);
            var end = name.IndexOf((byte)0);
            TakeOne_NeedsLock(changes, watch, mask, end < 0 ? name : name[..end]);
            events = events[(EventHead + length)..];
        }
    }

    private void TakeOne_NeedsLock(TreeChanges changes, int watch, InotifyMask mask, ReadOnlySpan<byte> name)
    {
        if (mask.HasFlag(InotifyMask.QueueOverflow))
        {
            changes.AddLoss("more events came than the system keeps");
            return;
        }

        if (!name.IsEmpty)
        {
            TakeFile_NeedsLock(changes, watch, name);
        }

        if (!_folders.TryGet(watch, out var folder))
        {
            return;
        }

        if (mask.HasFlag(InotifyMask.Ignored))
        {
            _folders.Forget(watch);
        }
        else if (!name.IsEmpty)
        {
            TakeEntry_NeedsLock(changes, folder, mask, name);
        }
        else if ((mask & (InotifyMask.DeleteSelf | InotifyMask.MoveSelf)) != InotifyMask.None && watch == _rootWatch)
        {
            changes.AddWhole("the folder itself was moved or deleted");
        }
        else if (mask.HasFlag(InotifyMask.Unmount))
        {
            changes.AddWhole("a file system was unmounted");
        }
    }

    private void TakeEntry_NeedsLock(TreeChanges changes, byte[] folder, InotifyMask mask, ReadOnlySpan<byte> name)
    {
        const InotifyMask Named = InotifyMask.Create | InotifyMask.Delete | InotifyMask.MovedFrom | InotifyMask.MovedTo;
        if (name.SequenceEqual(".plimsoll"u8))
        {
            return;
        }

        if (name.SequenceEqual(".git"u8))
        {
            if ((mask & (Named | InotifyMask.CloseWrite)) != InotifyMask.None)
            {
                AddFolder(changes, folder, "a git repository came or went");
            }

            return;
        }

        byte[] path = folder.Length == 0 ? name.ToArray() : [.. folder, (byte)'/', .. name];
        if (mask.HasFlag(InotifyMask.IsFolder) && (mask & (InotifyMask.MovedFrom | InotifyMask.Delete)) != InotifyMask.None)
        {
            Remove_NeedsLock(_folders.Drop(path));
        }

        if (IsIgnoreFile(name))
        {
            AddFolder(changes, folder, "rules of what is ignored have changed");
        }

        changes.Add(path);
    }

    private bool IsIgnoreFile(ReadOnlySpan<byte> name)
    {
        foreach (var known in _ignoreNames)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A folder with all that is below it; for the root, the whole tree and why.</summary>
    private static void AddFolder(TreeChanges changes, byte[] folder, string because)
    {
        if (folder.Length == 0)
        {
            changes.AddWhole(because);
        }
        else
        {
            changes.Add(folder);
        }
    }

    private void Remove_NeedsLock(List<int> watches)
    {
        foreach (var watch in watches)
        {
            if (!_files.ContainsKey(watch))
            {
                _inotify.Remove(watch);
            }
        }
    }
}
