using System.Text;

namespace Plimsoll.JavaScript.Lexing;

/// <summary>Names and words.</summary>
internal sealed unsafe partial class Lexer
{
    private byte[] _decoded = new byte[64];
    private int _decodedLength;

    /// <summary>The text of the name in hand with its escapes decoded; only after a name with <see cref="HasEscape"/>.</summary>
    public ReadOnlySpan<byte> Decoded => _decoded.AsSpan(0, _decodedLength);

    private void ReadWord()
    {
        int start = _at, at = _at + 1, length = _length;
        byte* bytes = _bytes;
        while (at < length && ByteClass.IsPart(bytes[at])) at++;
        if (at < length && (bytes[at] >= 0x80 || bytes[at] == '\\'))
        {
            ReadUnusualWord(start);
            return;
        }

        _at = at;
        HasEscape = false;
        int count = at - start;
        Kind = count is < 2 or > Words.LengthMax || bytes[start] is < (byte)'a' or > (byte)'y' ? TokenKind.Name : FindWord(new ReadOnlySpan<byte>(bytes + start, count));
    }

    private static TokenKind FindWord(ReadOnlySpan<byte> word)
    {
        ulong head = 0;
        int count = Math.Min(word.Length, 8);
        for (int i = 0; i < count; i++) head |= (ulong)word[i] << (8 * i);
        return Words.Find(head, word[count..], word.Length);
    }

    /// <summary>A word with escapes or characters beyond ASCII.</summary>
    private void ReadUnusualWord(int start)
    {
        HasEscape = ReadName(start);
        // A word of the language may also end at a space beyond ASCII.
        Kind = Decoded.Length is >= 2 and <= Words.LengthMax ? FindWord(Decoded) : TokenKind.Name;
        if (HasEscape && Kind < TokenKind.EscapedReserved) Kind = TokenKind.EscapedReserved;
    }

    /// <summary>Reads a name, decoded; true where it has an escape.</summary>
    private bool ReadName(int start)
    {
        _at = start;
        _decodedLength = 0;
        bool escaped = false;
        while (_at < _length)
        {
            int at = _at;
            bool escape = _bytes[at] == '\\';
            int rune;
            if (escape) rune = ReadNameEscape();
            else
            {
                rune = RuneAt(at, out int length);
                _at += length;
            }

            bool fits = _decodedLength == 0 ? ByteClass.IsStart(rune) : ByteClass.IsPart(rune);
            if (!fits)
            {
                if (escape || _decodedLength == 0) throw Error(at, escape ? "the escaped character cannot stand in a name" : $"unexpected character {Show(rune)}");
                _at = at;
                break;
            }

            escaped |= escape;
            AddDecoded(rune);
        }

        if (_decodedLength == 0) throw Error(start, "a name is expected here");
        return escaped;
    }

    private int ReadNameEscape()
    {
        int start = _at;
        if (Peek(1) != 'u') throw Error(start, "a backslash in a name must begin \\uXXXX or \\u{X}");
        _at += 2;
        int rune = ReadUnicodeEscape();
        if (rune < 0) throw Error(start, "bad Unicode escape; write \\uXXXX or \\u{X}");
        return rune;
    }

    /// <summary>What follows `\u`: four digits, or digits in braces up to 10FFFF. -1 where it is neither; the place is then undefined.</summary>
    private int ReadUnicodeEscape()
    {
        int value = 0;
        if (Peek(0) != '{')
        {
            for (int i = 0; i < 4; i++)
            {
                int digit = ByteClass.Hex(Peek(0));
                if (digit < 0) return -1;
                value = (value << 4) | digit;
                _at++;
            }

            return value;
        }

        _at++;
        int digits = 0;
        for (int digit; (digit = ByteClass.Hex(Peek(0))) >= 0; digits++)
        {
            value = (value << 4) | digit;
            if (value > 0x10FFFF) return -1;
            _at++;
        }

        if (digits == 0 || Peek(0) != '}') return -1;
        _at++;
        return value;
    }

    private void AddDecoded(int rune)
    {
        if (_decodedLength + 4 > _decoded.Length) Array.Resize(ref _decoded, _decoded.Length * 2);
        _decodedLength += (Rune.IsValid(rune) ? new Rune(rune) : Rune.ReplacementChar).EncodeToUtf8(_decoded.AsSpan(_decodedLength));
    }

    private static string Show(int rune) => rune > 32 && Rune.IsValid(rune) && !Rune.IsControl(new Rune(rune)) ? $"'{new Rune(rune)}' (U+{rune:X4})" : $"U+{rune:X4}";
}
