using System.Buffers.Binary;
using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>A live segment and which of its files are no longer true.</summary>
/// <param name="Name">The segment's file name.</param>
/// <param name="DeadFiles">Indexes of files that are gone or have a newer version elsewhere, ascending.</param>
internal sealed record SegmentEntry(string Name, int[] DeadFiles);

/// <summary>
/// The only file of the index that changes: which segments are live. Replaced atomically, so a reader sees the state before or after,
/// and checksummed. Should it be lost, the segments alone are enough to rebuild it.
/// </summary>
internal sealed record Manifest
{
    /// <summary>The manifest's name in the folder of the index.</summary>
    public const string FileName = "manifest";

    /// <summary>A manifest that is larger than this is no manifest (100,000 segments would fit).</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    internal const ulong Magic = 0x3146494E4D494C50UL;

    /// <summary>The version of the layout behind the head; the head itself (magic, version, length, checksum of all the rest) is the same in every version.</summary>
    private const uint Version = 1;

    private const int VersionOffset = sizeof(ulong);
    private const int LengthOffset = VersionOffset + sizeof(uint);
    private const int ChecksumOffset = LengthOffset + sizeof(uint);

    /// <summary>Bytes of the head; two manifests with the same head are the same.</summary>
    public const int HeadBytes = ChecksumOffset + sizeof(uint);

    /// <summary>Counts up with each manifest of an index.</summary>
    public long Generation { get; init; }

    /// <summary>What the index remembers of the embedder that made the vectors: the text of an <see cref="EmbedderNote"/>.</summary>
    public string Embedder { get; init; } = "";

    /// <summary>The embedder that made the vectors.</summary>
    public EmbedderNote Note => EmbedderNote.Parse(Embedder);

    /// <summary>Whether the run that wrote it saw the whole tree.</summary>
    public bool Complete { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>The live segments.</summary>
    public IReadOnlyList<SegmentEntry> Segments { get; init; } = [];

    /// <summary>What the walk left out, by reason. What was left out for its content is told by the segments.</summary>
    public IReadOnlyDictionary<SkipReason, long> WalkSkips { get; init; } = new Dictionary<SkipReason, long>();

    /// <summary>Reads the manifest of an index.</summary>
    /// <returns>The manifest, or null when there is none.</returns>
    /// <exception cref="IndexException">It is damaged, or of a newer format.</exception>
    public static Manifest? Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        byte[] bytes;
        try
        {
            using var stream = RegularFile.OpenRead(path);
            if (stream.Length is < HeadBytes or > MostBytes)
                throw Damaged(path);
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (NoRegularFileException error)
        {
            throw NoFile(folder, error);
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(VersionOffset));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(LengthOffset));
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic || length != bytes.Length - HeadBytes
            || Checksum(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(ChecksumOffset)) || version == 0)
        {
            throw Damaged(path);
        }

        if (version > Version)
            throw IndexException.OfNewerFormat(path, version, Version);
        try
        {
            return ManifestReader.Read(new MemoryStream(bytes, HeadBytes, (int)length));
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, error.Message, error);
        }
    }

    /// <summary>Reads the head of the manifest that is in force; empty where there is none. Equal heads are those of the same manifest.</summary>
    public static byte[] HeadOf(string folder)
    {
        byte[] head = new byte[HeadBytes];
        try
        {
            using var stream = RegularFile.OpenRead(Path.Combine(folder, FileName));
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or NoRegularFileException)
        {
            return [];
        }
    }

    /// <summary>The error for a folder, FIFO or device in the manifest's place.</summary>
    public static IndexException NoFile(string folder, NoRegularFileException error) => new(
        IndexFailure.Damaged, $"{Path.Combine(folder, FileName)} is no file. Move it away and run `plimsoll index` to repair the index.", error);

    /// <summary>Replaces the manifest of an index, atomically and durably.</summary>
    public void Save(string folder)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(new byte[HeadBytes]);
        Write(writer);
        writer.Flush();
        Span<byte> bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[VersionOffset..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LengthOffset..], (uint)(bytes.Length - HeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[ChecksumOffset..], Checksum(bytes));
        AtomicFile.Write(Path.Combine(folder, FileName), bytes);
    }

    /// <summary>Of all but the magic and the checksum itself.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes) =>
        Crc32C.Append(Crc32C.Compute(bytes[VersionOffset..ChecksumOffset]), bytes[HeadBytes..]);

    private void Write(BinaryWriter writer)
    {
        writer.Write(Generation);
        writer.Write(Embedder);
        writer.Write(Complete);
        writer.Write(WrittenAt.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt(Segments.Count);
        foreach (SegmentEntry segment in Segments)
        {
            writer.Write(segment.Name);
            writer.Write7BitEncodedInt(segment.DeadFiles.Length);
            int last = -1;
            foreach (int dead in segment.DeadFiles)
            {
                writer.Write7BitEncodedInt(dead - last - 1);
                last = dead;
            }
        }

        writer.Write7BitEncodedInt(WalkSkips.Count);
        foreach ((SkipReason reason, long count) in WalkSkips)
        {
            writer.Write((byte)reason);
            writer.Write7BitEncodedInt64(count);
        }
    }

    private static IndexException Damaged(string path, string what = "its checksum does not match", Exception? cause = null) => new(
        IndexFailure.Damaged, $"{path} is damaged: {what}. Run `plimsoll index` to repair the index.", cause);
}
