namespace Plimsoll.Files;

/// <summary>A reusable buffer for one whole file at a time; not safe for several threads at once.</summary>
public sealed class SourceBuffer
{
    private byte[] _bytes;
    private int _start;

    /// <summary>Makes a buffer that grows by doubling and never past its maximum.</summary>
    /// <param name="maximum">The most bytes it may hold; a longer text is <see cref="SkipReason.TooLarge"/>.</param>
    /// <param name="initial">Bytes at first; default 64 KiB, which holds 99 of 100 source files.</param>
    public SourceBuffer(int maximum, int initial = 64 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximum);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initial);
        Maximum = maximum;
        _bytes = new byte[Math.Min(maximum, initial)];
    }

    /// <summary>The most bytes it may hold.</summary>
    public int Maximum { get; }

    /// <summary>The bytes it holds room for now: what a memory lease for it must cover.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Length of the text in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The text: UTF-8 without its byte order mark where the file was Unicode, else the file's own bytes.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(_start, Length);

    /// <summary>The state of the file that was read.</summary>
    public FileStamp Stamp { get; internal set; }

    /// <summary>The whole room, for the reader to fill.</summary>
    internal byte[] Room => _bytes;

    /// <summary>Forgets the text; the room stays.</summary>
    public void Clear() => (_start, Length) = (0, 0);

    /// <summary>Gives room for so many bytes, keeping what is there; false where the maximum does not allow it.</summary>
    internal bool TryGrow(long needed)
    {
        if (needed <= _bytes.Length)
        {
            return true;
        }

        if (needed > Maximum)
        {
            return false;
        }

        var size = Math.Min(Maximum, Math.Max(needed, 2L * _bytes.Length));
        Array.Resize(ref _bytes, (int)size);
        return true;
    }

    /// <summary>Says which part of the room is the text.</summary>
    internal void SetText(int start, int length) => (_start, Length) = (start, length);

    /// <summary>Takes another array as its room.</summary>
    internal void Replace(byte[] room, int length)
    {
        _bytes = room;
        SetText(0, length);
    }
}
