using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plimsoll.Indexing.Search;

/// <summary>Dot products of int8 vectors: exact, hence the same on every machine.</summary>
internal static unsafe class VectorProduct
{
    /// <summary>The product of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(sbyte* left, sbyte* right, int count)
    {
        if (Avx512BW.IsSupported && count % 32 == 0)
            return Wide(left, right, count);
        if (Avx2.IsSupported && count % 16 == 0)
            return Middle(left, right, count);
        return Portable(left, right, count);
    }

    /// <summary>The portable form; also what the others are checked against.</summary>
    public static int Portable(sbyte* left, sbyte* right, int count)
    {
        int at = 0;
        Vector128<int> sums = Vector128<int>.Zero;
        for (; at + 16 <= count; at += 16)
        {
            (Vector128<short> leftLow, Vector128<short> leftHigh) = Vector128.Widen(Vector128.Load(left + at));
            (Vector128<short> rightLow, Vector128<short> rightHigh) = Vector128.Widen(Vector128.Load(right + at));

            // Two products of at most 127 * 127 and 128 * 128 fit a short each, but not their sum: widen first.
            (Vector128<int> a, Vector128<int> b) = Vector128.Widen(leftLow * rightLow);
            (Vector128<int> c, Vector128<int> d) = Vector128.Widen(leftHigh * rightHigh);
            sums += a + b + c + d;
        }

        int sum = Vector128.Sum(sums);
        for (; at < count; at++)
            sum += left[at] * right[at];
        return sum;
    }

    /// <summary>With 256-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Middle(sbyte* left, sbyte* right, int count)
    {
        Vector256<int> sums = Vector256<int>.Zero;
        for (int at = 0; at < count; at += 16)
            sums += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(left + at), Avx2.ConvertToVector256Int16(right + at));
        return Vector256.Sum(sums);
    }

    /// <summary>With 512-bit registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Wide(sbyte* left, sbyte* right, int count)
    {
        Vector512<int> sums = Vector512<int>.Zero;
        for (int at = 0; at < count; at += 32)
        {
            sums += Avx512BW.MultiplyAddAdjacent(
                Avx512BW.ConvertToVector512Int16(Vector256.Load(left + at)), Avx512BW.ConvertToVector512Int16(Vector256.Load(right + at)));
        }

        Vector256<int> half = sums.GetLower() + sums.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }
}
