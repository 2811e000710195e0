using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>Buffered sequential writing to a handle, with the fault seam, and with every failure turned into a <see cref="DurableWriteException"/>.</summary>
internal sealed class FileWriter(SafeFileHandle handle, string path, int bufferBytes, FileFault? fault)
{
    private byte[]? _buffer;
    private int _buffered;
    private long _written;

    /// <summary>Bytes handed in so far, buffered ones included.</summary>
    public long Length => _written + _buffered;

    /// <summary>Bytes already handed to the system.</summary>
    public long WrittenBytes => _written;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > bufferBytes - _buffered) Drain();
        if (bytes.Length >= bufferBytes)
        {
            WriteOut(bytes, _written);
            _written += bytes.Length;
            return;
        }

        _buffer ??= GC.AllocateUninitializedArray<byte>(bufferBytes);
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    /// <summary>Overwrites what lies at <paramref name="offset"/>, for a header that is known only at the end.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        Drain();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _written - bytes.Length);
        WriteOut(bytes, offset);
    }

    /// <summary>Forgets what was written from <paramref name="length"/> on; the next write goes there.</summary>
    public void Rewind(long length)
    {
        _buffered = (int)Math.Max(0, length - _written);
        _written = Math.Min(_written, length);
    }

    /// <summary>Hands what is buffered to the system.</summary>
    public void Drain()
    {
        if (_buffered == 0) return;
        WriteOut(_buffer.AsSpan(0, _buffered), _written);
        _written += _buffered;
        _buffered = 0;
    }

    /// <summary>Hands everything to the system and has it forced to the disk.</summary>
    public void FlushToDisk()
    {
        Drain();
        try
        {
            fault?.Invoke(FileStep.Flush, path, 0);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, _written);
        }
    }

    private void WriteOut(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            int part = fault?.Invoke(FileStep.Write, path, bytes.Length) ?? bytes.Length;
            RandomAccess.Write(handle, bytes[..part], offset);
            if (part < bytes.Length) throw new DurableWriteException(DurableFailure.IoError, path, offset + part, cause: null);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, offset);
        }
    }
}
