using System.Runtime.InteropServices;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Training.Learning;

/// <summary>The bytes of a table in the making, in the layout that the product reads.</summary>
internal sealed unsafe class TableImage : IDisposable
{
    private readonly long _length;
    private byte* _start;

    /// <summary>Makes a table that knows its words and whose rows are zero.</summary>
    /// <param name="words">The hashes of the words, in the order of their rows.</param>
    /// <param name="edges">Rows for first letters, and as many for last ones.</param>
    /// <param name="dimensions">Numbers a row.</param>
    public TableImage(ulong[] words, int edges, int dimensions)
    {
        // At most three of five slots are taken, so that a search for a word that is not there ends soon.
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(words.Length * 3 / 2) + 1);
        _length = EmbeddingTable.BytesOf(dimensions, words.Length, edges, slots);
        _start = (byte*)NativeMemory.AllocZeroed((nuint)_length);
        *(TableHeader*)_start = new TableHeader
        {
            Magic = TableHeader.Mark,
            Dimensions = dimensions,
            Words = words.Length,
            Edges = edges,
            Slots = slots,
        };
        var prints = new Span<uint>(_start + EmbeddingTable.HeaderBytes, slots);
        var rows = new Span<ushort>(_start + EmbeddingTable.HeaderBytes + (slots * sizeof(uint)), slots);
        rows.Fill(EmbeddingTable.NoRow);
        for (int row = 0; row < words.Length; row++)
        {
            int slot = (int)words[row] & (slots - 1);
            while (rows[slot] != EmbeddingTable.NoRow)
                slot = (slot + 1) & (slots - 1);
            (prints[slot], rows[slot]) = (EmbeddingTable.PrintOf(words[row]), (ushort)row);
        }

        Table = new EmbeddingTable(_start, _length);
    }

    /// <summary>The table as the product sees it.</summary>
    public EmbeddingTable Table { get; private set; }

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, (int)_length);

    /// <summary>Fills the rows with trained numbers, rounded to whole ones on one scale for all rows.</summary>
    /// <param name="numbers">The trained numbers, row by row.</param>
    public void Fill(ReadOnlySpan<float> numbers)
    {
        float scale = 127 / Largest(numbers);
        for (int i = 0; i < numbers.Length; i++)
            Table.Rows[i] = (sbyte)Math.Clamp((int)MathF.Round(numbers[i] * scale), -127, 127);
        ((TableHeader*)_start)->Checksum = Words.Hash(Bytes[EmbeddingTable.HeaderBytes..]);
        Table = new EmbeddingTable(_start, _length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }

    /// <summary>The number that one of 10,000 exceeds; those few are cut off rather than all others rounded to fewer steps.</summary>
    private static float Largest(ReadOnlySpan<float> numbers)
    {
        const int Steps = 1 << 16;
        float most = 0;
        foreach (float number in numbers)
            most = MathF.Max(most, MathF.Abs(number));
        if (most == 0)
            return 1;
        int[] counts = new int[Steps + 1];
        foreach (float number in numbers)
            counts[(int)(MathF.Abs(number) / most * Steps)]++;
        long above = 0;
        int step = Steps;
        while (step > 1 && above + counts[step] <= numbers.Length / 10_000)
            above += counts[step--];
        return most * step / Steps;
    }
}
