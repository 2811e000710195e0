namespace Plimsoll.Indexing.Outlining;

/// <content>Preprocessor lines. Of branches that cannot all be read in sequence the first is read and the others are skipped.</content>
internal sealed unsafe partial class Lexer
{
    // Conditionals nested deeper than this are read as if they were not there.
    private const int ConditionalsMax = 64;

    private readonly int[] _conditionals = new int[ConditionalsMax];
    private int _conditionalCount;

    /// <summary>
    /// Reads the rest of a directive line. <paramref name="state"/> is a number that is equal at two places between which braces and
    /// statements are in balance, and negative inside a statement.
    /// </summary>
    internal void ReadDirective(int state)
    {
        int hash = Position - 1;
        ReadOnlySpan<byte> word = DirectiveWord(Position, out int after);
        Position = after;
        if (word.SequenceEqual("define"u8))
        {
            ReadDefine(hash);
            return;
        }

        int line = EndOfDirective(after);
        if (word.StartsWith("if"u8)) OpenConditional(state, after, line);
        else if (word.StartsWith("el"u8)) NextBranch(state, line);
        else if (word.SequenceEqual("endif"u8)) CloseConditional(line);
        else EndDirective(line);
    }

    private void OpenConditional(int state, int condition, int line)
    {
        if (_conditionalCount < ConditionalsMax) _conditionals[_conditionalCount] = state;
        _conditionalCount++;
        if (Bytes(condition, line - condition).Trim(" \t\r"u8).SequenceEqual("0"u8)) line = BranchEnd(line, false);
        EndDirective(line);
    }

    private void NextBranch(int state, int line)
    {
        int top = _conditionalCount - 1;
        bool sequence = state >= 0 && top is >= 0 and < ConditionalsMax && _conditionals[top] == state;
        EndDirective(sequence ? line : BranchEnd(line, true));
    }

    private void CloseConditional(int line)
    {
        if (_conditionalCount > 0) _conditionalCount--;
        EndDirective(line);
    }

    private void EndDirective(int line)
    {
        Position = line;
        Stop = Math.Max(Stop, 1);
    }

    /// <summary>The end of the line before the <c>#endif</c> (or, unless <paramref name="whole"/>, the line of the <c>#else</c>) of a skipped branch.</summary>
    private int BranchEnd(int position, bool whole)
    {
        int depth = 0;
        while (position < _end)
        {
            int length = From(position).IndexOf((byte)'\n');
            if (length < 0) return _end;
            position += length + 1;
            int mark = position;
            while (At(mark) is (byte)' ' or (byte)'\t') mark++;
            if (At(mark) != '#') continue;
            ReadOnlySpan<byte> word = DirectiveWord(mark + 1, out int after);
            if (word.StartsWith("if"u8)) depth++;
            else if (word.SequenceEqual("endif"u8) && depth-- == 0) return position - 1;
            else if (!whole && depth == 0 && word.StartsWith("el"u8)) return EndOfDirective(after);
        }

        return _end;
    }

    private void ReadDefine(int hash)
    {
        int start = Position;
        while (At(start) is (byte)' ' or (byte)'\t') start++;
        int stop = start;
        while (IsNamePart(At(stop))) stop++;
        int line = EndOfDirective(stop);

        // A name without a value is an include guard or a switch; it defines nothing to read.
        bool valued = Bytes(stop, line - stop).Trim(" \t\r\\"u8).Length > 0;
        if (stop > start && valued) _outline.Add(start, stop - start, hash, line, SymbolKind.Macro);
        EndDirective(line);
    }

    private ReadOnlySpan<byte> DirectiveWord(int position, out int after)
    {
        while (At(position) is (byte)' ' or (byte)'\t') position++;
        after = position;
        while (IsNamePart(At(after))) after++;
        return Bytes(position, after - position);
    }

    /// <summary>The end of a directive's last line; comments and continued lines belong to it.</summary>
    private int EndOfDirective(int position)
    {
        while (position < _end)
        {
            int length = From(position).IndexOfAny((byte)'\n', (byte)'/', (byte)'"');
            if (length < 0) return _end;
            position += length;
            byte found = _text[position];
            if (found == '\n')
            {
                int before = position > 0 && _text[position - 1] == '\r' ? position - 2 : position - 1;
                if (At(before) != '\\') return position;
                position++;
            }
            else if (found == '"') position = StringEnd(position + 1, (byte)'"', CodeDepthMax);
            else position = AfterDirectiveComment(position);
        }

        return _end;
    }

    private int AfterDirectiveComment(int position)
    {
        int keep = Position;
        Position = position;
        byte second = At(position + 1);
        if (second == '/') LineComment(2);
        else if (second == '*') BlockComment();
        else Position++;
        int after = Position;
        Position = keep;
        return after;
    }
}
