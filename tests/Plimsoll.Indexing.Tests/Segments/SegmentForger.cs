using System.Runtime.InteropServices;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Tests.Segments;

/// <summary>Changes a segment as an attacker would: whatever it writes, all checksums are right afterwards.</summary>
internal sealed unsafe class SegmentForger
{
    private readonly byte[] _original;
    private byte[] _bytes;

    /// <summary>Takes an intact segment.</summary>
    public SegmentForger(byte[] segment)
    {
        _original = segment;
        _bytes = segment;
        Reset();
    }

    /// <summary>The footer; what is changed in it is written by <see cref="Sealed"/>.</summary>
    public SegmentFooter Footer;

    /// <summary>The bytes before the checksums.</summary>
    public Span<byte> Body => _bytes;

    /// <summary>Goes back to the intact segment.</summary>
    public void Reset()
    {
        Footer = MemoryMarshal.Read<SegmentFooter>(_original.AsSpan(_original.Length - sizeof(SegmentFooter)));
        _bytes = _original[..(int)Footer.ChecksumsOffset];
    }

    /// <summary>The offset of each part and its record's size; a part without records has 1.</summary>
    public (string Name, int Start, int End, int Record)[] Parts() =>
    [
        ("chunks", (int)Footer.ChunksOffset, (int)Footer.ChunksOffset + ((int)Footer.ChunkCount * sizeof(ChunkRecord)), sizeof(ChunkRecord)),
        ("definitions", (int)Footer.DefinitionsOffset, (int)Footer.FilesOffset, 1),
        ("files", (int)Footer.FilesOffset, (int)Footer.FilesOffset + ((int)Footer.FileCount * sizeof(FileRecord)), sizeof(FileRecord)),
        ("order", (int)Footer.FileOrderOffset, (int)Footer.FileOrderOffset + ((int)Footer.FileCount * sizeof(uint)), sizeof(uint)),
        ("paths", (int)Footer.PathsOffset, (int)Footer.TermsOffset, 1),
        ("terms", (int)Footer.TermsOffset, (int)Footer.DirectoryOffset, 1),
        ("directory", (int)Footer.DirectoryOffset, (int)Footer.ChecksumsOffset, sizeof(TermBlockEntry)),
    ];

    /// <summary>Overwrites a number in the footer, which is counted in units of its size.</summary>
    public void ForgeFooter<T>(int offset, T value)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<SegmentFooter>(ref Footer));
        MemoryMarshal.Write(bytes[offset..], value);
    }

    /// <summary>The file with right checksums.</summary>
    public byte[] Sealed()
    {
        int blocks = (_bytes.Length + SegmentFormat.BlockBytes - 1) / SegmentFormat.BlockBytes;
        byte[] file = new byte[_bytes.Length + (blocks * sizeof(uint)) + sizeof(SegmentFooter)];
        _bytes.CopyTo(file, 0);
        for (int block = 0; block < blocks; block++)
        {
            int start = block * SegmentFormat.BlockBytes;
            uint sum = Crc32C.Compute(_bytes.AsSpan(start, Math.Min(SegmentFormat.BlockBytes, _bytes.Length - start)));
            MemoryMarshal.Write(file.AsSpan(_bytes.Length + (block * sizeof(uint))), sum);
        }

        SegmentFooter footer = Footer;
        footer.Checksum = 0;
        Span<byte> tail = file.AsSpan(_bytes.Length);
        MemoryMarshal.Write(tail[^sizeof(SegmentFooter)..], footer);
        footer.Checksum = Crc32C.Compute(tail);
        MemoryMarshal.Write(tail[^sizeof(SegmentFooter)..], footer);
        return file;
    }
}
