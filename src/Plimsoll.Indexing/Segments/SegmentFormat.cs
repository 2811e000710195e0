using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// The layout of a segment file, version 2, little-endian. In this order: header, vectors, chunk records, definitions, file
/// records, file order (indexes by path), paths, term blocks, term directory, block checksums, footer. All but the checksums and the footer is covered by a CRC32C each
/// <see cref="BlockBytes"/> bytes; checksums and footer by one of their own. `docs/index-format.md` describes each part.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>`PLIMSEG1`.</summary>
    public const ulong Magic = 0x31474553_4D494C50UL;

    /// <summary>The version of the layout, the chunker and the word rules together: another version is indexed anew.</summary>
    public const uint Version = 2;

    /// <summary>Bytes a checksum covers: small enough that a look into the term directory verifies little, large enough to cost .03 %.</summary>
    public const int BlockBytes = 16 * 1024;

    /// <summary>Terms a block: a search reads on average half of one.</summary>
    public const int TermsPerBlock = 32;

    /// <summary>What segment files are called.</summary>
    public const string Extension = ".seg";
}

/// <summary>The first 64 bytes of a segment.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct SegmentHeader
{
    public ulong Magic;
    public uint Version;
    public uint VectorBytes;
    public ulong EmbedderHash;
}

/// <summary>The last bytes of a segment: where everything is.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct SegmentFooter
{
    public long VectorsOffset;
    public long ChunksOffset;
    public long DefinitionsOffset;
    public long FilesOffset;
    public long FileOrderOffset;
    public long PathsOffset;
    public long TermsOffset;
    public long DirectoryOffset;
    public long ChecksumsOffset;
    public uint ChunkCount;
    public uint FileCount;
    public uint TermBlockCount;
    public uint VectorBytes;
    public ulong EmbedderHash;
    public uint Version;
    public uint Checksum;
    public ulong Magic;
}

/// <summary>A chunk in a segment. The chunks of a file tile it: each ends on the line before the next one starts.</summary>
[StructLayout(LayoutKind.Sequential, Size = 20)]
internal struct ChunkRecord
{
    /// <summary>The index of its file in the segment.</summary>
    public uint File;
    public int StartLine;

    /// <summary>Where its definitions are in the definitions part.</summary>
    public uint Definitions;

    /// <summary>Terms counted in each field, at most 65,535.</summary>
    public TermCounts Lengths;

    /// <summary>What its main definition is.</summary>
    public byte Kind;
    public byte DefinitionCount;
}

/// <summary>A file in a segment.</summary>
[StructLayout(LayoutKind.Sequential, Size = 72)]
internal struct FileRecord
{
    public long Size;
    public long ModifiedNs;
    public long ChangedNs;
    public ulong Inode;

    /// <summary>The first 16 bytes of the SHA-256 of the content.</summary>
    public ContentHash Hash;
    public uint PathOffset;
    public uint FirstChunk;
    public uint ChunkCount;
    public int LineCount;
    public ushort PathLength;
    public byte Language;

    /// <summary>Why the content is not indexed; 0 when it is.</summary>
    public byte Skip;

    /// <summary>Whether words beyond the limit of distinct words were left out.</summary>
    public byte Shortened;
}

/// <summary>An entry of the term directory: where a block starts and the first eight bytes of its first term, big-endian for comparing.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TermBlockEntry
{
    public ulong Prefix;
    public long Offset;
}

/// <summary>What a file's content is known by: the first half of its SHA-256.</summary>
internal readonly record struct ContentHash(ulong Low, ulong High)
{
    /// <summary>The hash of a content.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData(content, hash);
        return MemoryMarshal.Read<ContentHash>(hash);
    }
}
