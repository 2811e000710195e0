using System.Runtime.Intrinsics.X86;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed unsafe class NibbleProductTests
{
    [Fact]
    public void Of_AnyVectors_IsExactInEveryForm()
    {
        var random = new Random(11);
        foreach (int bytes in (int[])[1, 16, 32, 48, 96, 192])
        {
            byte[] numbers = new byte[2 * bytes], packed = new byte[bytes];
            random.NextBytes(numbers);
            random.NextBytes(packed);

            // The worst that the sums within registers can meet.
            numbers.AsSpan(0, Math.Min(40, bytes)).Fill(0x80);
            numbers.AsSpan(bytes, Math.Min(40, bytes)).Fill(0x80);
            packed.AsSpan(0, Math.Min(40, bytes)).Fill(0xFF);
            int sum = 0, expected = 0;
            for (int i = 0; i < 2 * bytes; i++)
            {
                int half = i < bytes ? packed[i] & 15 : packed[i - bytes] >> 4;
                sum += (sbyte)numbers[i] * half;
                expected += (sbyte)numbers[i] * ((2 * half) - Nibbles.Bias);
            }

            fixed (byte* a = numbers, b = packed)
            {
                Assert.Equal(expected, NibbleProduct.Of((sbyte*)a, b, bytes, NibbleProduct.BiasOf(new ReadOnlySpan<sbyte>(a, 2 * bytes))));
                Assert.Equal(sum, NibbleProduct.Portable((sbyte*)a, b, bytes));
                if (Avx2.IsSupported && bytes % 32 == 0)
                    Assert.Equal(sum, NibbleProduct.Wide((sbyte*)a, b, bytes));
            }
        }
    }
}
