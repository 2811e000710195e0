using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Files;

/// <summary>One source file opened for reading at offsets; on Linux by a raw descriptor, elsewhere by .NET's handle.</summary>
internal readonly struct OpenSource : IDisposable
{
    private readonly int _descriptor;
    private readonly SafeFileHandle? _handle;
    private readonly string? _path;

    private OpenSource(int descriptor, SafeFileHandle? handle, string? path)
    {
        _descriptor = descriptor;
        _handle = handle;
        _path = path;
    }

    /// <summary>Opens a path relative to a folder's descriptor.</summary>
    public static SkipReason OpenLinux(int root, ReadOnlySpan<byte> path, out OpenSource source)
    {
        var descriptor = OpenDescriptor(root, path);
        source = new OpenSource(descriptor, null, null);
        // ELOOP says that the name is a link, which is a reason of its own here.
        return descriptor >= 0 ? SkipReason.None
            : descriptor == -LibC.LinkLoop ? SkipReason.Symlink : LinuxFolderSource.ReasonOf(-descriptor);
    }

    /// <summary>Opens a path below a folder by .NET's means.</summary>
    public static SkipReason OpenPortable(string root, ReadOnlySpan<byte> path, out OpenSource source)
    {
        var full = Path.Combine(root, Encoding.UTF8.GetString(path));
        source = default;
        try
        {
            var reason = PortableFolderSource.Look(full, out var stat);
            if (reason == SkipReason.None && stat.Kind == EntryKind.File)
            {
                source = new OpenSource(-1, File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), full);
            }

            return reason != SkipReason.None ? reason : ReasonOf(stat.Kind);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return PortableFolderSource.ReasonOf(problem);
        }
    }

    /// <summary>Why an entry of this kind is not read; None for a regular file.</summary>
    public static SkipReason ReasonOf(EntryKind kind) => kind switch
    {
        EntryKind.File => SkipReason.None,
        EntryKind.Symlink => SkipReason.Symlink,
        _ => SkipReason.SpecialFile,
    };

    /// <summary>Looks at the open file.</summary>
    public SkipReason Look(out EntryStat stat)
    {
        if (_path is not null)
        {
            return PortableFolderSource.Look(_path, out stat);
        }

        var error = LibC.Look(_descriptor, "\0"u8, LibC.EmptyPath, out stat);
        return error == 0 ? SkipReason.None : LinuxFolderSource.ReasonOf(-error);
    }

    /// <summary>Reads at an offset; 0 at the end, negative on an error.</summary>
    public long ReadAt(Span<byte> into, long offset)
    {
        if (_handle is null)
        {
            return LibC.ReadAt(_descriptor, into, offset);
        }

        try
        {
            return RandomAccess.Read(_handle, into, offset);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle is not null)
        {
            _handle.Dispose();
        }
        else if (_descriptor >= 0)
        {
            _ = LibC.Close(_descriptor);
        }
    }

    /// <summary>A path longer than the system takes is walked in pieces, each relative to the folder before.</summary>
    private static int OpenDescriptor(int root, ReadOnlySpan<byte> path)
    {
        Span<byte> name = stackalloc byte[LibC.PathMaximum];
        var folder = root;
        while (path.Length >= LibC.PathMaximum)
        {
            var cut = path[..(LibC.PathMaximum - 1)].LastIndexOf((byte)'/');
            var next = cut <= 0 ? -LibC.NameTooLong : LibC.OpenFolder(folder, ZeroEnded(path[..cut], name));
            CloseInner(folder, root);
            if (next < 0)
            {
                return next;
            }

            folder = next;
            path = path[(cut + 1)..];
        }

        var file = LibC.OpenFile(folder, ZeroEnded(path, name));
        CloseInner(folder, root);
        return file;
    }

    private static void CloseInner(int folder, int root)
    {
        if (folder != root)
        {
            _ = LibC.Close(folder);
        }
    }

    private static ReadOnlySpan<byte> ZeroEnded(ReadOnlySpan<byte> name, Span<byte> room)
    {
        name.CopyTo(room);
        room[name.Length] = 0;
        return room;
    }
}
