using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Weights of one stage. A clue that it knows has a row: names that it speaks for or against, and a vector of small numbers. Each name has a vector,
/// too, and how well both fit is the product. All weights are whole numbers in 1/256, so that every machine comes to the same sums.
/// </summary>
/// <remarks>
/// Layout: the header; for each block of rows, where its pairs begin; for each row and one past the last, where its pairs begin in the block's; the pairs; the weights of <see cref="CandidateClues"/>; the start values of
/// names; the vectors of rows; the vectors of names.
/// </remarks>
internal sealed unsafe class NamingStage
{
    /// <summary>Bytes before the first part.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Numbers a vector.</summary>
    public const int Dimensions = 16;

    /// <summary>What one step of a pair's weight is in 1/256.</summary>
    public const int PairStep = 8;

    /// <summary>Rows that a block has: its pairs can be counted in two bytes.</summary>
    public const int BlockRows = 256;

    private const int FactorShift = 20;
    private const int FactorsMax = 512;

    private readonly int* _blockPairs;
    private readonly ushort* _rowPairs;
    private readonly Pair* _pairs;
    private readonly short* _starts;
    private readonly sbyte* _rowVectors;
    private readonly sbyte* _nameVectors;
    private readonly long[] _factors;

    /// <summary>A view of a stage in memory.</summary>
    public NamingStage(byte* start, int names)
    {
        ref readonly Header header = ref *(Header*)start;
        Rows = header.Rows;
        _blockPairs = (int*)(start + HeaderBytes);
        _rowPairs = (ushort*)((byte*)_blockPairs + NamingTable.Aligned(Blocks(Rows) * 4));
        _pairs = (Pair*)((byte*)_rowPairs + NamingTable.Aligned((Rows + 1) * 2L));
        Places = (short*)((byte*)_pairs + NamingTable.Aligned(header.Pairs * 4L));
        _starts = Places + CandidateClues.Places;
        _rowVectors = (sbyte*)((byte*)_starts + NamingTable.Aligned(names * 2L));
        _nameVectors = _rowVectors + ((long)Rows * Dimensions);
        Bytes = BytesOf(Rows, header.Pairs, names);

        // Products are scaled by the root of the number of clues, so that many clues do not outshout all else.
        _factors = new long[FactorsMax];
        for (int count = 1; count < _factors.Length; count++) _factors[count] = (long)(header.Scale * 256 * (1 << FactorShift) / Math.Sqrt(count));
    }

    /// <summary>How many rows it has.</summary>
    public int Rows { get; }

    /// <summary>How many bytes it has.</summary>
    public long Bytes { get; }

    /// <summary>The weights of <see cref="CandidateClues"/>.</summary>
    public short* Places { get; }

    /// <summary>The size of a stage.</summary>
    public static long BytesOf(long rows, long pairs, long names) =>
        HeaderBytes + NamingTable.Aligned(Blocks(rows) * 4) + NamingTable.Aligned((rows + 1) * 2) + NamingTable.Aligned(pairs * 4) + (CandidateClues.Places * 2)
        + NamingTable.Aligned(names * 2) + NamingTable.Aligned((rows + names) * Dimensions);

    /// <summary>The names that a row speaks of.</summary>
    public ReadOnlySpan<Pair> PairsOf(int row) => new(_pairs + FirstPair(row), FirstPair(row + 1) - FirstPair(row));

    /// <summary>How many blocks there are for so many rows and one past the last.</summary>
    public static long Blocks(long rows) => (rows / BlockRows) + 1;

    /// <summary>What a name starts with.</summary>
    public int StartOf(int name) => _starts[name];

    /// <summary>Adds the vector of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // what uses vectors is not compiled ahead of time, and would begin unoptimized
    public void AddVector(int row, Span<short> sum)
    {
        sbyte* vector = _rowVectors + ((long)row * Dimensions);
        for (int i = 0; i < Dimensions; i += Vector128<sbyte>.Count)
        {
            (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Load(vector + i));
            Span<short> low = sum[i..], high = sum[(i + Vector128<short>.Count)..];
            (Vector128.Create<short>(low) + lower).CopyTo(low);
            (Vector128.Create<short>(high) + upper).CopyTo(high);
        }
    }

    /// <summary>How well a name fits to the sum of the vectors of so many clues.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Fit(int name, ReadOnlySpan<short> sum, int count)
    {
        sbyte* vector = _nameVectors + ((long)name * Dimensions);
        Vector128<int> products = Vector128<int>.Zero;
        for (int i = 0; i < Dimensions; i += Vector128<short>.Count)
        {
            Vector128<short> own = Vector128.WidenLower(Vector128.CreateScalar(*(long*)(vector + i)).AsSByte());
            (Vector128<int> ownLower, Vector128<int> ownUpper) = Vector128.Widen(own);
            (Vector128<int> lower, Vector128<int> upper) = Vector128.Widen(Vector128.Create(sum[i..]));
            products += (ownLower * lower) + (ownUpper * upper);
        }

        return (int)((Vector128.Sum(products) * _factors[Math.Min(count, FactorsMax - 1)]) >> FactorShift);
    }

    private int FirstPair(int row) => _blockPairs[row / BlockRows] + _rowPairs[row];

    /// <summary>The head of a stage.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        /// <summary>How many rows there are.</summary>
        public int Rows;

        /// <summary>How many pairs there are.</summary>
        public int Pairs;

        /// <summary>What the product of one step of a clue's and one of a name's vector is.</summary>
        public double Scale;
    }

    /// <summary>A name that a clue speaks of.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Pair
    {
        /// <summary>The name.</summary>
        public ushort Name;

        /// <summary>How much the clue speaks for it, in steps of <see cref="PairStep"/>.</summary>
        public sbyte Weight;

        /// <summary>How often the name goes with the clue: the root of the share, in 1/255. By this the names are chosen that are looked at.</summary>
        public byte Share;
    }
}
