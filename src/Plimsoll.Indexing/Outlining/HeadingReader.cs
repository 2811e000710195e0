using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for texts whose parts start with a line of their own: headings of documents, keys and tables of data, targets of make,
/// labels of assembly, statements of SQL. A part reaches to the next one that is not inside it.
/// </summary>
internal sealed partial class HeadingReader(Lexer lexer)
{
    // Levels of headings: six of Markdown, and as many adornments of reStructuredText.
    private const int LevelMax = 8;

    private readonly int[] _open = new int[LevelMax];
    private readonly byte[] _adornments = new byte[LevelMax];
    private Outline _outline = null!;
    private int _adornmentCount;
    private byte _fence;
    private bool _comment;

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Language language, Outline outline)
    {
        _outline = outline;
        Array.Fill(_open, -1);
        _adornmentCount = 0;
        _fence = 0;
        _comment = false;
        ReadOnlySpan<int> lines = outline.LineStarts;
        string name = language.Name;
        for (int line = 0; line < lines.Length; line++)
        {
            int start = lines[line];
            int stop = line + 1 < lines.Length ? lines[line + 1] : lexer.Length;
            while (stop > start && lexer.At(stop - 1) <= ' ') stop--;
            if (stop == start) continue;
            switch (name)
            {
                case "markdown": ReadMarkdown(start, stop, line, (byte)'#'); break;
                case "asciidoc": ReadMarkdown(start, stop, line, (byte)'='); break;
                case "restructuredtext": ReadAdorned(start, stop, line); break;
                case "sql": ReadSql(start, stop); break;
                case "assembly": ReadLabel(start, stop); break;
                case "make": ReadTarget(start, stop); break;
                default: ReadKey(start, stop, language); break;
            }
        }

        Close(0, lexer.Length);
    }

    private void Add(int start, int stop, int lead, int level, SymbolKind kind)
    {
        if (stop <= start) return;
        level = Math.Min(level, LevelMax - 1);
        Close(level, lead);
        _open[level] = _outline.Add(start, stop - start, lead, stop, kind);
    }

    /// <summary>Ends what is open at a level and inside it.</summary>
    private void Close(int level, int end)
    {
        for (; level < LevelMax; level++)
        {
            if (_open[level] >= 0) _outline.End(_open[level], end);
            _open[level] = -1;
        }
    }

    private void ReadMarkdown(int start, int stop, int line, byte mark)
    {
        byte first = lexer.At(start);
        bool fence = first is (byte)'`' or (byte)'~' or (byte)'-' && lexer.At(start + 1) == first && lexer.At(start + 2) == first;
        if (fence && (mark == '#') != (first == '-'))
        {
            if (_fence == 0) _fence = first;
            else if (_fence == first) _fence = 0;
            return;
        }

        if (_fence != 0) return;
        int level = 0;
        while (lexer.At(start + level) == mark) level++;
        if (level is > 0 and < 7 && lexer.At(start + level) == ' ') Add(start + level + 1, stop, start, level, SymbolKind.Section);
        else if (mark == '#') ReadUnderline(start, stop, line);
    }

    /// <summary>A line of <c>=</c> or <c>-</c> makes the line before it a heading.</summary>
    private void ReadUnderline(int start, int stop, int line)
    {
        byte mark = lexer.At(start);
        if (mark is not ((byte)'=' or (byte)'-') || stop - start < 3 || line == 0 || !IsRun(start, stop)) return;
        int before = _outline.LineStarts[line - 1];
        int end = start;
        while (end > before && lexer.At(end - 1) <= ' ') end--;
        if (end > before && lexer.IsNamePart(lexer.At(before))) Add(before, end, before, mark == '=' ? 1 : 2, SymbolKind.Section);
    }

    private bool IsRun(int start, int stop)
    {
        byte mark = lexer.At(start);
        for (int offset = start + 1; offset < stop; offset++)
        {
            if (lexer.At(offset) != mark) return false;
        }

        return true;
    }

    /// <summary>reStructuredText: the first adornment met is the highest level, the next new one is inside it, and so on.</summary>
    private void ReadAdorned(int start, int stop, int line)
    {
        byte mark = lexer.At(start);
        bool adornment = stop - start >= 3 && mark is > (byte)' ' and < 0x7f && !lexer.IsNamePart(mark) && mark is not ((byte)'.' or (byte)':') && IsRun(start, stop);
        if (!adornment || line == 0) return;
        int before = _outline.LineStarts[line - 1];
        int end = start;
        while (end > before && lexer.At(end - 1) <= ' ') end--;
        int first = before;
        while (first < end && lexer.At(first) == ' ') first++;
        if (end == first || end - before > stop - start + 1 || IsRun(first, end)) return;
        Add(first, end, before, LevelOf(mark), SymbolKind.Section);
    }

    private int LevelOf(byte mark)
    {
        int level = _adornments.AsSpan(0, _adornmentCount).IndexOf(mark);
        if (level >= 0) return level;
        if (_adornmentCount == LevelMax) return LevelMax - 1;
        _adornments[_adornmentCount] = mark;
        return _adornmentCount++;
    }
}
