using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Printing;

/// <summary>
/// Tokens to text. It knows where it is, indents, and puts a space between two tokens that would be another one without it, so that whoever prints
/// need not think of that.
/// </summary>
internal sealed class CodeWriter
{
    private const int IndentWidth = 2;

    private readonly IBufferWriter<byte> _output;
    private readonly bool _formats;
    private readonly byte[] _buffer = new byte[8 * 1024];
    private int _used;
    private bool _isLineStart = true;
    private byte _last;
    private int _markOffset = -1;
    private int _markName;

    public CodeWriter(IBufferWriter<byte> output, bool formats) => (_output, _formats) = (output, formats);

    /// <summary>How many levels the next line is indented by.</summary>
    public int Depth { get; set; }

    /// <summary>How many bytes were written: the same number twice means that nothing was written in between.</summary>
    public long Position { get; private set; }

    /// <summary>The line, from 0.</summary>
    public int Line { get; private set; }

    /// <summary>The column in UTF-16 code units, from 0; where a line begins, that of its first token.</summary>
    public int Column => _isLineStart && _formats ? Depth * IndentWidth : _column;

    private int _column;

    /// <summary>Called for each token that was marked, right before it is written.</summary>
    public Action<MappedPlace>? Mapped { get; set; }

    /// <summary>Says where the next token comes from, and what it was called there, as an index; -1 where it is called so still. Of two marks before one token the last counts.</summary>
    public void Mark(int offset, int name = -1) => (_markOffset, _markName) = (offset, name);

    /// <summary>Writes one token.</summary>
    public void Token(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty) return;
        if (_isLineStart) Indent();
        else if (MustPart(_last, token[0])) Put(" "u8);
        if (_markOffset >= 0) Map();
        Put(token);
    }

    /// <summary>Writes a piece of text that goes on from what was written, as within a template.</summary>
    public void Piece(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty) Put(text);
    }

    /// <summary>A space that only people need.</summary>
    public void Space()
    {
        if (_formats && !_isLineStart) Put(" "u8);
    }

    /// <summary>Ends the line, when lines are asked for.</summary>
    public void EndLine()
    {
        if (_formats) BreakLine();
    }

    /// <summary>Ends the line in any case.</summary>
    public void BreakLine()
    {
        if (_isLineStart) return;
        Put("\n"u8);
        _isLineStart = true;
    }

    /// <summary>Hands over what is left.</summary>
    public void Flush()
    {
        _output.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private static bool MustPart(byte last, byte next) => last switch
    {
        (byte)'+' or (byte)'-' => next == last,
        (byte)'/' => next is (byte)'/' or (byte)'*',
        (byte)'<' => next == '!', // an HTML comment
        (byte)'\\' => false,
        _ => IdentifierText.IsPart(last) && (IdentifierText.IsPart(next) || next is (byte)'\\' or (byte)'#'),
    };

    private void Map()
    {
        Mapped?.Invoke(new MappedPlace(_markOffset, Line, _column, _markName));
        _markOffset = -1;
    }

    private void Indent()
    {
        _isLineStart = false;
        if (!_formats) return;
        for (int i = 0; i < Depth * IndentWidth; i++) Put(" "u8);
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        Position += text.Length;
        _last = text[^1];
        Count(text);
        if (text.Length > _buffer.Length - _used) Flush();
        if (text.Length > _buffer.Length)
        {
            _output.Write(text);
            return;
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        for (int length = LineText.LengthOf(text); length < text.Length; length = LineText.LengthOf(text))
        {
            text = text[(length + LineText.EndLengthOf(text[length..]))..];
            Line++;
            _column = 0;
        }

        _column += Encoding.UTF8.GetCharCount(text);
    }
}
