namespace Plimsoll.JavaScript.Lexing;

/// <summary>What lies between tokens.</summary>
internal sealed unsafe partial class Lexer
{
    private void SkipTrivia()
    {
        if (_atStart) SkipHashbang();
        while (_at < _length)
        {
            byte one = _bytes[_at];
            if (one == ' ' || one is 9 or 11 or 12) _at++;
            else if (one is (byte)'\n' or (byte)'\r')
            {
                NewlineBefore = true;
                _at++;
            }
            else if (one == '/')
            {
                byte next = Peek(1);
                if (next == '/') SkipLine();
                else if (next == '*') SkipComment();
                else return;
            }
            else if (one >= 0x80)
            {
                if (!SkipUnusual()) return;
            }
            else if (one is not ((byte)'<' or (byte)'-') || !SkipHtmlComment(one)) return;
        }
    }

    private void SkipHashbang()
    {
        if (_length >= 3 && Rest(0).StartsWith("\uFEFF"u8)) _at = 3;
        if (Peek(0) == '#' && Peek(1) == '!') SkipLine();
    }

    private bool SkipHtmlComment(byte one)
    {
        if (!HtmlComments) return false;
        bool comment = one == '<' ? Rest(_at).StartsWith("<!--"u8) : (NewlineBefore || _atStart) && Rest(_at).StartsWith("-->"u8);
        if (comment) SkipLine();
        return comment;
    }

    /// <summary>Jumps to the end of the line; the line break itself is left.</summary>
    private void SkipLine()
    {
        while (true)
        {
            int found = Rest(_at).IndexOfAny((byte)'\n', (byte)'\r', (byte)0xE2);
            if (found < 0)
            {
                _at = _length;
                return;
            }

            _at += found;
            if (_bytes[_at] != 0xE2 || IsSeparator(_at)) return;
            _at++;
        }
    }

    private void SkipComment()
    {
        int start = _at;
        int found = Rest(_at + 2).IndexOf("*/"u8);
        if (found < 0) throw Error(start, "the comment is not ended; add */");
        _at += 2 + found + 2;
        if (!NewlineBefore) NewlineBefore = HasLineBreak(new ReadOnlySpan<byte>(_bytes + start, _at - start));
    }

    private static bool HasLineBreak(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'\n', (byte)'\r') >= 0 || text.IndexOf("\u2028"u8) >= 0 || text.IndexOf("\u2029"u8) >= 0;

    /// <summary>Jumps over white space of two bytes or more.</summary>
    private bool SkipUnusual()
    {
        if (IsSeparator(_at))
        {
            NewlineBefore = true;
            _at += 3;
            return true;
        }

        if (!ByteClass.IsSpace(RuneAt(_at, out int length))) return false;
        _at += length;
        return true;
    }

    /// <summary>Whether U+2028 or U+2029, which end lines, stands at an offset.</summary>
    private bool IsSeparator(int at) => at + 2 < _length && _bytes[at] == 0xE2 && _bytes[at + 1] == 0x80 && (_bytes[at + 2] is 0xA8 or 0xA9);
}
