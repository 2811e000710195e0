using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Tests.Embedding;

public sealed class NibblesTests
{
    private const int Numbers = 192;

    [Fact]
    public void Pack_BellCurve_LosesAboutAHundredth()
    {
        sbyte[] numbers = Bell(new Random(3));
        double[] unpacked = Unpack(Packed(numbers));
        double product = 0, square = 0, unpackedSquare = 0;
        for (int i = 0; i < Numbers; i++)
        {
            product += numbers[i] * unpacked[i];
            square += numbers[i] * numbers[i];
            unpackedSquare += unpacked[i] * unpacked[i];
        }

        Assert.InRange(product / Math.Sqrt(square * unpackedSquare), .985, 1);
    }

    [Fact]
    public void Pack_LongerVectorOfTheSameDirection_IsTheSame()
    {
        sbyte[] numbers = new sbyte[Numbers];
        for (int i = 0; i < Numbers; i++)
            numbers[i] = (sbyte)((i % 37) - 18);
        Assert.Equal(Packed(numbers), Packed([.. numbers.Select(number => (sbyte)(number * 3))]));
    }

    [Fact]
    public void Pack_InPlace_GivesTheSameBytes()
    {
        sbyte[] numbers = Bell(new Random(5));
        sbyte[] expected = Packed(numbers);
        Nibbles.Pack(numbers, numbers.AsSpan(0, Nibbles.BytesOf(Numbers)));
        Assert.Equal(expected, numbers[..Nibbles.BytesOf(Numbers)]);
    }

    [Fact]
    public void Pack_OneLargeNumber_IsClippedToTheLastStep()
    {
        sbyte[] numbers = new sbyte[Numbers];
        (numbers[0], numbers[100]) = (127, -127);
        double[] unpacked = Unpack(Packed(numbers));
        Assert.Equal(15, unpacked[0]);
        Assert.Equal(-15, unpacked[100]);
    }

    [Fact]
    public void Pack_Zeros_IsAsNearToNothingAsCanBe()
    {
        double[] unpacked = Unpack(Packed(new sbyte[Numbers]));
        Assert.Equal(0, unpacked.Sum());
        Assert.All(unpacked, number => Assert.InRange(number, -1, 1));
    }

    private static sbyte[] Bell(Random random)
    {
        sbyte[] numbers = new sbyte[Numbers];
        foreach (ref sbyte number in numbers.AsSpan())
            number = (sbyte)((random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2) * 60);
        return numbers;
    }

    private static sbyte[] Packed(sbyte[] numbers)
    {
        sbyte[] packed = new sbyte[Nibbles.BytesOf(numbers.Length)];
        Nibbles.Pack(numbers, packed);
        return packed;
    }

    private static double[] Unpack(sbyte[] packed) =>
        [.. packed.Select(both => (2.0 * (both & 15)) - Nibbles.Bias), .. packed.Select(both => (2.0 * ((byte)both >> 4)) - Nibbles.Bias)];
}
