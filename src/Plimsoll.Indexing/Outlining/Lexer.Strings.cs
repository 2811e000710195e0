using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Strings, characters, templates and regular expressions.</content>
internal sealed unsafe partial class Lexer
{
    // Code in strings in code in strings …: deeper than this, it is read as plain text.
    private const int CodeDepthMax = 8;

    // A regular expression literal longer than this is taken for two divisions; bundlers do not write longer ones by hand.
    private const int RegexLengthMax = 2048;

    private int ReadDouble()
    {
        if (At(Position + 1) == '"' && At(Position + 2) == '"' && Has(Lexical.TripleDouble | Lexical.CSharp)) return TripleString((byte)'"');
        return Finish(StringEnd(Position + 1, (byte)'"', 0), Token.Text);
    }

    private int ReadSingle()
    {
        if (Has(Lexical.Rust)) return RustQuote();
        if (Has(Lexical.TripleSingle) && At(Position + 1) == '\'' && At(Position + 2) == '\'') return TripleString((byte)'\'');
        return Finish(StringEnd(Position + 1, (byte)'\'', CodeDepthMax), Token.Text);
    }

    private int ReadBacktick()
    {
        if (Has(Lexical.Template)) return ReadTemplate(Position + 1);
        int length = From(Position + 1).IndexOf((byte)'`');
        int stop = length < 0 ? _end : Position + length + 2;
        if (Has(Lexical.BacktickRaw)) return Finish(stop, Token.Text);
        Word = Word.None;
        return Finish(stop, Token.Name);
    }

    /// <summary>Reads template text from <paramref name="position"/> to its backtick, or to <c>${</c>.</summary>
    internal int ReadTemplate(int position)
    {
        while (position < _end)
        {
            int length = From(position).IndexOfAny((byte)'`', (byte)'\\', (byte)'$');
            if (length < 0) return Finish(_end, Token.Text);
            position += length + 1;
            byte found = _text[position - 1];
            if (found == '`') return Finish(position, Token.Text);
            if (found == '\\') position++;
            else if (At(position) == '{') return Finish(position + 1, Token.TemplateHead);
        }

        return Finish(_end, Token.Text);
    }

    /// <summary>Where a string that ends with <paramref name="quote"/> ends; code inside it may hold quotes of its own.</summary>
    private int StringEnd(int position, byte quote, int depth)
    {
        bool oneLine = Has(Lexical.OneLineStrings);
        byte code = depth >= CodeDepthMax ? (byte)0 : Has(Lexical.DollarCode) ? (byte)'$' : (byte)0;
        while (position < _end)
        {
            byte value = _text[position++];
            if (value == quote) return position;
            if (value == '\\')
            {
                if (Has(Lexical.SwiftCode) && At(position) == '(' && depth < CodeDepthMax) position = CodeEnd(position + 1, (byte)'(', (byte)')', depth);
                else if (At(position) != '\r') position++;
            }
            else if (value == '\n' && oneLine) return Continues(position) ? position : position - 1;
            else if (value == code && code != 0 && At(position) == '{') position = CodeEnd(position + 1, (byte)'{', (byte)'}', depth);
        }

        return _end;
    }

    /// <summary>Whether the line before this offset ended in a backslash and a carriage return.</summary>
    private bool Continues(int position) => position >= 3 && _text[position - 2] == '\r' && _text[position - 3] == '\\';

    /// <summary>Where code inside a string ends: after its closing bracket, or at the end of the line when it never closes.</summary>
    private int CodeEnd(int position, byte open, byte close, int depth)
    {
        int brackets = 1;
        while (position < _end && _text[position] != '\n')
        {
            byte value = _text[position++];
            if (value == open) brackets++;
            else if (value == close && --brackets == 0) return position;
            else if (value == '"') position = StringEnd(position, value, depth + 1);
        }

        return position;
    }

    private int TripleString(byte quote)
    {
        bool raw = Has(Lexical.CSharp);

        // Only raw strings have longer quotes; counting all of a long run again and again would take quadratic time.
        int count = 3;
        while ((raw || count < 6) && At(Position + count) == quote) count++;
        if (raw || count < 6) return Finish(TripleEnd(Position + (raw ? count : 3), quote, raw ? count : 3, raw), Token.Text);
        return Finish(Position + 6, Token.Text);
    }

    private int TripleEnd(int position, byte quote, int count, bool raw)
    {
        while (position < _end)
        {
            int length = From(position).IndexOfAny(quote, (byte)'\\');
            if (length < 0) return _end;
            position += length;
            if (_text[position] == '\\')
            {
                position += raw ? 1 : 2;
                continue;
            }

            int run = 0;
            while (At(position + run) == quote) run++;
            position += run;
            if (run >= count) return position;
        }

        return _end;
    }

    private int RustQuote()
    {
        byte next = At(Position + 1);
        if (next == '\\') return Finish(StringEnd(Position + 1, (byte)'\'', CodeDepthMax), Token.Text);
        int width = next < 0x80 ? 1 : next < 0xE0 ? 2 : next < 0xF0 ? 3 : 4;
        if (At(Position + 1 + width) == '\'') return Finish(Position + width + 2, Token.Text);
        return Finish(Position + 1, '\'');
    }

    /// <summary>After a name: a raw string whose prefix the name is (<c>R"x(</c>, <c>r#"</c>), else nothing happens.</summary>
    private bool TryPrefixedString()
    {
        int length = Stop - Start;
        if (length > 3 || !Has(Lexical.CppRaw | Lexical.Rust)) return false;
        byte last = _text[Stop - 1];
        if (Has(Lexical.Rust) && last == 'r') return TryRustRaw();
        if (Has(Lexical.Rust) || last != 'R' || _text[Stop] != '"') return false;
        int open = From(Stop + 1).IndexOf((byte)'(');
        if (open is < 0 or > 16) return false;
        return TryEnd(Stop + 1 + open, (byte)')', Bytes(Stop + 1, open), (byte)'"');
    }

    private bool TryRustRaw()
    {
        int hashes = 0;
        while (At(Stop + hashes) == '#') hashes++;
        if (At(Stop + hashes) != '"') return false;
        return TryEnd(Stop + hashes + 1, (byte)'"', Bytes(Stop, hashes), 0);
    }

    /// <summary>Moves after the first <paramref name="first"/> that is followed by <paramref name="middle"/> and <paramref name="last"/>.</summary>
    private bool TryEnd(int position, byte first, ReadOnlySpan<byte> middle, byte last)
    {
        while (position < _end)
        {
            int length = From(position).IndexOf(first);
            if (length < 0) break;
            position += length + 1;
            if (!From(position).StartsWith(middle)) continue;
            int after = position + middle.Length;
            if (last != 0 && At(after) != last) continue;
            Finish(last == 0 ? after : after + 1, Token.Text);
            return true;
        }

        Finish(_end, Token.Text);
        return true;
    }

    private bool TryRegex()
    {
        bool set = false;
        int limit = Math.Min(_end, Position + RegexLengthMax);
        for (int position = Position + 1; position < limit; position++)
        {
            byte value = _text[position];
            if (value == '\n') return false;
            if (value == '\\') position++;
            else if (value == '[') set = true;
            else if (value == ']') set = false;
            else if (value == '/' && !set)
            {
                while (IsNamePart(At(position + 1))) position++;
                Finish(position + 1, Token.Text);
                return true;
            }
        }

        return false;
    }

    private int ReadPrefix(byte first)
    {
        if (first == '[') return ReadLuaBracket();
        if (first == '?') return ReadPhpClose();
        int position = Position;
        bool verbatim = false;
        while (At(position) is (byte)'@' or (byte)'$')
        {
            verbatim |= _text[position] == '@';
            position++;
        }

        if (At(position) != '"') return VerbatimName(position);
        if (At(position + 1) == '"' && At(position + 2) == '"' && !verbatim)
        {
            Position = position;
            return TripleString((byte)'"');
        }

        return Finish(verbatim ? VerbatimEnd(position + 1) : InterpolatedEnd(position + 1, 0), Token.Text);
    }

    private int VerbatimName(int position)
    {
        if (!IsNamePart(At(position))) return Finish(Position + 1, '@');
        while (IsNamePart(At(position))) position++;
        Word = Word.None;
        Start = Math.Min(Start + 1, position);
        return Finish(position, Token.Name);
    }

    private int VerbatimEnd(int position)
    {
        while (position < _end)
        {
            int length = From(position).IndexOf((byte)'"');
            if (length < 0) return _end;
            position += length + 1;
            if (At(position) != '"') return position;
            position++;
        }

        return _end;
    }

    private int InterpolatedEnd(int position, int depth)
    {
        while (position < _end)
        {
            byte value = _text[position++];
            if (value == '"') return position;
            if (value == '\n') return position - 1;
            if (value == '\\') position++;
            else if (value == '{' && At(position) == '{') position++;
            else if (value == '{' && depth < CodeDepthMax) position = CodeEnd(position, (byte)'{', (byte)'}', depth);
        }

        return _end;
    }

    private int ReadLuaBracket()
    {
        int stop = LuaBracketEnd(Position);
        return stop < 0 ? Finish(Position + 1, '[') : Finish(stop, Token.Text);
    }

    private int ReadPhpClose()
    {
        if (At(Position + 1) != '>') return Finish(Position + 1, '?');
        Position += 2;
        SkipToPhp();
        Stop = Position;
        return ';';
    }

    private bool TryHereDocument()
    {
        int start = Position + 3;
        while (At(start) is (byte)' ' or (byte)'\'' or (byte)'"') start++;
        int stop = start;
        while (IsNamePart(At(stop))) stop++;
        if (stop == start) return false;
        ReadOnlySpan<byte> label = Bytes(start, stop - start);
        int position = stop;
        while (position < _end)
        {
            int length = From(position).IndexOf((byte)'\n');
            if (length < 0) break;
            position += length + 1;
            while (At(position) is (byte)' ' or (byte)'\t') position++;
            if (!From(position).StartsWith(label) || IsNamePart(At(position + label.Length))) continue;
            Finish(position + label.Length, Token.Text);
            return true;
        }

        Finish(_end, Token.Text);
        return true;
    }
}
