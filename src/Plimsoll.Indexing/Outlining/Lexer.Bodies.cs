using System.Buffers;
using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>How a skipped body ended.</summary>
internal enum BodyEnd : byte
{
    /// <summary>At its last brace (or at the <c>;</c> of an initializer); the position stands after it.</summary>
    Closed,

    /// <summary>At the brace of an anonymous type; the position stands after the brace.</summary>
    AnonymousType,

    /// <summary>At a local type; the position stands at the start of its statement.</summary>
    LocalType,
}

/// <content>Bodies: found to their end by vector search, because most bytes of most languages stand in them.</content>
internal sealed unsafe partial class Lexer
{
    // How far back a brace looks for the `new` or `class` to which it belongs: longer heads are rare, and the time stays linear.
    private const int LookBackMax = 512;

    private static readonly SearchValues<byte> BodyMarks = SearchValues.Create("{}\"'/#"u8);
    private static readonly SearchValues<byte> InitializerMarks = SearchValues.Create("{}\"'/#;"u8);

    /// <summary>How many braces of the body are open.</summary>
    internal int BodyDepth;

    /// <summary>
    /// Moves from inside a body to its end. An initializer starts with no brace open and ends at its <c>;</c>.
    /// <paramref name="state"/> is the state for directives; see <see cref="ReadDirective"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal BodyEnd SkipBody(int depth, bool initializer, int state)
    {
        SearchValues<byte> marks = initializer ? InitializerMarks : BodyMarks;
        ExpectsValue = false;
        while (Position < _end)
        {
            int length = From(Position).IndexOfAny(marks);
            if (length < 0) break;
            Position += length;
            byte mark = _text[Position];
            if (mark == '{')
            {
                depth++;
                if (Has(Lexical.DeepBodies | Lexical.LocalTypes) && EndsBeforeType(out BodyEnd end))
                {
                    BodyDepth = depth - 1;
                    return end;
                }

                Position++;
            }
            else if (mark == '}')
            {
                if (CloseBrace(ref depth, initializer)) return BodyEnd.Closed;
            }
            else if (mark == ';')
            {
                Position++;
                if (depth == 0) return Ended();
            }
            else SkipMark(mark, state + depth);
        }

        Position = _end;
        return Ended();
    }

    private BodyEnd Ended()
    {
        Stop = Position;
        return BodyEnd.Closed;
    }

    private bool CloseBrace(ref int depth, bool initializer)
    {
        // The initializer never ended: the brace belongs to what is around it.
        if (initializer && depth == 0)
        {
            Ended();
            return true;
        }

        // A brace in the first column ends a C function, whatever the preprocessor did to the balance.
        bool column0 = Has(Lexical.Preprocessor) && Position > 0 && _text[Position - 1] == '\n';
        Position++;
        depth = column0 ? 0 : depth - 1;
        if (depth > 0 || initializer) return false;
        Ended();
        return true;
    }

    private void SkipMark(byte mark, int state)
    {
        Start = Position;
        switch (mark)
        {
            case (byte)'"': SkipString(); break;
            case (byte)'\'': SkipQuote(); break;
            case (byte)'/': ReadSlash(); break;
            default: SkipHash(state); break;
        }
    }

    private void SkipString()
    {
        byte before = At(Position - 1);
        if (Has(Lexical.CSharp) && before is (byte)'@' or (byte)'$')
        {
            while (At(Position - 1) is (byte)'@' or (byte)'$') Position--;
            ReadPrefix(before);
        }
        else if (Has(Lexical.CppRaw) && before == 'R' && !IsNamePart(At(Position - 2)))
        {
            Start = Position - 1;
            Stop = Position;
            if (!TryPrefixedString()) ReadDouble();
        }
        else ReadDouble();
    }

    private void SkipQuote()
    {
        bool separator = Has(Lexical.CppRaw) && At(Position - 1) is >= (byte)'0' and <= (byte)'9';
        if (separator) Position++;
        else ReadSingle();
    }

    private void SkipHash(int state)
    {
        int before = Position - 1;
        while (At(before) is (byte)' ' or (byte)'\t') before--;
        Position++;
        bool first = before < 0 || _text[before] == '\n';
        if (first && Has(Lexical.Preprocessor | Lexical.CSharp)) ReadDirective(state);
    }

    /// <summary>Whether the brace at the position starts a type inside the body; if so, moves as <see cref="BodyEnd"/> says.</summary>
    private bool EndsBeforeType(out BodyEnd end)
    {
        end = BodyEnd.Closed;
        int limit = Math.Max(0, Position - LookBackMax);
        int before = SkipSpaceBack(Position - 1, limit);
        byte last = At(before);
        if (last == ')')
        {
            if (!Has(Lexical.DeepBodies) || !IsAfterNew(OpenParen(before, limit), limit)) return false;
            Position++;
            end = BodyEnd.AnonymousType;
            return true;
        }

        if (!IsNamePart(last) && last != '>') return false;
        int start = StatementStart(before, limit);
        if (start < 0) return false;
        Position = start;
        end = BodyEnd.LocalType;
        return true;
    }

    private int SkipSpaceBack(int position, int limit)
    {
        while (position > limit && _text[position] <= ' ') position--;
        return position;
    }

    private int OpenParen(int position, int limit)
    {
        int depth = 0;
        for (; position >= limit; position--)
        {
            byte value = _text[position];
            if (value == ')') depth++;
            else if (value == '(' && --depth == 0) return position;
            else if (value == '"')
            {
                do position--;
                while (position > limit && (_text[position] != '"' || _text[position - 1] == '\\'));
            }
        }

        return -1;
    }

    private bool IsAfterNew(int paren, int limit)
    {
        if (paren < 0) return false;
        int position = SkipSpaceBack(paren - 1, limit);
        int angles = 0;
        while (position > limit + 3)
        {
            byte value = _text[position];
            if (value == '>') angles++;
            else if (value == '<') angles--;
            else if (angles == 0 && value <= ' ')
            {
                position = SkipSpaceBack(position, limit);
                return position >= limit + 2 && Bytes(position - 2, 3).SequenceEqual("new"u8) && !IsNamePart(At(position - 3));
            }
            else if (angles == 0 && value != '.' && !IsNamePart(value)) return false;
            position--;
        }

        return false;
    }

    /// <summary>The start of the statement before a brace when it declares a local type, else -1.</summary>
    private int StatementStart(int position, int limit)
    {
        bool found = false;
        while (position >= limit && _text[position] is not ((byte)';' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'=' or (byte)'"'))
        {
            found |= _text[position] == ' ' && EndsWithTypeWord(position, limit);
            position--;
        }

        return found && position >= limit && _text[position] != '=' ? position + 1 : -1;
    }

    private bool EndsWithTypeWord(int space, int limit)
    {
        int start = space;
        while (start > limit && IsNamePart(_text[start - 1])) start--;
        if (space - start is < 4 or > 9 || space >= Position || At(start - 1) == '.') return false;
        Word word = _words.Find(_text + start, space - start);
        return word is Word.Class or Word.Record or Word.Interface or Word.Enum or Word.Struct;
    }
}
