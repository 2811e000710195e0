using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The outline of one file in reusable buffers: definitions sorted by the offset of their name, comment spans sorted by offset,
/// and the offset of each line. The buffers grow and are kept; nothing is allocated once they are as large as the largest file needs.
/// </summary>
internal sealed class Outline
{
    // Tiny first sizes in Debug so that every test meets the growth paths.
#if DEBUG
    private const int FirstSize = 4;
#else
    private const int FirstSize = 1024;
#endif

    private Definition[] _definitions = new Definition[FirstSize];
    private int[] _endOffsets = new int[FirstSize];
    private TextSpan[] _comments = new TextSpan[FirstSize];
    private int[] _lineStarts = new int[FirstSize];

    /// <summary>How many definitions there are.</summary>
    internal int DefinitionCount { get; private set; }

    /// <summary>How many comments there are.</summary>
    internal int CommentCount { get; private set; }

    /// <summary>How many lines there are; a text that ends with a line feed has no empty line after it.</summary>
    internal int LineCount { get; private set; }

    /// <summary>The definitions, by the offset of their name.</summary>
    internal Span<Definition> Definitions => _definitions.AsSpan(0, DefinitionCount);

    /// <summary>The byte spans of the comments, with their markers.</summary>
    internal ReadOnlySpan<TextSpan> Comments => _comments.AsSpan(0, CommentCount);

    /// <summary>The offset of each line's first byte; line n starts at element n - 1.</summary>
    internal ReadOnlySpan<int> LineStarts => _lineStarts.AsSpan(0, LineCount);

    /// <summary>The bytes that the buffers hold, for the ledger.</summary>
    internal long BufferBytes => ((long)_definitions.Length * (Unsafe.SizeOf<Definition>() + sizeof(int)))
        + ((long)_comments.Length * Unsafe.SizeOf<TextSpan>()) + ((long)_lineStarts.Length * sizeof(int));

    /// <summary>Where each definition ends (offset after its last byte), beside <see cref="Definitions"/>.</summary>
    internal Span<int> EndOffsets => _endOffsets.AsSpan(0, DefinitionCount);

    /// <summary>Forgets the last file and keeps the buffers.</summary>
    internal void Clear()
    {
        DefinitionCount = 0;
        CommentCount = 0;
        LineCount = 0;
    }

    /// <summary>Adds a definition that ends at <paramref name="endOffset"/> until somebody says otherwise, and returns its index.</summary>
    internal int Add(int nameOffset, int nameLength, int leadOffset, int endOffset, SymbolKind kind)
    {
        if (DefinitionCount == _definitions.Length)
        {
            Array.Resize(ref _definitions, _definitions.Length * 2);
            Array.Resize(ref _endOffsets, _definitions.Length);
        }

        ref Definition definition = ref _definitions[DefinitionCount];
        definition.NameOffset = nameOffset;
        definition.NameLength = nameLength;

        // Until the outline is finished the two line fields hold offsets.
        definition.LeadLine = leadOffset;
        definition.NameLine = nameOffset;
        definition.EndLine = endOffset;
        definition.Parent = -1;
        definition.Kind = kind;
        _endOffsets[DefinitionCount] = endOffset;
        return DefinitionCount++;
    }

    /// <summary>Says where a definition ends.</summary>
    internal void End(int definition, int endOffset) => _endOffsets[definition] = endOffset;

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

    private void SortAll() =>
        Array.Sort(_definitions, _endOffsets, 0, DefinitionCount, Comparer<Definition>.Create(static (left, right) => left.NameOffset.CompareTo(right.NameOffset)));

    /// <summary>Adds a comment; comments come in the order of the text.</summary>
    internal void AddComment(int offset, int length)
    {
        if (CommentCount == _comments.Length) Array.Resize(ref _comments, _comments.Length * 2);
        _comments[CommentCount++] = new TextSpan(offset, length);
    }

    /// <summary>Fills <see cref="LineStarts"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void FindLines(ReadOnlySpan<byte> text)
    {
        int position = 0;
        int count = 0;
        while (position < text.Length)
        {
            if (count == _lineStarts.Length) Array.Resize(ref _lineStarts, count * 2);
            _lineStarts[count++] = position;
            int length = text[position..].IndexOf((byte)'\n');
            if (length < 0) break;
            position += length + 1;
        }

        LineCount = count;
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
