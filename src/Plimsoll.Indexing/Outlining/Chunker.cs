using System.Runtime.InteropServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// Cuts a file into chunks along its outline. The chunks tile the file: in order, disjoint, from the first line to the last. A definition
/// that is not too long stays whole, with the comments before it; one that is too long is cut before the definitions inside it, then at
/// blank and little-indented lines; short neighbours are joined. One chunker serves one worker.
/// </summary>
internal sealed class Chunker
{
    // Definitions inside definitions inside …: deeper ones stay in one piece or are cut by lines.
    private const int NestingMax = 32;

    // Comments and blank lines between the rows of a table of constants.
    private const int TableGapLines = 6;

    private readonly int[] _openEnds = new int[NestingMax];
    private readonly LineCutter _cutter = new();
    private Outline _outline = null!;
    private List<Chunk> _chunks = [];
    private int _textLength;
    private int _firstChunk;
    private int _nextLine;
    private int _startLine;
    private int _endLine;
    private bool _closed;
    private bool _onlyLines;

    /// <summary>Appends the chunks of <paramref name="text"/> to <paramref name="chunks"/>.</summary>
    internal void Split(ReadOnlySpan<byte> text, Language language, Outline outline, List<Chunk> chunks)
    {
        _ = language;
        _outline = outline;
        _chunks = chunks;
        _textLength = text.Length;
        _firstChunk = chunks.Count;
        _nextLine = 1;
        _startLine = 0;
        if (outline.LineCount == 0) return;
        Walk(text);
        Flush();
        JoinLast();
        ChunkNames.Assign(outline, CollectionsMarshal.AsSpan(chunks)[_firstChunk..]);
    }

    /// <summary>Goes over the definitions in order and appends pieces: whole definitions, and the lines between them.</summary>
    private void Walk(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<Definition> definitions = _outline.Definitions;
        int open = 0;
        for (int index = 0; index < definitions.Length; index++)
        {
            ref readonly Definition definition = ref definitions[index];
            if (definition.EndLine < _nextLine) continue;
            int lead = Math.Max(definition.LeadLine, _nextLine);
            while (open > 0 && _openEnds[open - 1] < lead) AppendTo(text, _openEnds[--open]);
            AppendTo(text, lead - 1);
            bool parent = index + 1 < definitions.Length && definitions[index + 1].Parent == index;
            if (parent && open < NestingMax && !Fits(lead, definition.EndLine)) _openEnds[open++] = definition.EndLine;
            else Append(text, lead, definition.EndLine, true);
        }

        while (open > 0) AppendTo(text, _openEnds[--open]);
        AppendTo(text, _outline.LineCount);
    }

    private void AppendTo(ReadOnlySpan<byte> text, int lastLine)
    {
        if (lastLine >= _nextLine) Append(text, _nextLine, lastLine, false);
    }

    /// <summary>Appends one piece, in parts when it is too long.</summary>
    private void Append(ReadOnlySpan<byte> text, int first, int last, bool definition)
    {
        _nextLine = last + 1;
        bool whole = definition ? Fits(first, last) : Size(first, last) <= ChunkSize.TextMax && last - first < ChunkSize.MaxLines;
        while (!whole)
        {
            int cut = _cutter.LastLine(text, _outline.LineStarts, first, last);
            if (cut >= last) break;
            Join(first, cut, definition);
            _closed = definition;
            first = cut + 1;
        }

        Join(first, last, definition);
    }

    /// <summary>Joins a piece to the chunk that is being made, or starts a new one with it.</summary>
    private void Join(int first, int last, bool definition)
    {
        if (_startLine > 0 && !Joins(first, last, definition)) Flush();
        if (_startLine == 0)
        {
            _startLine = first;
            _onlyLines = true;
        }

        _onlyLines &= definition && last == first || !definition && last - first < TableGapLines;
        _endLine = last;
        _closed = false;
    }

    private bool Joins(int first, int last, bool definition)
    {
        if (!Fits(_startLine, last)) return false;
        int all = Size(_startLine, last);
        if (all <= (_onlyLines && first == last ? ChunkSize.TableTarget : ChunkSize.Target) && !_closed) return true;
        if (Size(_startLine, _endLine) < ChunkSize.Min) return true;

        // A closing brace or an empty line belongs to what is before it.
        return !definition && Size(first, last) < ChunkSize.Min / 4;
    }

    private void Flush()
    {
        if (_startLine == 0) return;
        _chunks.Add(new Chunk
        {
            StartLine = _startLine,
            EndLine = _endLine,
            StartOffset = Offset(_startLine),
            EndOffset = Offset(_endLine + 1),
            MainDefinition = -1,
        });
        _startLine = 0;
    }

    /// <summary>The last chunk has no neighbour after it: if it is short it is joined to the one before it.</summary>
    private void JoinLast()
    {
        if (_chunks.Count - _firstChunk < 2) return;
        Span<Chunk> chunks = CollectionsMarshal.AsSpan(_chunks);
        ref Chunk before = ref chunks[^2];
        Chunk last = chunks[^1];
        if (last.EndOffset - last.StartOffset >= ChunkSize.Min || !Fits(before.StartLine, last.EndLine)) return;
        before.EndLine = last.EndLine;
        before.EndOffset = last.EndOffset;
        _chunks.RemoveAt(_chunks.Count - 1);
    }

    private bool Fits(int first, int last) => last - first < ChunkSize.MaxLines && Size(first, last) <= ChunkSize.Max;

    private int Size(int first, int last) => Offset(last + 1) - Offset(first);

    /// <summary>The offset of a line; of the first byte of the text for line 1 and of its end for the line after the last.</summary>
    private int Offset(int line) => line > _outline.LineCount ? _textLength : line <= 1 ? 0 : _outline.LineStarts[line - 1];
}
