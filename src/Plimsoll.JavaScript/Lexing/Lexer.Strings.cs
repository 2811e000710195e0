namespace Plimsoll.JavaScript.Lexing;

/// <summary>Strings, templates and regular expressions.</summary>
internal sealed unsafe partial class Lexer
{
    /// <summary>Reads the text of a template from the byte after its backquote, or from the brace that ends an expression in it; true where it is the last text.</summary>
    /// <param name="textStart">Its first byte.</param>
    /// <param name="textEnd">After its last byte.</param>
    public bool ReadTemplateText(out int textStart, out int textEnd)
    {
        _at = textStart = Start + 1;
        BadEscapeAt = -1;
        while (true)
        {
            int found = Rest(_at).IndexOfAny((byte)'`', (byte)'\\', (byte)'$');
            if (found < 0) throw Error(Start, "the template is not ended; add a backquote");
            _at += found;
            byte one = _bytes[_at];
            textEnd = _at++;
            if (one == '`' || (one == '$' && Peek(0) == '{'))
            {
                if (one != '`') _at++;
                End = _at;
                return one == '`';
            }

            if (one == '\\') ReadTemplateEscape();
        }
    }

    private void ReadTemplateEscape()
    {
        int start = _at - 1;
        int octal = OctalAt;
        OctalAt = -1;
        if (!ReadEscape() || OctalAt >= 0)
        {
            if (BadEscapeAt < 0) BadEscapeAt = start;
        }

        OctalAt = octal;
    }

    /// <summary>Reads the regular expression whose first slash is the token in hand, and becomes it. The pattern is checked by others.</summary>
    /// <param name="patternEnd">The second slash.</param>
    public void ReadRegex(out int patternEnd)
    {
        _at = Start + 1;
        bool inClass = false;
        while (true)
        {
            byte one = Peek(0);
            if (_at >= _length || one is (byte)'\n' or (byte)'\r' || IsSeparator(_at)) throw Error(Start, "the regular expression is not ended; add /");
            if (one == '/' && !inClass) break;
            if (one == '[') inClass = true;
            else if (one == ']') inClass = false;
            else if (one == '\\')
            {
                _at++;
                if (Peek(0) is (byte)'\n' or (byte)'\r' || IsSeparator(_at)) throw Error(Start, "the regular expression is not ended; add /");
            }

            if (_at < _length) _at++;
        }

        patternEnd = _at++;
        int rune;
        while (ByteClass.IsPart(rune = RuneAt(_at, out int length))) _at += length;
        if (rune == '\\') throw Error(_at, "flags of a regular expression cannot have escapes");
        End = _at;
    }

    private void ReadString(byte quote)
    {
        Kind = TokenKind.String;
        HasEscape = false;
        OctalAt = -1;
        _at++;
        ReadOnlySpan<byte> stops = [quote, (byte)'\\', (byte)'\n', (byte)'\r'];
        while (true)
        {
            int found = Rest(_at).IndexOfAny(stops);
            if (found < 0) throw Error(Start, "the string is not ended; add its quote");
            _at += found;
            byte one = _bytes[_at++];
            if (one == quote) return;
            if (one != '\\') throw Error(Start, "the string is not ended on its line; add its quote or a backslash");
            int start = _at - 1;
            HasEscape = true;
            if (!ReadEscape()) throw Error(start, "bad escape; write \\xXX, \\uXXXX or \\u{X}");
        }
    }

    /// <summary>What follows a backslash in a string or template; false where it is malformed.</summary>
    private bool ReadEscape()
    {
        byte one = Peek(0);
        switch (one)
        {
            case (byte)'x':
                if (ByteClass.Hex(Peek(1)) < 0 || ByteClass.Hex(Peek(2)) < 0)
                {
                    _at++;
                    return false;
                }

                _at += 3;
                return true;
            case (byte)'u':
                int after = ++_at;
                if (ReadUnicodeEscape() >= 0) return true;
                _at = after;
                return false;
            case (byte)'\r':
                _at += Peek(1) == '\n' ? 2 : 1;
                return true;
            case >= (byte)'0' and <= (byte)'9':
                if ((one != '0' || Peek(1) is >= (byte)'0' and <= (byte)'9') && OctalAt < 0) OctalAt = _at - 1;
                _at++;
                return true;
            default:
                if (_at < _length) _at++;
                return true;
        }
    }
}
