using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Search;

/// <summary>Dot products of int8 vectors with packed ones (<see cref="Nibbles"/>): exact, hence the same on every machine.</summary>
internal static unsafe class NibbleProduct
{
    private const byte LowHalf = 0x0F;

    /// <summary>What to take from each product with this vector: the halves of a byte count from zero, what they stand for from -<see cref="Nibbles.Bias"/>.</summary>
    public static int BiasOf(ReadOnlySpan<sbyte> numbers)
    {
        int sum = 0;
        foreach (sbyte number in numbers)
            sum += number;
        return sum * Nibbles.Bias;
    }

    /// <summary>The product of a vector and a packed one.</summary>
    /// <param name="numbers">The vector.</param>
    /// <param name="packed">The packed vector.</param>
    /// <param name="bytes">Bytes of the packed vector, half of the numbers of the other.</param>
    /// <param name="bias">The <see cref="BiasOf"/> the vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(sbyte* numbers, byte* packed, int bytes, int bias) =>
        (2 * (Avx2.IsSupported && bytes % Vector256<byte>.Count == 0 ? Wide(numbers, packed, bytes) : Portable(numbers, packed, bytes))) - bias;

    /// <summary>The sum before the bias, in the portable form; also what the other is checked against.</summary>
    public static int Portable(sbyte* numbers, byte* packed, int bytes)
    {
        int sum = 0;
        for (int at = 0; at < bytes; at++)
            sum += ((packed[at] & LowHalf) * numbers[at]) + ((packed[at] >> 4) * numbers[at + bytes]);
        return sum;
    }

    /// <summary>With 256-bit registers. A pair of products is at most 2 * 15 * 128, so two pairs fit a short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Wide(sbyte* numbers, byte* packed, int bytes)
    {
        Vector256<byte> mask = Vector256.Create(LowHalf);
        Vector256<int> sums = Vector256<int>.Zero;
        for (int at = 0; at < bytes; at += Vector256<byte>.Count)
        {
            Vector256<byte> both = Vector256.Load(packed + at);
            Vector256<byte> high = (both.AsUInt16() >> 4).AsByte() & mask;
            Vector256<short> pairs = Avx2.MultiplyAddAdjacent(both & mask, Vector256.Load(numbers + at))
                + Avx2.MultiplyAddAdjacent(high, Vector256.Load(numbers + bytes + at));
            sums += Avx2.MultiplyAddAdjacent(pairs, Vector256<short>.One);
        }

        return Vector256.Sum(sums);
    }
}
