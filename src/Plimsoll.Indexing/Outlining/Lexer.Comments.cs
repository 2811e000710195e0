using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Comments: noted, never returned. Every method returns -1, "go on".</content>
internal sealed unsafe partial class Lexer
{
    private const int Comment = -1;

    private int LineComment(int marker)
    {
        int start = Position;
        int length = From(start).IndexOf((byte)'\n');
        int stop = length < 0 ? _end : start + length;
        if (Has(Lexical.Preprocessor))
        {
            // A backslash at the end of the line takes the next line into the comment.
            while (stop < _end && _text[stop - 1] == '\\')
            {
                length = From(stop + 1).IndexOf((byte)'\n');
                stop = length < 0 ? _end : stop + 1 + length;
            }
        }

        if (Has(Lexical.Php))
        {
            int close = Bytes(start, stop - start).IndexOf("?>"u8);
            if (close >= 0) stop = start + Math.Max(close, marker);
        }

        _outline.AddComment(start, stop - start);
        Position = stop;
        return Comment;
    }

    private int BlockComment()
    {
        int start = Position;
        if (Has(Lexical.Nested)) return NestedComment(start);
        int length = From(start + 2).IndexOf("*/"u8);
        return EndComment(start, length < 0 ? _end : start + 2 + length + 2);
    }

    private int NestedComment(int start)
    {
        int depth = 1;
        int position = start + 2;
        while (depth > 0 && position < _end)
        {
            int length = From(position).IndexOfAny((byte)'*', (byte)'/');
            if (length < 0) break;
            position += length + 1;
            byte first = _text[position - 1];
            byte second = At(position);
            if (first == '*' && second == '/') depth--;
            else if (first == '/' && second == '*') depth++;
            else continue;
            position++;
        }

        return EndComment(start, depth > 0 ? _end : position);
    }

    private int DashComment()
    {
        int start = Position;
        if (!Has(Lexical.LuaBrackets) || At(start + 2) != '[') return LineComment(2);
        int stop = LuaBracketEnd(start + 2);
        return stop < 0 ? LineComment(2) : EndComment(start, stop);
    }

    private int MarkupComment()
    {
        int length = From(Position).IndexOf("-->"u8);
        return EndComment(Position, length < 0 ? _end : Position + length + 3);
    }

    private int EndComment(int start, int stop)
    {
        _outline.AddComment(start, stop - start);
        if (Bytes(start, stop - start).Contains((byte)'\n')) FirstOfLine = true;
        Position = stop;
        return Comment;
    }

    /// <summary>Where a Lua long bracket that starts here ends, or -1 when none starts here.</summary>
    private int LuaBracketEnd(int start)
    {
        int level = 0;
        while (At(start + 1 + level) == '=') level++;
        if (At(start + 1 + level) != '[') return -1;
        int position = start + level + 2;
        while (position < _end)
        {
            int length = From(position).IndexOf((byte)']');
            if (length < 0) return _end;
            position += length + 1;
            int seen = 0;
            while (seen < level && At(position + seen) == '=') seen++;
            if (seen == level && At(position + level) == ']') return position + level + 1;
        }

        return _end;
    }

    private void SkipInterpreterLine()
    {
        if (!From(Position).StartsWith("#!"u8)) return;
        int length = From(Position).IndexOf((byte)'\n');
        Position = length < 0 ? _end : Position + length;
    }

    /// <summary>Moves over the markup before the next <c>&lt;?php</c>.</summary>
    private void SkipToPhp()
    {
        int length = From(Position).IndexOf("<?"u8);
        Position = length < 0 ? _end : Position + length + 2;
        if (From(Position).StartsWith("php"u8)) Position += 3;
        else if (At(Position) == '=') Position++;
    }
}
