namespace Plimsoll.Cli.Output;

/// <summary>One of the process's output streams. What to do when the system refuses it is decided in one place, not at each of the many writes.</summary>
/// <param name="inner">The stream itself, disposed by its owner; null when the caller of the process has closed it.</param>
/// <param name="onRefused">Gets the failure; when it returns instead of throwing, this and all later output is dropped.</param>
internal sealed class GuardedStream(Stream? inner, Action<Exception> onRefused) : Stream
{
    private bool _isDropping;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isDropping || buffer.IsEmpty) return;
        try
        {
            if (inner is null) throw new IOException("it is closed");
            inner.Write(buffer);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Refuse(refused);
        }
    }

    public override void Flush()
    {
        if (_isDropping) return;
        try
        {
            inner?.Flush();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Refuse(refused);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Refuse(Exception refused)
    {
        onRefused(refused);
        _isDropping = true;
    }
}
