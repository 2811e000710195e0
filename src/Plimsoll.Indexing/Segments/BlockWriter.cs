using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>Writes a file in one pass and keeps a checksum for each block of <see cref="SegmentFormat.BlockBytes"/> bytes.</summary>
internal sealed class BlockWriter : IDisposable
{
    /// <summary>A write of 256 KB costs the same as one of 16 KB; a larger buffer gains nothing.</summary>
    private const int BufferBytes = 16 * SegmentFormat.BlockBytes;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private readonly List<uint> _checksums = [];
    private SafeFileHandle? _file;
    private int _used;
    private long _written;

    /// <summary>Bytes written so far.</summary>
    public long Position => _written + _used;

    /// <summary>The checksums of the blocks that are complete.</summary>
    public List<uint> Checksums => _checksums;

    /// <summary>Starts a new file.</summary>
    public void Open(string path)
    {
        _checksums.Clear();
        _used = 0;
        _written = 0;
        _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read, FileOptions.None);
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_used == BufferBytes)
                WriteBuffer();
            int part = Math.Min(bytes.Length, BufferBytes - _used);
            bytes[..part].CopyTo(_buffer.AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
        }
    }

    /// <summary>Appends fixed-size records.</summary>
    public void WriteRecords<T>(ReadOnlySpan<T> records)
        where T : unmanaged
    {
        // A span of bytes holds at most 2 GB.
        const int Part = 1 << 20;
        for (int at = 0; at < records.Length; at += Part)
            Write(MemoryMarshal.AsBytes(records.Slice(at, Math.Min(Part, records.Length - at))));
    }

    /// <summary>Appends zeros until the position is a multiple of <paramref name="alignment"/>.</summary>
    public void Align(int alignment)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        int excess = (int)(Position % alignment);
        if (excess > 0)
            Write(zeros[..(alignment - excess)]);
    }

    /// <summary>Writes out what is buffered, so that the last block has its checksum; nothing that is covered may follow.</summary>
    public void EndBlocks() => WriteBuffer();

    /// <summary>Appends bytes that no block checksum covers, makes all durable and closes the file.</summary>
    public void Finish(ReadOnlySpan<byte> tail)
    {
        RandomAccess.Write(_file!, tail, _written);
        _written += tail.Length;
        RandomAccess.FlushToDisk(_file!);
        Close();
    }

    private void WriteBuffer()
    {
        for (int at = 0; at < _used; at += SegmentFormat.BlockBytes)
            _checksums.Add(Crc32C.Compute(_buffer.AsSpan(at, Math.Min(SegmentFormat.BlockBytes, _used - at))));
        RandomAccess.Write(_file!, _buffer.AsSpan(0, _used), _written);
        _written += _used;
        _used = 0;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();
}
