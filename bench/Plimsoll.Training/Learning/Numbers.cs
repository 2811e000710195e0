using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plimsoll.Training.Learning;

/// <summary>Sums of products, eight at a time and always in the same order; no fused operations, which not every machine has.</summary>
internal static unsafe class Numbers
{
    /// <summary>Numbers in a register; all lengths are multiples of it.</summary>
    public const int Width = 8;

    /// <summary>The product of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* left, float* right, int length)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < length; i += Width)
            sum += Vector256.Load(left + i) * Vector256.Load(right + i);
        return Vector256.Sum(sum);
    }

    /// <summary>The products of one vector and four that follow each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dot4(float* left, float* rights, int length, float* products)
    {
        Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (int i = 0; i < length; i += Width)
        {
            Vector256<float> own = Vector256.Load(left + i);
            sum0 += own * Vector256.Load(rights + i);
            sum1 += own * Vector256.Load(rights + length + i);
            sum2 += own * Vector256.Load(rights + (2 * length) + i);
            sum3 += own * Vector256.Load(rights + (3 * length) + i);
        }

        products[0] = Vector256.Sum(sum0);
        products[1] = Vector256.Sum(sum1);
        products[2] = Vector256.Sum(sum2);
        products[3] = Vector256.Sum(sum3);
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTimes(float* sum, float* vector, float factor, int length)
    {
        Vector256<float> times = Vector256.Create(factor);
        for (int i = 0; i < length; i += Width)
            (Vector256.Load(sum + i) + (Vector256.Load(vector + i) * times)).Store(sum + i);
    }

    /// <summary>Multiplies a vector.</summary>
    public static void Scale(float* vector, float factor, int length)
    {
        for (int i = 0; i < length; i += Width)
            (Vector256.Load(vector + i) * factor).Store(vector + i);
    }
}
