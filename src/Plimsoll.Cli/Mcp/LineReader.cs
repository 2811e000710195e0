using System.Buffers;

namespace Plimsoll.Cli.Mcp;

/// <summary>Reads lines of bytes. A line that is too long is passed over, not kept, so no sender can make this process grow.</summary>
/// <param name="input">The stream.</param>
/// <param name="lineBytesMost">The longest line, without its end.</param>
internal sealed class LineReader(Stream input, int lineBytesMost)
{
    private readonly byte[] _window = new byte[32 * 1024];
    private int _at;
    private int _end;

    /// <summary>The next line without its end, and whether it was too long and is not given; null at the end of the stream.</summary>
    public (byte[] Line, bool IsTooLong)? Read()
    {
        ArrayBufferWriter<byte> line = new();
        bool isTooLong = false;
        bool any = false;
        while (_at < _end || Fill())
        {
            any = true;
            ReadOnlySpan<byte> rest = _window.AsSpan(_at, _end - _at);
            int length = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = length < 0 ? rest : rest[..length];
            _at += length < 0 ? rest.Length : length + 1;
            isTooLong |= piece.Length > lineBytesMost - line.WrittenCount;
            if (isTooLong) line.ResetWrittenCount();
            else line.Write(piece);
            if (length >= 0) break;
        }
        return any ? (line.WrittenSpan.ToArray(), isTooLong) : null;
    }

    private bool Fill()
    {
        _at = 0;
        _end = input.Read(_window);
        return _end > 0;
    }
}
