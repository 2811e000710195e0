namespace Plimsoll.Testing;

/// <summary>A stream that fails after a given number of bytes, in reading or writing, with a given system error.</summary>
public sealed class FaultyStream(Stream inner, long failAfterBytes, int errno = FaultyStream.IoError) : Stream
{
    /// <summary>EIO: the device failed.</summary>
    public const int IoError = 5;

    /// <summary>EACCES: permission denied.</summary>
    public const int Denied = 13;

    /// <summary>ENOSPC: no space left on device.</summary>
    public const int NoSpace = 28;

    /// <summary>EROFS: read-only file system.</summary>
    public const int ReadOnly = 30;

    private long _left = failAfterBytes;

    /// <summary>The exception that the runtime itself throws for this system error.</summary>
    public static IOException Error(int errno) => new($"injected error {errno}", errno);

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0) throw Error(errno);
        int read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int part = (int)Math.Min(buffer.Length, _left);
        inner.Write(buffer[..part]);
        _left -= part;
        if (part < buffer.Length) throw Error(errno);
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
