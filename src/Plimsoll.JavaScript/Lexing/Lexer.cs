using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Lexing;

/// <summary>
/// Reads one token after the other, on demand. The parser says where a slash begins a regular expression and where a brace goes on with a template,
/// so the lexer itself keeps no state but its place.
/// </summary>
internal sealed unsafe partial class Lexer
{
    private readonly byte* _bytes;
    private readonly int _length;
    private int _at;
    private bool _atStart = true;

    /// <summary>Begins before the first byte; a hashbang line is jumped over.</summary>
    public Lexer(SourceText source)
    {
        Source = source;
        _bytes = source.Bytes;
        _length = source.Length;
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>Whether HTML comments are comments: in scripts they are.</summary>
    public bool HtmlComments { get; set; } = true;

    /// <summary>What the token is.</summary>
    public TokenKind Kind;

    /// <summary>The token's first byte.</summary>
    public int Start;

    /// <summary>After the token's last byte.</summary>
    public int End;

    /// <summary>After the last byte of the token before.</summary>
    public int PreviousEnd;

    /// <summary>Whether a line ends between the token before and this one.</summary>
    public bool NewlineBefore;

    /// <summary>Whether a name or string has a backslash in it.</summary>
    public bool HasEscape;

    /// <summary>The place of an octal number or escape that strict mode forbids, or -1.</summary>
    public int OctalAt;

    /// <summary>The place of an escape that only tagged templates may have, or -1.</summary>
    public int BadEscapeAt;

    /// <summary>Where the lexer stands, to come back to it after a look ahead.</summary>
    public LexerState State
    {
        get => new(_at, Kind, Start, End, PreviousEnd, NewlineBefore, HasEscape, OctalAt, BadEscapeAt, _atStart);
        set => (_at, Kind, Start, End, PreviousEnd, NewlineBefore, HasEscape, OctalAt, BadEscapeAt, _atStart) = value;
    }

    /// <summary>Goes on at an offset, where a token begins, as if nothing stood before it.</summary>
    public void MoveTo(int offset)
    {
        _at = offset;
        _atStart = offset == 0;
        PreviousEnd = End = offset;
        Next();
    }

    /// <summary>Jumps over the rest of a body whose opening brace is the token in hand, so that its closing brace becomes it.</summary>
    public void JumpTo(int closingBrace)
    {
        _at = closingBrace;
        End = closingBrace;
        Next();
    }

    /// <summary>Reads the next token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Next()
    {
        PreviousEnd = End;
        NewlineBefore = false;
        SkipTrivia();
        _atStart = false;
        int start = Start = _at;
        if (start >= _length)
        {
            Kind = TokenKind.EndOfFile;
            End = start;
            return;
        }

        byte one = _bytes[start];
        if (ByteClass.IsStart(one)) ReadWord();
        else if (one is >= (byte)'0' and <= (byte)'9') ReadNumber();
        else if (one is (byte)'"' or (byte)'\'') ReadString(one);
        else if (one >= 0x80 || one == '\\') ReadUnusualWord(start);
        else ReadMark(one);
        End = _at;
    }

    /// <summary>The error for a place.</summary>
    public JavaScriptSyntaxException Error(int offset, string message) => Source.Error(offset, message);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Peek(int ahead)
    {
        int at = _at + ahead;
        return at < _length ? _bytes[at] : (byte)0;
    }

    private ReadOnlySpan<byte> Rest(int from) => new(_bytes + from, _length - from);

    private int RuneAt(int at, out int length)
    {
        if (at < _length) return ByteClass.Decode(Rest(at), out length);
        length = 0;
        return -1;
    }
}

/// <summary>Where a lexer stood.</summary>
internal readonly record struct LexerState(
    int At, TokenKind Kind, int Start, int End, int PreviousEnd, bool NewlineBefore, bool HasEscape, int OctalAt, int BadEscapeAt, bool AtStart);
