using System.Buffers.Binary;

namespace Plimsoll.Files;

/// <summary>
/// The names in one folder, sorted by plain bytes with a '/' after the names of folders. Names lie in chunks of bytes and entries
/// in one array, so that a folder of a million files costs about 40 bytes an entry and no object of its own for any.
/// </summary>
internal sealed class Listing : IComparer<Listing.Entry>
{
    private const int FirstChunkSize = 4 * 1024;
    private const int ChunkSize = 64 * 1024;
    private const int KeptEntries = 4096;

    private readonly List<byte[]> _chunks = [new byte[FirstChunkSize]];
    private Entry[] _entries = new Entry[32];
    private int _lastChunk;
    private int _used;

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an entry ".git" was met; it is noted and not kept.</summary>
    public bool HasGit { get; private set; }

    /// <summary>Whether an entry ".gitignore" was met.</summary>
    public bool HasGitIgnore { get; private set; }

    /// <summary>The bytes of memory held.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Forgets the entries, and the memory too where the folder was a large one.</summary>
    public void Clear()
    {
        if (_entries.Length > KeptEntries)
        {
            _entries = new Entry[32];
        }

        _chunks.RemoveRange(1, _chunks.Count - 1);
        (Count, _lastChunk, _used, HasGit, HasGitIgnore) = (0, 0, 0, false, false);
    }

    /// <summary>Adds an entry; the kind decides the sort order.</summary>
    public void Add(ReadOnlySpan<byte> name, EntryKind kind)
    {
        if (name[0] == '.' && NoteSpecialName(name))
        {
            return;
        }

        var isFolder = kind == EntryKind.Folder;
        var length = name.Length + (isFolder ? 1 : 0);
        var room = TakeRoom(length, out var offset);
        name.CopyTo(room);
        if (isFolder)
        {
            room[^1] = (byte)'/';
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        _entries[Count++] = new Entry(KeyOf(room), offset, (ushort)length, kind);
    }

    /// <summary>Puts the entries into walking order.</summary>
    public void Sort()
    {
        _entries.AsSpan(0, Count).Sort(this);
        HeldBytes = (16L * _entries.Length) + FirstChunkSize + ((_chunks.Count - 1L) * ChunkSize);
    }

    /// <summary>The kind of an entry.</summary>
    public EntryKind KindAt(int index) => _entries[index].Kind;

    /// <summary>The name of an entry, without the '/' of a folder.</summary>
    public ReadOnlySpan<byte> NameAt(int index)
    {
        var name = Bytes(_entries[index]);
        return _entries[index].Kind == EntryKind.Folder ? name[..^1] : name;
    }

    /// <summary>Whether there is a file of this name.</summary>
    public bool HasFile(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Bytes(_entries[middle]).SequenceCompareTo(name);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    /// <inheritdoc/>
    public int Compare(Entry x, Entry y) => x.Key != y.Key
        ? x.Key.CompareTo(y.Key)
        : Bytes(x).SequenceCompareTo(Bytes(y));

    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 8)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name);
        }

        // Names hold no zero byte, so zeros at the end sort a shorter name first.
        ulong key = 0;
        for (var i = 0; i < name.Length; i++)
        {
            key |= (ulong)name[i] << (56 - (8 * i));
        }

        return key;
    }

    private bool NoteSpecialName(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(".git"u8))
        {
            HasGit = true;
            return true;
        }

        // The product's own folder: an index that indexes itself would find a change at every run.
        if (name.SequenceEqual(".plimsoll"u8))
        {
            return true;
        }

        HasGitIgnore |= name.SequenceEqual(".gitignore"u8);
        return name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
    }

    private Span<byte> TakeRoom(int length, out uint offset)
    {
        if (_used + length > _chunks[_lastChunk].Length)
        {
            _chunks.Add(new byte[ChunkSize]);
            _lastChunk++;
            _used = 0;
        }

        offset = (uint)((_lastChunk << 16) | _used);
        _used += length;
        return _chunks[_lastChunk].AsSpan(_used - length, length);
    }

    private ReadOnlySpan<byte> Bytes(in Entry entry) =>
        _chunks[(int)(entry.Offset >> 16)].AsSpan((int)(entry.Offset & 0xFFFF), entry.Length);

    /// <summary>One entry: the first eight bytes of its name for sorting, and where the name lies.</summary>
    internal readonly record struct Entry(ulong Key, uint Offset, ushort Length, EntryKind Kind);
}
