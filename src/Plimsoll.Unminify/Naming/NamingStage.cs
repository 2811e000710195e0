using System.Runtime.InteropServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Weights of one stage. A clue that it knows has a row: names that it speaks for or against, and a vector of small numbers. Each name has a vector,
/// too, and how well both fit is the product. All weights are whole numbers in 1/256, so that every machine comes to the same sums.
/// </summary>
/// <remarks>
/// Layout: the header; four bytes of each clue, in order; for each clue and one past the last, where its pairs begin; the pairs; the weights of
/// <see cref="CandidateClues"/>; the start values of names; the vectors of clues; the vectors of names.
/// </remarks>
internal sealed unsafe class NamingStage
{
    /// <summary>Bytes before the clues.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Numbers a vector.</summary>
    public const int Dimensions = 32;

    /// <summary>What one step of a pair's weight is in 1/256.</summary>
    public const int PairStep = 8;

    private const int FactorShift = 20;

    private readonly uint* _clues;
    private readonly int* _firstPairs;
    private readonly Pair* _pairs;
    private readonly short* _places;
    private readonly short* _starts;
    private readonly sbyte* _clueVectors;
    private readonly sbyte* _nameVectors;
    private readonly int[] _buckets = new int[(1 << 16) + 1];
    private readonly long[] _factors;

    /// <summary>A view of a stage in memory.</summary>
    public NamingStage(byte* start, int names)
    {
        ref readonly Header header = ref *(Header*)start;
        Rows = header.Rows;
        _clues = (uint*)(start + HeaderBytes);
        _firstPairs = (int*)((byte*)_clues + NamingTable.Aligned(Rows * 4L));
        _pairs = (Pair*)((byte*)_firstPairs + NamingTable.Aligned((Rows + 1) * 4L));
        _places = (short*)((byte*)_pairs + NamingTable.Aligned(header.Pairs * 4L));
        _starts = _places + CandidateClues.Places;
        _clueVectors = (sbyte*)((byte*)_starts + NamingTable.Aligned(names * 2L));
        _nameVectors = _clueVectors + ((long)Rows * Dimensions);
        Bytes = BytesOf(Rows, header.Pairs, names);
        for (int row = 0, bucket = 0; bucket <= 1 << 16; bucket++)
        {
            while (row < Rows && _clues[row] >> 16 < bucket) row++;
            _buckets[bucket] = row;
        }

        // Products are scaled by the root of the number of clues, so that many clues do not outshout all else.
        _factors = new long[512];
        for (int count = 1; count < _factors.Length; count++) _factors[count] = (long)(header.Scale * 256 * (1 << FactorShift) / Math.Sqrt(count));
    }

    /// <summary>How many clues it knows.</summary>
    public int Rows { get; }

    /// <summary>How many bytes it has.</summary>
    public long Bytes { get; }

    /// <summary>The size of a stage.</summary>
    public static long BytesOf(long rows, long pairs, long names) =>
        HeaderBytes + NamingTable.Aligned(rows * 4) + NamingTable.Aligned((rows + 1) * 4) + NamingTable.Aligned(pairs * 4) + (CandidateClues.Places * 2)
        + NamingTable.Aligned(names * 2) + NamingTable.Aligned((rows + names) * Dimensions);

    /// <summary>The row of a clue plus one, or 0.</summary>
    public uint Find(uint clue)
    {
        int low = _buckets[clue >> 16], high = _buckets[(clue >> 16) + 1];
        for (; low < high; low++)
        {
            if (_clues[low] == clue) return (uint)low + 1;
        }

        return 0;
    }

    /// <summary>The names that a row speaks of.</summary>
    public ReadOnlySpan<Pair> PairsOf(int row) => new(_pairs + _firstPairs[row], _firstPairs[row + 1] - _firstPairs[row]);

    /// <summary>The weight at a place of <see cref="CandidateClues"/>.</summary>
    public int WeightOf(int place) => _places[place];

    /// <summary>What a name starts with.</summary>
    public int StartOf(int name) => _starts[name];

    /// <summary>Adds the vector of a row.</summary>
    public void AddVector(int row, Span<int> sum)
    {
        sbyte* vector = _clueVectors + ((long)row * Dimensions);
        for (int i = 0; i < Dimensions; i++) sum[i] += vector[i];
    }

    /// <summary>How well a name fits to the sum of the vectors of so many clues.</summary>
    public int Fit(int name, ReadOnlySpan<int> sum, int count)
    {
        sbyte* vector = _nameVectors + ((long)name * Dimensions);
        int product = 0;
        for (int i = 0; i < Dimensions; i++) product += sum[i] * vector[i];
        return (int)((product * _factors[Math.Min(count, _factors.Length - 1)]) >> FactorShift);
    }

    /// <summary>The head of a stage.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Header
    {
        /// <summary>How many clues there are.</summary>
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

        /// <summary>How often the name goes with the clue, in 1/255: by this the names are chosen that are looked at.</summary>
        public byte Share;
    }
}
