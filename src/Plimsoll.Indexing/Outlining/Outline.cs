using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The outline of one file in reusable buffers: definitions sorted by the offset of their name, comment spans sorted by offset,
/// and the offset of each line. The buffers suit most files as they are; they grow for a large one and shrink after it.
/// </summary>
internal sealed class Outline : IDisposable
{
    // Tiny first sizes in Debug so that every test meets the growth paths.
#if DEBUG
    private const int FirstSize = 4;
#else
    private const int FirstSize = 4096;
#endif

    private readonly NativeList<Definition> _definitions = new(FirstSize);
    private readonly NativeList<int> _endOffsets = new(FirstSize);
    private readonly NativeList<TextSpan> _comments = new(FirstSize);
    private readonly NativeList<int> _lineStarts = new(FirstSize);

    /// <summary>How many definitions there are.</summary>
    internal int DefinitionCount => _definitions.Count;

    /// <summary>How many comments there are.</summary>
    internal int CommentCount => _comments.Count;

    /// <summary>How many lines there are; a text that ends with a line feed has no empty line after it.</summary>
    internal int LineCount => _lineStarts.Count;

    /// <summary>The definitions, by the offset of their name.</summary>
    internal Span<Definition> Definitions => _definitions.Span;

    /// <summary>The byte spans of the comments, with their markers.</summary>
    internal ReadOnlySpan<TextSpan> Comments => _comments.Span;

    /// <summary>The offset of each line's first byte; line n starts at element n - 1.</summary>
    internal ReadOnlySpan<int> LineStarts => _lineStarts.Span;

    /// <summary>Where each definition ends (offset after its last byte), beside <see cref="Definitions"/>.</summary>
    internal Span<int> EndOffsets => _endOffsets.Span;

    /// <summary>Forgets the last file.</summary>
    internal void Clear()
    {
        _definitions.Clear();
        _endOffsets.Clear();
        _comments.Clear();
        _lineStarts.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _definitions.Dispose();
        _endOffsets.Dispose();
        _comments.Dispose();
        _lineStarts.Dispose();
    }

    /// <summary>Adds a definition that ends at <paramref name="endOffset"/> until somebody says otherwise, and returns its index.</summary>
    internal int Add(int nameOffset, int nameLength, int leadOffset, int endOffset, SymbolKind kind)
    {
        // Until the outline is finished the two line fields hold offsets.
        _definitions.Add(new Definition
        {
            NameOffset = nameOffset,
            NameLength = nameLength,
            LeadLine = leadOffset,
            NameLine = nameOffset,
            EndLine = endOffset,
            Parent = -1,
            Kind = kind,
        });
        _endOffsets.Add(endOffset);
        return DefinitionCount - 1;
    }

    /// <summary>Says where a definition ends. The index is checked: a reader that is wrong about it must not write beside the list.</summary>
    internal void End(int definition, int endOffset) => EndOffsets[definition] = endOffset;

    /// <summary>Sorts the definitions by the offset of their name; they are nearly sorted, so each moves a little.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Sort()
    {
        Span<Definition> definitions = Definitions;
        for (int index = 1; index < definitions.Length; index++)
        {
            if (definitions[index - 1].NameOffset <= definitions[index].NameOffset) continue;
            if (!TryMove(index)) SortAll();
        }
    }

    /// <summary>Moves one definition back to its place, unless that is far away.</summary>
    private bool TryMove(int index)
    {
        // Longer moves would make the sorting of hostile input quadratic.
        const int Far = 64;
        Definition moved = _definitions[index];
        int end = _endOffsets[index];
        int place = index;
        while (place > 0 && _definitions[place - 1].NameOffset > moved.NameOffset)
        {
            if (index - place >= Far) break;
            _definitions[place] = _definitions[place - 1];
            _endOffsets[place] = _endOffsets[place - 1];
            place--;
        }

        _definitions[place] = moved;
        _endOffsets[place] = end;
        return place == 0 || _definitions[place - 1].NameOffset <= moved.NameOffset;
    }

    private void SortAll() => Definitions.Sort(EndOffsets, static (left, right) => left.NameOffset.CompareTo(right.NameOffset));

    /// <summary>Adds a comment; comments come in the order of the text.</summary>
    internal void AddComment(int offset, int length) => _comments.Add(new TextSpan(offset, length));

    /// <summary>Fills <see cref="LineStarts"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void FindLines(ReadOnlySpan<byte> text)
    {
        int position = 0;
        _lineStarts.Clear();
        while (position < text.Length)
        {
            _lineStarts.Add(position);
            int length = text[position..].IndexOf((byte)'\n');
            if (length < 0) break;
            position += length + 1;
        }
    }

    /// <summary>The 1-based line that holds an offset; offsets after the end are on the last line.</summary>
    internal int LineOf(int offset)
    {
        int low = 0;
        int high = LineCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_lineStarts[middle] <= offset) low = middle;
            else high = middle - 1;
        }

        return low + 1;
    }
}

/// <summary>A run of bytes of a text.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextSpan(int Offset, int Length);
