using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>HTML and XML: elements with an <c>id</c> or <c>name</c>, up to the closing tag at their depth; comments are noted.</summary>
internal sealed class MarkupReader(Lexer lexer)
{
    // Elements nested deeper than this are not told apart.
    private const int NestingMax = 64;

    private readonly int[] _definitions = new int[NestingMax];
    private readonly int[] _lengths = new int[NestingMax];
    private readonly int[] _tags = new int[NestingMax];
    private int _open;

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Outline outline)
    {
        _open = 0;
        int position = 0;
        while (position < lexer.Length)
        {
            int length = lexer.From(position).IndexOf((byte)'<');
            if (length < 0) break;
            position += length + 1;
            byte first = lexer.At(position);
            if (first == '!') position = SkipDeclaration(outline, position);
            else if (first == '/') position = CloseTag(outline, position + 1);
            else if (lexer.IsNamePart(first)) position = OpenTag(outline, position);
        }

        while (_open > 0)
        {
            if (_definitions[--_open] >= 0) outline.End(_definitions[_open], lexer.Length);
        }
    }

    private int SkipDeclaration(Outline outline, int position)
    {
        bool comment = lexer.At(position + 1) == '-' && lexer.At(position + 2) == '-';
        bool data = lexer.From(position).StartsWith("![CDATA["u8);
        int length = lexer.From(position).IndexOf(comment ? "-->"u8 : data ? "]]>"u8 : ">"u8);
        int end = length < 0 ? lexer.Length : Math.Min(lexer.Length, position + length + (comment || data ? 3 : 1));
        if (comment) outline.AddComment(position - 1, end - position + 1);
        return end;
    }

    private int TagEnd(int position)
    {
        while (lexer.IsNamePart(lexer.At(position)) || lexer.At(position) is (byte)':' or (byte)'-' or (byte)'.') position++;
        return position;
    }

    private int CloseTag(Outline outline, int position)
    {
        int end = TagEnd(position);
        ReadOnlySpan<byte> tag = lexer.Bytes(position, end - position);
        for (int depth = _open - 1; depth >= 0; depth--)
        {
            if (!tag.SequenceEqual(lexer.Bytes(_tags[depth], _lengths[depth]))) continue;
            while (_open > depth)
            {
                _open--;
                if (_definitions[_open] >= 0) outline.End(_definitions[_open], Math.Min(lexer.Length, end + 1));
            }

            break;
        }

        return end;
    }

    private int OpenTag(Outline outline, int position)
    {
        int end = TagEnd(position);
        int close = EndOfTag(end);
        int name = NameOf(end, close, out int length);
        bool empty = lexer.At(close - 1) == '/';
        int definition = name < 0 ? -1 : outline.Add(name, length, position - 1, Math.Min(lexer.Length, close + 1), SymbolKind.Element);

        // Only named elements are kept open: the unnamed ones in between do not matter to their end, unless they have the same tag.
        bool same = _open > 0 && lexer.Bytes(position, end - position).SequenceEqual(lexer.Bytes(_tags[_open - 1], _lengths[_open - 1]));
        if (!empty && (definition >= 0 || same) && _open < NestingMax)
        {
            _definitions[_open] = definition;
            _tags[_open] = position;
            _lengths[_open++] = end - position;
        }

        return IsRaw(position, end) ? SkipRaw(position, end, close) : close;
    }

    private int EndOfTag(int position)
    {
        while (position < lexer.Length)
        {
            int length = lexer.From(position).IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (length < 0) return lexer.Length;
            position += length;
            byte found = lexer.At(position);
            if (found == '>') return position;
            int quote = lexer.From(position + 1).IndexOf(found);
            if (quote < 0) return lexer.Length;
            position += quote + 2;
        }

        return lexer.Length;
    }

    /// <summary>Where the value of the first <c>id="…"</c> or <c>name="…"</c> of a tag stands, or -1.</summary>
    private int NameOf(int start, int stop, out int length)
    {
        length = 0;
        for (int position = start; position < stop; position++)
        {
            if (lexer.At(position) > ' ') continue;
            ReadOnlySpan<byte> rest = lexer.Bytes(position + 1, Math.Max(0, Math.Min(stop, lexer.Length) - position - 1));
            int value = rest.StartsWith("id=\""u8) ? 4 : rest.StartsWith("name=\""u8) ? 6 : 0;
            if (value == 0) continue;
            length = rest[value..].IndexOf((byte)'"');
            return length > 0 ? position + 1 + value : -1;
        }

        return -1;
    }

    private bool IsRaw(int start, int end) =>
        lexer.Bytes(start, end - start).SequenceEqual("script"u8) || lexer.Bytes(start, end - start).SequenceEqual("style"u8);

    private int SkipRaw(int start, int end, int close)
    {
        if (close >= lexer.Length || lexer.At(close - 1) == '/') return close;
        int length = lexer.From(close).IndexOf(lexer.At(start + 1) == 'c' ? "</script"u8 : "</style"u8);
        _ = end;
        return length < 0 ? lexer.Length : close + length;
    }
}
