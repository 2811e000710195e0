using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>Where a block lies in a <see cref="SpillFile"/>: its offset and its length, both in bytes.</summary>
/// <param name="Offset">The start of the block's frame in the file.</param>
/// <param name="Length">The bytes of the block itself.</param>
public readonly record struct SpillBlock(long Offset, int Length);

/// <summary>A scratch file for what does not fit in memory: append-only blocks with a checksum each, readable in order and at random.</summary>
/// <remarks>
/// Private to the owner (0600), never shared, never renamed, not forced to the disk: it lives as long as this object. After a crash the file is
/// left without a lock, and <see cref="Sweep"/> at the next start removes it. Append and Read are for one thread at a time; reads alone may run together
/// once <see cref="Flush"/> was called.
/// </remarks>
public sealed class SpillFile : IDisposable
{
    /// <summary>Bytes in front of each block: its length and its checksum.</summary>
    public const int FrameBytes = 8;

    private const string Suffix = ".plimsoll-spill";
    private const int DefaultBufferBytes = 64 * 1024;

    // Free space is asked for once in this many bytes: a call takes microseconds, and a disk fills no faster than that.
    private const long SpaceStepBytes = 16 << 20;

    private readonly SafeFileHandle _handle;
    private readonly FileWriter _writer;
    private readonly FileFault? _fault;
    private long _spaceSeenUpTo;
    private bool _disposed;

    private SpillFile(SafeFileHandle handle, string path, int bufferBytes, FileFault? fault)
    {
        Path = path;
        _handle = handle;
        _fault = fault;
        _writer = new FileWriter(handle, path, bufferBytes, fault);
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>Bytes appended so far, frames included.</summary>
    public long Length => _writer.Length;

    /// <summary>Blocks appended so far.</summary>
    public long Blocks { get; private set; }

    /// <summary>Makes an empty spill file in this folder.</summary>
    /// <param name="folder">An existing folder on the disk to spill to.</param>
    /// <param name="expectedBytes">What is going to be written, as far as known: refused at once when the disk has less.</param>
    /// <param name="bufferBytes">The write buffer, 64 KB by default, made at the first small block; larger blocks go past it.</param>
    /// <param name="fault">For tests: fails chosen steps.</param>
    /// <exception cref="DurableWriteException">No space for what is expected, or the file cannot be made.</exception>
    public static SpillFile Create(string folder, long expectedBytes = 0, int bufferBytes = DefaultBufferBytes, FileFault? fault = null)
    {
        string wanted = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), "spill");
        try
        {
            fault?.Invoke(FileStep.Create, wanted, 0);
            var handle = PrivateFile.CreateLocked(System.IO.Path.GetDirectoryName(wanted)!, "spill-", Suffix, out string path);
            var file = new SpillFile(handle, path, bufferBytes, fault);
            try
            {
                file.EnsureSpace(expectedBytes);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, wanted, expectedBytes);
        }
    }

    /// <summary>Removes what crashed or killed processes left in this folder; files in use stay. Returns how many went.</summary>
    public static int Sweep(string folder) => PrivateFile.Sweep(folder, "spill-*" + Suffix);

    /// <summary>Appends a block and says where it lies.</summary>
    /// <exception cref="DurableWriteException">The disk refused it. What was appended before can still be read, and the next block goes where this one should have.</exception>
    public SpillBlock Append(ReadOnlySpan<byte> block)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EnsureSpace(FrameBytes + (long)block.Length);
        long offset = Length;
        Span<byte> frame = stackalloc byte[FrameBytes];
        WriteFrame(frame, block);
        try
        {
            _writer.Write(frame);
            _writer.Write(block);
        }
        catch
        {
            // A frame without its block would end the reading in order.
            _writer.Rewind(offset);
            throw;
        }

        Blocks++;
        return new SpillBlock(offset, block.Length);
    }

    /// <summary>Hands buffered blocks to the system, so that several threads may read.</summary>
    /// <exception cref="DurableWriteException">The disk refused them.</exception>
    public void Flush() => _writer.Drain();

    /// <summary>Reads one block into the front of <paramref name="destination"/>.</summary>
    /// <exception cref="DamagedFileException">The block is cut short or its checksum is wrong.</exception>
    /// <exception cref="ArgumentException">The destination is shorter than the block.</exception>
    public void Read(SpillBlock block, Span<byte> destination)
    {
        Span<byte> frame = stackalloc byte[FrameBytes];
        ReadExactly(frame, block.Offset);
        int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length != block.Length) throw new DamagedFileException(Path, block.Offset, $"the block's length is {length}, expected {block.Length}");
        destination = destination[..length];
        ReadExactly(destination, block.Offset + FrameBytes);
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        uint found = Checksum(frame, destination);
        if (found != expected) throw new DamagedFileException(Path, block.Offset, $"the block's checksum is {found:x8}, expected {expected:x8}");
    }

    /// <summary>Finds the block that starts at <paramref name="offset"/>, for reading in order: begin at 0, go on at <see cref="Next"/>. False at the end.</summary>
    /// <exception cref="DamagedFileException">There is no whole block there.</exception>
    public bool TryFind(long offset, out SpillBlock block)
    {
        block = default;
        if (offset == Length) return false;
        Span<byte> frame = stackalloc byte[FrameBytes];
        ReadExactly(frame, offset);
        int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length < 0 || length > Length - offset - FrameBytes) throw new DamagedFileException(Path, offset, $"a block of {length} bytes does not end inside the file");
        block = new SpillBlock(offset, length);
        return true;
    }

    /// <summary>Where the block after this one starts.</summary>
    public static long Next(SpillBlock block) => block.Offset + FrameBytes + block.Length;

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            // On Unix the name goes before the lock, so that no sweep ever meets it; Windows needs the handle closed first.
            if (OperatingSystem.IsWindows()) _handle.Dispose();
            File.Delete(Path);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            System.Diagnostics.Debug.WriteLine($"{Path} stays for the next sweep: {cause.Message}");
        }

        _handle.Dispose();
    }

    private static void WriteFrame(Span<byte> frame, ReadOnlySpan<byte> block)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, block.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame, block));
    }

    // The length is summed too: a flipped bit there must not make another block look whole.
    private static uint Checksum(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> block) => Crc32C.Append(Crc32C.Compute(frame[..4]), block);

    private void EnsureSpace(long bytes)
    {
        if (Length + bytes <= _spaceSeenUpTo) return;
        // Buffered bytes are not on the disk yet, so they still need their space.
        long buffered = Length - _writer.WrittenBytes;
        long free = FreeBytes() - buffered;
        if (free < bytes) throw new DurableWriteException(DurableFailure.NoSpace, Path, Length + bytes, cause: null);
        _spaceSeenUpTo = Length + Math.Min(free, Math.Max(bytes, SpaceStepBytes));
    }

    private long FreeBytes()
    {
        try
        {
            _fault?.Invoke(FileStep.CheckSpace, Path, 0);
            return new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, Path, Length);
        }
    }

    private void ReadExactly(Span<byte> destination, long offset)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (offset + destination.Length > _writer.WrittenBytes) _writer.Drain();
        _fault?.Invoke(FileStep.Read, Path, destination.Length);
        long start = offset;
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0) throw new DamagedFileException(Path, start, $"the file ends at {offset:N0}, {destination.Length:N0} bytes early");
            destination = destination[read..];
            offset += read;
        }
    }
}
