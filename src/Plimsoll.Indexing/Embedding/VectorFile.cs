using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The format of files that keep vectors of a model until they are in a segment: a head that says whose they are, then for each text its hash, its vector and a checksum.
/// A record that is torn or damaged ends the file: what is before it counts.
/// </summary>
internal sealed class VectorFile
{
    /// <summary>The start of such files' names.</summary>
    public const string Prefix = "vectors-";

    private const ulong Magic = 0x31434556_4D494C50UL;
    private const int HeadBytes = 24;
    private const int HashBytes = 16;
    private const int BufferBytes = 64 * 1024;

    private readonly ulong _embedder;

    /// <summary>Files of an embedder.</summary>
    public VectorFile(IEmbedder embedder)
    {
        _embedder = Words.Hash(MemoryMarshal.AsBytes(embedder.Identity.AsSpan()));
        Dimensions = embedder.Dimensions;
    }

    /// <summary>Numbers a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Bytes of a record.</summary>
    public int RecordBytes => HashBytes + Dimensions + sizeof(uint);

    /// <summary>Writes the head of a new file.</summary>
    public void WriteHead(Stream stream)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], _embedder);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], Dimensions);
        stream.Write(head);
    }

    /// <summary>Writes a record.</summary>
    public void Write(Stream stream, in ContentHash text, ReadOnlySpan<sbyte> vector)
    {
        Span<byte> record = RecordBytes <= 1024 ? stackalloc byte[RecordBytes] : new byte[RecordBytes];
        MemoryMarshal.Write(record, text);
        MemoryMarshal.AsBytes(vector).CopyTo(record[HashBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[(HashBytes + Dimensions)..], Crc32C.Compute(record[..(HashBytes + Dimensions)]));
        stream.Write(record);
    }

    /// <summary>Where the vector of a record is in a file.</summary>
    public long OffsetOf(int record) => HeadBytes + ((long)record * RecordBytes) + HashBytes;

    /// <summary>Reads the records of a file in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="take">Takes a record; the vector is good until the next one.</param>
    public void Read(string path, Action<ContentHash, ReadOnlyMemory<sbyte>> take)
    {
        using FileStream? file = Open(path);
        if (file is null || !ReadHead(file))
            return;
        using var stream = new BufferedStream(file, BufferBytes);
        byte[] record = new byte[RecordBytes];
        sbyte[] vector = new sbyte[Dimensions];
        while (stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
        {
            if (Crc32C.Compute(record.AsSpan(0, HashBytes + Dimensions)) != BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(HashBytes + Dimensions)))
                return;
            MemoryMarshal.Cast<byte, sbyte>(record.AsSpan(HashBytes, Dimensions)).CopyTo(vector);
            take(MemoryMarshal.Read<ContentHash>(record), vector);
        }
    }

    private bool ReadHead(FileStream stream)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        return stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes
            && BinaryPrimitives.ReadUInt64LittleEndian(head) == Magic
            && BinaryPrimitives.ReadUInt64LittleEndian(head[8..]) == _embedder
            && BinaryPrimitives.ReadInt32LittleEndian(head[16..]) == Dimensions;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path);
        }
        catch (Exception error) when (error is FileNotFoundException or NoRegularFileException)
        {
            return null;
        }
    }
}
