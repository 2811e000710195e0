using System.Buffers.Binary;

namespace Plimsoll.Indexing.Segments;

/// <summary>Brings the terms of a builder in byte order: sorts by the first eight bytes, then settles the ties.</summary>
internal sealed class TermSort(int capacity) : IDisposable
{
    /// <summary>Bytes that sorting needs a term.</summary>
    public const int BytesPerTerm = sizeof(ulong) + sizeof(int);

    private readonly NativeBuffer<ulong> _keys = new(capacity);
    private readonly NativeBuffer<int> _order = new(capacity);

    /// <summary>The indexes of all entries that are terms, in the byte order of their texts.</summary>
    public ReadOnlySpan<int> Sort(TermTable terms)
    {
        _keys.Clear();
        _order.Clear();
        for (int i = 0; i < terms.Entries.Count; i++)
        {
            ref readonly TermEntry entry = ref terms.Entries[i];
            if ((entry.Flags & TermFlags.IsTerm) == TermFlags.None)
                continue;
            _keys.Add(PrefixOf(terms.TextOf(entry)));
            _order.Add(i);
        }

        _keys.Span.Sort(_order.Span);
        SettleTies(terms);
        return _order.Span;
    }

    /// <summary>The first eight bytes as a number that sorts as the bytes do; shorter texts are filled up with zeros.</summary>
    public static ulong PrefixOf(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        ulong prefix = 0;
        for (int i = 0; i < 8; i++)
            prefix = (prefix << 8) | (i < text.Length ? text[i] : 0UL);
        return prefix;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        _keys.Release();
        _order.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _order.Dispose();
    }

    private void SettleTies(TermTable terms)
    {
        var comparer = new TextComparer(terms);
        int start = 0;
        for (int i = 1; i <= _keys.Count; i++)
        {
            if (i < _keys.Count && _keys[i] == _keys[start])
                continue;
            if (i - start > 1)
                _order.Span[start..i].Sort(comparer);
            start = i;
        }
    }

    private readonly struct TextComparer(TermTable terms) : IComparer<int>
    {
        public int Compare(int x, int y) =>
            terms.TextOf(terms.Entries[x]).SequenceCompareTo(terms.TextOf(terms.Entries[y]));
    }
}
