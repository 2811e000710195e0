namespace Plimsoll.Memory.Tests.Durability;

public sealed class Crc32CTests
{
    private const uint Polynomial = 0x82F63B78;

    [Fact]
    public void Compute_PublishedVectors_Agree()
    {
        // RFC 3720, B.4, and the catalogue's check value.
        Assert.Equal(0xE3069283, Crc32C.Compute("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        byte[] ones = new byte[32];
        ones.AsSpan().Fill(0xFF);
        Assert.Equal(0x62A8AB43u, Crc32C.Compute(ones));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public void Compute_EveryLengthAndOffset_AgreesWithBitByBit()
    {
        byte[] data = Bytes(8200);
        foreach (int length in Lengths())
        {
            for (int offset = 0; offset < 3; offset++)
            {
                var span = data.AsSpan(offset, length);
                uint expected = BitByBit(span);
                Assert.Equal(expected, Crc32C.Compute(span));
                Assert.Equal(expected, ~Crc32CTable.Update(~0u, span));
            }
        }
    }

    [Fact]
    public void Append_AnySplit_EqualsTheWhole()
    {
        byte[] data = Bytes(7000);
        uint whole = Crc32C.Compute(data);
        for (int cut = 0; cut <= data.Length; cut += 13)
        {
            Assert.Equal(whole, Crc32C.Append(Crc32C.Compute(data.AsSpan(0, cut)), data.AsSpan(cut)));
        }
    }

    [Fact]
    public void Compute_AnySingleFlippedBit_Differs()
    {
        byte[] data = Bytes(4096);
        uint whole = Crc32C.Compute(data);
        for (int bit = 0; bit < data.Length * 8; bit += 7)
        {
            data[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.NotEqual(whole, Crc32C.Compute(data));
            data[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    private static IEnumerable<int> Lengths()
    {
        for (int i = 0; i < 400; i++) yield return i;
        foreach (int around in (int[])[768, 1024, 3072, 3456, 6144, 8192])
        {
            for (int i = around - 3; i <= around + 3; i++) yield return i;
        }
    }

    private static byte[] Bytes(int length)
    {
        byte[] data = new byte[length];
        new Random(20261120).NextBytes(data);
        return data;
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        uint state = ~0u;
        foreach (byte b in data)
        {
            state ^= b;
            for (int i = 0; i < 8; i++) state = (state >> 1) ^ ((state & 1) * Polynomial);
        }

        return ~state;
    }
}
