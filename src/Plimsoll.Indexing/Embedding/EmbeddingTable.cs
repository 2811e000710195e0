using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// A table of rows of numbers, a row for each known word, used where it lies in memory: nothing is read or built when a search starts. A word that the
/// table lacks is described by the known words that it starts and ends with (`getaddrinfo` by `getaddr` and `info`), and where there are none
/// by a row for its first and one for its last letters, which it shares with other words.
/// </summary>
/// <remarks>
/// Layout, little-endian: the header; for each slot four bytes of a word's hash, then for each slot two bytes for its row, or <see cref="NoRow"/>; the rows, those of the
/// words and then those of first and of last letters.
/// </remarks>
internal sealed unsafe class EmbeddingTable
{
    /// <summary>Where the numbers of the first row or slot start.</summary>
    public const int HeaderBytes = 64;

    /// <summary>Stands for "no row" in a slot and in a token.</summary>
    public const ushort NoRow = ushort.MaxValue;

    /// <summary>The fewest letters of a word that say something of a longer word.</summary>
    private const int ShortestPiece = 3;

    /// <summary>Longer pieces are hardly ever words.</summary>
    private const int LongestPiece = 12;

    /// <summary>Letters at the start or end of a word without known pieces.</summary>
    private const int EdgeLetters = 4;

    private const int SlotBytes = sizeof(uint) + sizeof(ushort);

    private readonly uint* _prints;
    private readonly ushort* _slotRows;
    private readonly int _slotMask;

    /// <summary>A view of a table in memory that stays where it is.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <exception cref="InvalidDataException">It is no table, or not whole.</exception>
    public EmbeddingTable(byte* start, long length)
    {
        if (length < HeaderBytes)
            throw new InvalidDataException($"An embedding table of {length} bytes has no header.");
        ref readonly TableHeader header = ref Unsafe.AsRef<TableHeader>(start);
        if (header.Magic != TableHeader.Mark || length != BytesOf(header.Dimensions, header.Words, header.Edges, header.Slots))
            throw new InvalidDataException("The embedding table is damaged or of another version.");
        (Dimensions, WordCount, EdgeCount, Checksum) = (header.Dimensions, header.Words, header.Edges, header.Checksum);
        _slotMask = header.Slots - 1;
        _prints = (uint*)(start + HeaderBytes);
        _slotRows = (ushort*)(_prints + header.Slots);
        Rows = (sbyte*)(_slotRows + header.Slots);
    }

    /// <summary>Numbers a row.</summary>
    public int Dimensions { get; }

    /// <summary>Rows of words; they come first.</summary>
    public int WordCount { get; }

    /// <summary>Rows of first letters, and as many of last letters.</summary>
    public int EdgeCount { get; }

    /// <summary>All rows.</summary>
    public int RowCount => WordCount + (2 * EdgeCount);

    /// <summary>A hash of the rest of the table: another table makes other vectors.</summary>
    public ulong Checksum { get; }

    /// <summary>The rows.</summary>
    public sbyte* Rows { get; }

    /// <summary>The size of a table in bytes.</summary>
    public static long BytesOf(int dimensions, int words, int edges, int slots) =>
        HeaderBytes + ((long)slots * SlotBytes) + ((words + (2L * edges)) * dimensions);

    /// <summary>The token of a term: a row in each half, the upper of which may be <see cref="NoRow"/>.</summary>
    public uint TokenOf(ReadOnlySpan<byte> term)
    {
        ushort whole = RowOf(term);
        if (whole != NoRow)
            return Token(whole, NoRow);
        ushort first = NoRow, last = NoRow;
        for (int length = Math.Min(term.Length - 1, LongestPiece); length >= ShortestPiece && first == NoRow; length--)
            first = RowOf(term[..length]);
        for (int length = Math.Min(term.Length - 1, LongestPiece); length >= ShortestPiece && last == NoRow; length--)
            last = RowOf(term[^length..]);
        if (first == NoRow)
            return Token(last == NoRow ? EdgeRow(term[..Math.Min(EdgeLetters, term.Length)], 0) : last, EdgeRow(term[^Math.Min(EdgeLetters, term.Length)..], 1));
        return Token(first, last == NoRow ? EdgeRow(term[^Math.Min(EdgeLetters, term.Length)..], 1) : last);
    }

    /// <summary>The row of a known word, or <see cref="NoRow"/>.</summary>
    public ushort RowOf(ReadOnlySpan<byte> word)
    {
        ulong hash = Words.Hash(word);
        uint print = PrintOf(hash);
        for (int slot = (int)hash & _slotMask; ; slot = (slot + 1) & _slotMask)
        {
            ushort row = Unsafe.ReadUnaligned<ushort>(_slotRows + slot);
            if (row == NoRow || Unsafe.ReadUnaligned<uint>(_prints + slot) == print)
                return row;
        }
    }

    /// <summary>What a slot keeps of a hash: bits that did not choose the slot.</summary>
    public static uint PrintOf(ulong hash) => (uint)(hash >> 32);

    private ushort EdgeRow(ReadOnlySpan<byte> letters, int side) =>
        (ushort)(WordCount + (side * EdgeCount) + (int)((Words.Hash(letters) >> 32) % (uint)EdgeCount));

    private static uint Token(ushort row, ushort other) => row | ((uint)other << 16);
}

/// <summary>The head of a table.</summary>
[StructLayout(LayoutKind.Sequential, Size = EmbeddingTable.HeaderBytes)]
internal struct TableHeader
{
    /// <summary>"PLMTABL1".</summary>
    public const ulong Mark = 0x314C4241544D4C50UL;

    public ulong Magic;
    public ulong Checksum;
    public int Dimensions;
    public int Words;
    public int Edges;

    /// <summary>A power of two, more than there are words.</summary>
    public int Slots;
}
