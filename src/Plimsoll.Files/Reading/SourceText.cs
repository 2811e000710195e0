using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Plimsoll.Files;

/// <summary>How a text says that it is encoded, by its byte order mark.</summary>
internal enum SourceEncoding : byte
{
    /// <summary>UTF-8 or unknown: bytes are taken as they are.</summary>
    Bytes,
    Utf16Little,
    Utf16Big,
}

/// <summary>Byte order marks and UTF-16.</summary>
internal static class SourceText
{
    /// <summary>What the first bytes say, and how many of them are the mark.</summary>
    public static SourceEncoding Detect(ReadOnlySpan<byte> start, out int markLength)
    {
        markLength = start.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (start.Length < 2 || markLength > 0 || (start.Length >= 4 && start[..4].SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])))
        {
            // The last of these is UTF-32, which stays as it is and is then found to be binary.
            return SourceEncoding.Bytes;
        }

        var encoding = (start[0], start[1]) switch
        {
            (0xFF, 0xFE) => SourceEncoding.Utf16Little,
            (0xFE, 0xFF) => SourceEncoding.Utf16Big,
            _ => SourceEncoding.Bytes,
        };
        markLength = encoding == SourceEncoding.Bytes ? 0 : 2;
        return encoding;
    }

    /// <summary>Makes UTF-8 of what a buffer holds.</summary>
    public static SkipReason Decode(SourceBuffer buffer, int length)
    {
        var encoding = Detect(buffer.Room.AsSpan(0, length), out var markLength);
        if (encoding == SourceEncoding.Bytes)
        {
            buffer.SetText(markLength, length - markLength);
            return SkipReason.None;
        }

        // A code unit of two bytes becomes at most three.
        var needed = Math.Min(buffer.Maximum, (((long)length - markLength) * 3 / 2) + 3);
        var text = new byte[needed];
        if (!TryTranscode(encoding, buffer.Room.AsSpan(markLength, length - markLength), text, isLast: true, out _, out var written))
        {
            return SkipReason.TooLarge;
        }

        buffer.Replace(text, written);
        return SkipReason.None;
    }

    /// <summary>Writes UTF-16 as UTF-8, with U+FFFD for what is malformed; the source's bytes are spoilt. False where the room is too small.</summary>
    /// <param name="encoding">Which byte order.</param>
    /// <param name="source">The bytes.</param>
    /// <param name="into">The room.</param>
    /// <param name="isLast">Whether the text ends here, so that half a pair is malformed and not waited for.</param>
    /// <param name="consumed">Bytes of the source used.</param>
    /// <param name="written">Bytes written.</param>
    public static bool TryTranscode(
        SourceEncoding encoding, Span<byte> source, Span<byte> into, bool isLast, out int consumed, out int written)
    {
        var units = MemoryMarshal.Cast<byte, ushort>(source);
        if (encoding == SourceEncoding.Utf16Big == BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(units, units);
        }

        var status = Utf8.FromUtf16(MemoryMarshal.Cast<ushort, char>(units), into, out var read, out written, replaceInvalidSequences: true, isLast);
        consumed = 2 * read;
        return status != System.Buffers.OperationStatus.DestinationTooSmall;
    }
}
