using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Files;

/// <summary>Folders by raw system calls: bytes for names, each relative to its parent's descriptor, so that no path is too long.</summary>
internal sealed class LinuxFolderSource : FolderSource
{
    private const int RecordHeader = 19;

    // The kernel fills what it gets; 64 KiB lists about 2,000 names a call.
    private readonly byte[] _records = new byte[64 * 1024];
    private readonly byte[] _name = new byte[LibC.PathMaximum];

    /// <inheritdoc/>
    public override int OpenRoot(string root) => LibC.OpenFolder(LibC.AtCurrentFolder, Encoding.UTF8.GetBytes(root + "\0"), followLink: true);

    /// <inheritdoc/>
    public override SkipReason Open(int parent, ReadOnlySpan<byte> name, out int folder)
    {
        folder = LibC.OpenFolder(parent, ZeroEnded(name));
        return folder >= 0 ? SkipReason.None : ReasonOf(-folder);
    }

    /// <inheritdoc/>
    public override SkipReason List(int folder, Listing listing)
    {
        listing.Clear();
        int got;
        while ((got = LibC.ReadFolder(folder, _records)) > 0)
        {
            for (var at = 0; at < got;)
            {
                var record = _records.AsSpan(at);
                var length = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
                var name = record[RecordHeader..length];
                name = name[..name.IndexOf((byte)0)];
                listing.Add(name, KindOf(folder, record[18], name));
                at += length;
            }
        }

        listing.Sort();
        return got == 0 ? SkipReason.None : ReasonOf(-got);
    }

    /// <inheritdoc/>
    public override SkipReason Look(int folder, ReadOnlySpan<byte> name, out EntryStat stat)
    {
        var error = LibC.Look(folder, ZeroEnded(name), LibC.NoFollowLink | LibC.NoAutomount, out stat);
        return error == 0 ? SkipReason.None : ReasonOf(-error);
    }

    /// <inheritdoc/>
    public override byte[]? ReadSmall(int folder, ReadOnlySpan<byte> name, int maximum)
    {
        var file = LibC.OpenFile(folder, ZeroEnded(name));
        if (file < 0)
        {
            return null;
        }

        try
        {
            if (LibC.Look(file, "\0"u8, LibC.EmptyPath, out var stat) != 0
                || stat.Kind != EntryKind.File || stat.Stamp.Size > maximum)
            {
                return null;
            }

            var bytes = new byte[stat.Stamp.Size];
            var length = 0;
            long got;
            while (length < bytes.Length && (got = LibC.ReadAt(file, bytes.AsSpan(length), length)) > 0)
            {
                length += (int)got;
            }

            return length == bytes.Length ? bytes : bytes[..length];
        }
        finally
        {
            _ = LibC.Close(file);
        }
    }

    /// <inheritdoc/>
    public override void Close(int folder) => _ = LibC.Close(folder);

    /// <summary>What a system error means for the one who asked.</summary>
    internal static SkipReason ReasonOf(int error) => error switch
    {
        // A folder that became a link or a file meanwhile is as gone as a deleted one.
        LibC.NoEntry or LibC.NotFolder or LibC.LinkLoop => SkipReason.Vanished,
        LibC.NameTooLong => SkipReason.NameTooLong,
        LibC.NoSuchDevice => SkipReason.SpecialFile,
        _ => SkipReason.Unreadable,
    };

    private ReadOnlySpan<byte> ZeroEnded(ReadOnlySpan<byte> name)
    {
        name.CopyTo(_name);
        _name[name.Length] = 0;
        return _name;
    }

    private EntryKind KindOf(int folder, byte type, ReadOnlySpan<byte> name) => type switch
    {
        8 => EntryKind.File,
        4 => EntryKind.Folder,
        10 => EntryKind.Symlink,
        // Some file systems do not say; the sort order needs it now.
        0 => Look(folder, name, out var stat) == SkipReason.None ? stat.Kind : EntryKind.File,
        _ => EntryKind.Special,
    };
}
