using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// Cuts a text into tokens by the tables of its language. Comments are noted in the outline and never returned. The text is pinned by
/// the caller for as long as the lexer reads it.
/// </summary>
internal sealed unsafe partial class Lexer
{
    private static readonly Outline Nowhere = new();

    private byte* _text;
    private int _end;
    private byte[] _classes = [];
    private WordTable _words = WordTable.Parse("");
    private Outline _outline = Nowhere;
    private Lexical _lexical;

    /// <summary>The offset of the next byte to read.</summary>
    internal int Position;

    /// <summary>The offset of the token's first byte.</summary>
    internal int Start;

    /// <summary>The offset after the token's last byte.</summary>
    internal int Stop;

    /// <summary>What the word of a name token means.</summary>
    internal Word Word;

    /// <summary>Whether the token is the first of its line.</summary>
    internal bool FirstOfLine;

    /// <summary>Whether a slash would start a regular expression here, and a less-than an element.</summary>
    internal bool ExpectsValue;

    /// <summary>The length of the text.</summary>
    internal int Length => _end;

    /// <summary>Starts on a text.</summary>
    internal void Reset(byte* text, int length, Language language, Outline outline)
    {
        _text = text;
        _end = length;
        _classes = language.Classes;
        _words = language.Words;
        _lexical = language.Lexical;
        _outline = outline;
        Position = length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0;
        Start = Stop = Position;
        FirstOfLine = true;
        ExpectsValue = true;
        _conditionalCount = 0;
        if (Has(Lexical.Hash) || Has(Lexical.Template)) SkipInterpreterLine();
        if (Has(Lexical.Php)) SkipToPhp();
    }

    /// <summary>The byte at an offset, or 0 outside the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte At(int offset) => (uint)offset < (uint)_end ? _text[offset] : (byte)0;

    /// <summary>The bytes of the token.</summary>
    internal ReadOnlySpan<byte> TokenBytes => new(_text + Start, Stop - Start);

    /// <summary>Some bytes of the text.</summary>
    internal ReadOnlySpan<byte> Bytes(int start, int length) => new(_text + start, length);

    /// <summary>The text from an offset to its end.</summary>
    internal ReadOnlySpan<byte> From(int start) => new(_text + start, _end - start);

    /// <summary>Whether the byte may be part of a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsNamePart(byte value) => (byte)(_classes[value] - ByteClass.Letter) <= 1;

    /// <summary>Reads the next token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Next()
    {
        byte* text = _text;
        int end = _end;
        int position = Position;
        FirstOfLine = Stop == 0;
        ref byte classes = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_classes);
        while (position < end)
        {
            byte first = text[position];
            byte kind = Unsafe.Add(ref classes, first);
            if (kind == ByteClass.Space)
            {
                position++;
                continue;
            }

            if (kind == ByteClass.Line)
            {
                position++;
                FirstOfLine = true;
                continue;
            }

            if (kind == ByteClass.Letter) return ReadName(position);
            Start = position;
            if (kind == ByteClass.Mark)
            {
                Stop = Position = position + 1;
                return first & 127;
            }

            Position = position;
            int token = Special(kind, first);
            if (token >= 0) return token;
            position = Position;
        }

        Start = Stop = Position = end;
        FirstOfLine = true;
        return Token.End;
    }

    /// <summary>Looks at the next byte that is not white space, without moving.</summary>
    internal byte Peek()
    {
        int position = Position;
        while (position < _end && _classes[_text[position]] <= ByteClass.Line) position++;
        return At(position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadName(int position)
    {
        Start = position;
        ref byte classes = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_classes);
        byte* text = _text;
        int end = _end;
        do position++;
        while (position < end && (byte)(Unsafe.Add(ref classes, text[position]) - ByteClass.Letter) <= 1);
        Stop = Position = position;
        Word = _words.Find(text + Start, position - Start);
        if (position < end && text[position] is (byte)'"' or (byte)'#' && TryPrefixedString()) return Token.Text;
        return Token.Name;
    }

    /// <summary>Reads a token that needs a look at more bytes; returns -1 after a comment.</summary>
    private int Special(byte kind, byte first)
    {
        switch (kind)
        {
            case ByteClass.Digit: return ReadNumber();
            case ByteClass.Slash: return ReadSlash();
            case ByteClass.Hash: return ReadHash();
            case ByteClass.DoubleQuote: return ReadDouble();
            case ByteClass.SingleQuote: return ReadSingle();
            case ByteClass.Backtick: return ReadBacktick();
            case ByteClass.Dash: return ReadDash();
            case ByteClass.Semicolon: return LineComment(1);
            case ByteClass.Prefix: return ReadPrefix(first);
            default: return ReadLess();
        }
    }

    private int ReadNumber()
    {
        int position = Position + 1;
        bool quotes = Has(Lexical.CppRaw);
        while (position < _end)
        {
            byte value = _text[position];
            bool part = IsNamePart(value) || (value == '.' && At(position + 1) is >= (byte)'0' and <= (byte)'9')
                || (quotes && value == '\'' && IsNamePart(At(position + 1)));
            if (!part) break;
            position++;
        }

        return Finish(position, Token.Number);
    }

    private int ReadSlash()
    {
        byte second = At(Position + 1);
        if (second == '/' && Has(Lexical.SlashLine)) return LineComment(2);
        if (second == '*' && Has(Lexical.SlashBlock)) return BlockComment();
        if (ExpectsValue && Has(Lexical.Regex) && TryRegex()) return Token.Text;
        return Finish(Position + 1, '/');
    }

    private int ReadHash()
    {
        if (Has(Lexical.Hash))
        {
            bool phpAttribute = Has(Lexical.Php) && At(Position + 1) == '[';
            return phpAttribute ? Finish(Position + 1, '#') : LineComment(1);
        }

        return Finish(Position + 1, FirstOfLine ? Token.Directive : '#');
    }

    private int ReadDash() => At(Position + 1) == '-' ? DashComment() : Finish(Position + 1, '-');

    private int ReadLess()
    {
        if (Has(Lexical.MarkupComment) && From(Position).StartsWith("<!--"u8)) return MarkupComment();
        if (Has(Lexical.Php) && At(Position + 1) == '<' && At(Position + 2) == '<' && TryHereDocument()) return Token.Text;
        return Finish(Position + 1, '<');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Has(Lexical lexical) => (_lexical & lexical) != Lexical.None;

    private int Finish(int position, int token)
    {
        Position = Stop = Math.Min(position, _end);
        return token;
    }
}
