using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for Haskell. The layout rule makes it easy: what starts in the first column is a declaration, and all deeper lines belong to it.
/// A function is its signature and the equations of the same name after it; it reaches to the next declaration.
/// </summary>
internal sealed partial class ClauseReader(Lexer lexer)
{
    private Outline _outline = null!;
    private int _open;
    private int _openStart;
    private int _openLength;
    private SymbolKind _openKind;
    private int _lastStop;
    private int _commentDepth;
    private int _commentStart;

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Outline outline)
    {
        _outline = outline;
        _open = -1;
        _lastStop = _commentDepth = 0;
        ReadOnlySpan<int> lines = outline.LineStarts;
        for (int line = 0; line < lines.Length; line++)
        {
            int stop = line + 1 < lines.Length ? lines[line + 1] : lexer.Length;
            while (stop > lines[line] && lexer.At(stop - 1) <= ' ') stop--;
            if (stop > lines[line]) ReadLine(lines[line], stop);
        }

        if (_commentDepth > 0) _outline.AddComment(_commentStart, lexer.Length - _commentStart);
        EndOpen();
    }

    private void ReadLine(int start, int stop)
    {
        int first = start;
        while (first < stop && lexer.At(first) is (byte)' ' or (byte)'\t') first++;
        if (_commentDepth > 0 || Starts(first, "{-"u8))
        {
            ReadBlockComment(first, stop);
            return;
        }

        if (IsLineComment(first, stop))
        {
            _outline.AddComment(first, stop - first);
            return;
        }

        if (first > start) ReadMember(first, stop);
        else ReadDeclaration(start, stop);
        _lastStop = stop;
    }

    /// <summary>Two dashes or more begin a comment; `-->` is an operator.</summary>
    private bool IsLineComment(int at, int stop)
    {
        int dashes = at;
        while (dashes < stop && lexer.At(dashes) == '-') dashes++;
        return dashes - at >= 2 && (dashes == stop || lexer.At(dashes) is not ((byte)'>' or (byte)'|' or (byte)'.' or (byte)'+' or (byte)'*' or (byte)'=' or (byte)'<'));
    }

    /// <summary>Block comments nest. What follows one on its last line is not looked at; nobody writes a declaration there.</summary>
    private void ReadBlockComment(int at, int stop)
    {
        if (_commentDepth == 0) _commentStart = at;
        for (; at + 1 < stop; at++)
        {
            if (Starts(at, "{-"u8)) _commentDepth++;
            else if (Starts(at, "-}"u8)) _commentDepth--;
            else continue;
            at++;
            if (_commentDepth > 0) continue;
            bool isPragma = lexer.At(_commentStart + 2) == '#';
            if (!isPragma) _outline.AddComment(_commentStart, at + 1 - _commentStart);
            return;
        }
    }

    private void Open(int name, int length, int lead, SymbolKind kind)
    {
        EndOpen();
        _open = _outline.Add(name, length, lead, name + length, kind);
        (_openStart, _openLength, _openKind) = (name, length, kind);
    }

    private void EndOpen()
    {
        if (_open >= 0) _outline.End(_open, _lastStop);
        _open = -1;
    }

    private bool Starts(int at, ReadOnlySpan<byte> text) => at + text.Length <= lexer.Length && lexer.Bytes(at, text.Length).SequenceEqual(text);
}
