using System.Buffers;
using System.Text.Json;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.SourceMaps;

/// <summary>
/// Writes a source map (ECMA-426, version 3) from an output to the text it was made of, as it goes: a segment costs a few bytes of output and nothing afterwards. Only the names that bindings had
/// are kept until the end, each once, in blocks of a store; so their list comes behind the places that refer to it.
/// </summary>
public sealed class SourceMapWriter : IDisposable
{
    /// <summary>The comment that leads from an output to its map, which comes last in it.</summary>
    public const string Comment = "//# sourceMappingURL=";

    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly IBufferWriter<byte> _output;
    private readonly PositionIndex _positions;
    private readonly TextPool _names;
    private readonly byte[] _buffer = new byte[4096];
    private int _used;
    private int _line;
    private int _column;
    private int _sourceLine;
    private int _sourceColumn;
    private int _name;
    private bool _isFirst = true;

    /// <summary>Begins the map.</summary>
    /// <param name="positions">The text that was read.</param>
    /// <param name="file">The name of the output, as the map shall tell it.</param>
    /// <param name="source">The name of the text that was read.</param>
    /// <param name="store">Where names are kept.</param>
    /// <param name="output">Where the map goes.</param>
    public SourceMapWriter(PositionIndex positions, string file, string source, ChunkStore store, IBufferWriter<byte> output)
    {
        (_positions, _output, _names) = (positions, output, new TextPool(store));
        output.Write("{\"version\":3,\"file\":"u8);
        WriteString(file);
        output.Write(",\"sources\":["u8);
        WriteString(source);
        output.Write("],\"mappings\":\""u8);
    }

    /// <summary>Says where a place of the output comes from. Places come in the order of the output.</summary>
    /// <param name="offset">The byte offset in the text that was read.</param>
    /// <param name="line">The line of the output, from 0.</param>
    /// <param name="column">The column of the output in UTF-16 code units, from 0.</param>
    /// <param name="name">What stands there in the text that was read, if it is a name and has another one in the output; else empty.</param>
    public void Add(int offset, int line, int column, ReadOnlySpan<byte> name)
    {
        if (line < _line || (line == _line && column < _column)) throw new ArgumentException($"{line}:{column} comes after {_line}:{_column}", nameof(line));
        for (; _line < line; _line++)
        {
            Put(';');
            (_column, _isFirst) = (0, true);
        }

        if (!_isFirst) Put(',');
        _isFirst = false;
        (int sourceLine, int sourceColumn) = _positions.Locate(offset);
        Number(column - _column);
        Number(0);
        Number(sourceLine - _sourceLine);
        Number(sourceColumn - _sourceColumn);
        (_column, _sourceLine, _sourceColumn) = (column, sourceLine, sourceColumn);
        if (!name.IsEmpty && name.Length <= TextPool.LengthMax) Name(name);
    }

    /// <summary>Ends the map.</summary>
    public void Finish()
    {
        Put(';'); // node 20 looks for a name behind the last place, unless a line follows
        Flush();
        _output.Write("\",\"names\":["u8);
        for (int name = 0; name < _names.Count; name++)
        {
            if (name > 0) _output.Write(","u8);
            WriteString(_names[name]);
        }

        _output.Write("]}\n"u8);
    }

    /// <summary>The last line of an output, which leads to its map.</summary>
    /// <param name="map">The name of the map, which lies beside the output.</param>
    public static string CommentFor(string map) => $"{Comment}{Uri.EscapeDataString(map)}\n";

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    private void Name(ReadOnlySpan<byte> name)
    {
        int number = _names.Add(name);
        Number(number - _name);
        _name = number;
    }

    private void WriteString(ReadOnlySpan<char> text)
    {
        _output.Write("\""u8);
        _output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        _output.Write("\""u8);
    }

    private void WriteString(ReadOnlySpan<byte> text)
    {
        _output.Write("\""u8);
        _output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        _output.Write("\""u8);
    }

    /// <summary>A number in base 64, least digits first, the sign in the lowest bit (VLQ).</summary>
    private void Number(int number)
    {
        uint rest = number < 0 ? ((uint)-number << 1) | 1 : (uint)number << 1;
        do
        {
            uint digit = rest & 31;
            rest >>= 5;
            Put(Digits[(int)(rest > 0 ? digit | 32 : digit)]);
        }
        while (rest > 0);
    }

    private void Put(char one)
    {
        if (_used == _buffer.Length) Flush();
        _buffer[_used++] = (byte)one;
    }

    private void Flush()
    {
        _output.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
