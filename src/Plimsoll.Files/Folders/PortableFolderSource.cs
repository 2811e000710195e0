using System.Text;

namespace Plimsoll.Files;

/// <summary>Folders by what .NET gives on every system; names are UTF-8 and times have its resolution.</summary>
internal sealed class PortableFolderSource : FolderSource
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, RecurseSubdirectories = false };

    private readonly List<string?> _open = [];

    /// <inheritdoc/>
    public override int OpenRoot(string root) => Directory.Exists(root) ? Keep(Path.GetFullPath(root)) : -1;

    /// <inheritdoc/>
    public override SkipReason Open(int parent, ReadOnlySpan<byte> name, out int folder)
    {
        var path = PathOf(parent, name);
        folder = -1;
        if (new DirectoryInfo(path) is not { Exists: true, LinkTarget: null })
        {
            return SkipReason.Vanished;
        }

        folder = Keep(path);
        return SkipReason.None;
    }

    /// <inheritdoc/>
    public override SkipReason List(int folder, Listing listing)
    {
        listing.Clear();
        try
        {
            foreach (var entry in new DirectoryInfo(_open[folder]!).EnumerateFileSystemInfos("*", All))
            {
                listing.Add(Encoding.UTF8.GetBytes(entry.Name), KindOf(entry));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            listing.Sort();
            return ReasonOf(problem);
        }

        listing.Sort();
        return SkipReason.None;
    }

    /// <inheritdoc/>
    public override SkipReason Look(int folder, ReadOnlySpan<byte> name, out EntryStat stat) => Look(PathOf(folder, name), out stat);

    /// <inheritdoc/>
    public override byte[]? ReadSmall(int folder, ReadOnlySpan<byte> name, int maximum)
    {
        var path = PathOf(folder, name);
        return Look(path, out var stat) == SkipReason.None && stat.Kind == EntryKind.File ? SmallFile.TryRead(path, maximum) : null;
    }

    /// <inheritdoc/>
    public override void Close(int folder)
    {
        _open[folder] = null;
        while (_open.Count > 0 && _open[^1] is null)
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>Looks at a path without following a link at its end.</summary>
    internal static SkipReason Look(string path, out EntryStat stat)
    {
        var info = new FileInfo(path);
        var kind = info.Exists || Directory.Exists(path) || info.LinkTarget is not null ? KindOf(info) : EntryKind.Unknown;
        stat = kind == EntryKind.Unknown ? default : new EntryStat(kind, StampOf(info));
        return kind == EntryKind.Unknown ? SkipReason.Vanished : SkipReason.None;
    }

    /// <summary>What an exception of the file system means for the one who asked.</summary>
    internal static SkipReason ReasonOf(Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => SkipReason.Vanished,
        PathTooLongException => SkipReason.NameTooLong,
        _ => SkipReason.Unreadable,
    };

    private static FileStamp StampOf(FileInfo info)
    {
        var modified = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        return new FileStamp(info.Exists ? info.Length : 0, modified, modified, 0);
    }

    private static EntryKind KindOf(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
        {
            return EntryKind.Symlink;
        }

        if (entry.Attributes.HasFlag(FileAttributes.Directory))
        {
            return EntryKind.Folder;
        }

        return entry.Attributes.HasFlag(FileAttributes.Device) ? EntryKind.Special : EntryKind.File;
    }

    private int Keep(string path)
    {
        _open.Add(path);
        return _open.Count - 1;
    }

    private string PathOf(int folder, ReadOnlySpan<byte> name) => Path.Combine(_open[folder]!, Encoding.UTF8.GetString(name));
}
