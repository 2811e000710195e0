using System.Text;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Text;

public sealed class TextPoolTests
{
    [Fact]
    public void Add_ManyTexts_GivesEachItsNumberAndItsBytes()
    {
        using TextPool pool = new(ChunkStore.Native);
        for (int i = 0; i < 5000; i++) Assert.Equal(i, pool.Add(Bytes(i)));
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(i, pool.Add(Bytes(i)));
            Assert.Equal(i, pool.Find(Bytes(i)));
            Assert.True(pool[i].SequenceEqual(Bytes(i)), $"text {i} has changed");
        }

        Assert.Equal(5000, pool.Count);
        Assert.Equal(-1, pool.Find("no such"u8));
    }

    [Fact]
    public void Add_EmptyAndLongestText_AreTextsToo()
    {
        using TextPool pool = new(ChunkStore.Native);
        byte[] longest = new byte[TextPool.LengthMax];
        Assert.Equal(0, pool.Add(default));
        Assert.Equal(1, pool.Add(longest));
        Assert.Equal(2, pool.Add("a"u8));

        Assert.True(pool[0].IsEmpty);
        Assert.Equal(longest, pool[1].ToArray());
        Assert.Throws<ArgumentException>(() => pool.Add(new byte[TextPool.LengthMax + 1]));
    }

    private static byte[] Bytes(int number) => Encoding.UTF8.GetBytes(new string((char)('a' + (number % 26)), 1 + (number % 40)) + number);
}
