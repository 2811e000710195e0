using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Tokens;
using Plimsoll.Training.Learning;

namespace Plimsoll.Training.Tests.Learning;

public sealed class TableImageTests
{
    private const int Edges = 16;

    [Fact]
    public void TokenOf_KnownWord_IsItsRowAlone()
    {
        using TableImage image = Image("open", "file", "stream");
        Assert.Equal(1u | ((uint)EmbeddingTable.NoRow << 16), image.Table.TokenOf("file"u8));
    }

    [Fact]
    public void TokenOf_WordOfKnownPieces_IsTheLongestOfBothEnds()
    {
        using TableImage image = Image("get", "getaddr", "info", "addrinf");
        Assert.Equal(1u | (2u << 16), image.Table.TokenOf("getaddrinfo"u8));
    }

    [Fact]
    public void TokenOf_StrangeWord_IsByItsFirstAndLastLetters()
    {
        using TableImage image = Image("open");
        uint token = image.Table.TokenOf("zyxwvuts"u8);
        Assert.InRange((int)(token & 0xFFFF), 1, Edges);
        Assert.InRange((int)(token >> 16), 1 + Edges, 2 * Edges);
        Assert.Equal(token & 0xFFFF, image.Table.TokenOf("zyxwqqqq"u8) & 0xFFFF);
        Assert.Equal(token >> 16, image.Table.TokenOf("qqqqvuts"u8) >> 16);
    }

    [Fact]
    public void Fill_Numbers_AreOnOneScale()
    {
        using TableImage image = Image("open");
        float[] numbers = new float[image.Table.RowCount * 32];
        (numbers[0], numbers[1], numbers[32]) = (2f, -1f, .5f);
        image.Fill(numbers);
        unsafe
        {
            Assert.InRange(image.Table.Rows[0], 126, 127);
            Assert.InRange(image.Table.Rows[1], -64, -63);
            Assert.InRange(image.Table.Rows[32], 31, 32);
        }
    }

    [Fact]
    public unsafe void Table_CutShort_IsRefused()
    {
        using TableImage image = Image("open");
        byte[] bytes = image.Bytes.ToArray();
        fixed (byte* start = bytes)
        {
            byte* table = start;
            Assert.Throws<InvalidDataException>(() => new EmbeddingTable(table, bytes.Length - 1));
        }
    }

    private static TableImage Image(params string[] words) =>
        new([.. words.Select(word => Words.Hash(System.Text.Encoding.UTF8.GetBytes(word)))], Edges, 32);
}
