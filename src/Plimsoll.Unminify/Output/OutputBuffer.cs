using System.Buffers;

namespace Plimsoll.Unminify.Output;

/// <summary>Bytes for a file in the making, as printers want to write them. Looks at each full buffer whether the job is to stop.</summary>
internal sealed class OutputBuffer(Stream file, CancellationToken stop) : IBufferWriter<byte>
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private int _used;

    /// <inheritdoc/>
    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Make(sizeHint);
        return _buffer.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Make(sizeHint);
        return _buffer.AsSpan(_used);
    }

    /// <summary>Hands over what is left.</summary>
    public void Flush()
    {
        file.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private void Make(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, BufferBytes);
        if (BufferBytes - _used >= Math.Max(1, sizeHint)) return;
        stop.ThrowIfCancellationRequested();
        file.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
