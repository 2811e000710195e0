using System.Runtime.Intrinsics.X86;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed unsafe class VectorProductTests
{
    [Fact]
    public void Of_AnyVectors_IsExactInEveryForm()
    {
        var random = new Random(7);
        foreach (int count in (int[])[1, 15, 16, 32, 100, 128, 384])
        {
            byte[] left = new byte[count], right = new byte[count];
            random.NextBytes(left);
            random.NextBytes(right);
            left.AsSpan(0, Math.Min(40, count)).Fill(0x80);
            right.AsSpan(0, Math.Min(40, count)).Fill(0x80);
            int expected = 0;
            for (int i = 0; i < count; i++)
                expected += (sbyte)left[i] * (sbyte)right[i];
            fixed (byte* a = left, b = right)
            {
                Assert.Equal(expected, VectorProduct.Of((sbyte*)a, (sbyte*)b, count));
                Assert.Equal(expected, VectorProduct.Portable((sbyte*)a, (sbyte*)b, count));
                if (Avx2.IsSupported && count % 16 == 0)
                    Assert.Equal(expected, VectorProduct.Middle((sbyte*)a, (sbyte*)b, count));
                if (Avx512BW.IsSupported && count % 32 == 0)
                    Assert.Equal(expected, VectorProduct.Wide((sbyte*)a, (sbyte*)b, count));
            }
        }
    }
}
