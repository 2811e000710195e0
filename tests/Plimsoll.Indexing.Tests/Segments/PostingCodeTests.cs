using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Tests.Segments;

public sealed unsafe class PostingCodeTests
{
    [Fact]
    public void Write_AnyPosting_ReadsBackAndFits()
    {
        var random = new Random(1);
        byte* code = stackalloc byte[PostingCode.LongestPosting];
        for (int round = 0; round < 50_000; round++)
        {
            uint gap = (uint)random.NextInt64(1L << random.Next(1, 30));
            var counts = new TermCounts { Body = Count(random), Comment = Count(random), Symbol = Count(random) };
            byte* end = PostingCode.Write(code, gap, counts);
            Assert.InRange(end - code, 1, PostingCode.LongestPosting);

            Assert.True(PostingCode.Read(code, end, out uint readGap, out TermCounts read) == end);
            Assert.Equal(gap, readGap);
            Assert.Equal(counts, read);
        }
    }

    [Fact]
    public void Read_CutAnywhere_ThrowsDamaged()
    {
        byte[] code = new byte[PostingCode.LongestPosting];
        fixed (byte* start = code)
        {
            var counts = new TermCounts { Body = 300, Comment = 300, Symbol = 300 };
            long length = PostingCode.Write(start, 1_000_000, counts) - start;
            for (int cut = 0; cut < length; cut++)
            {
                IndexException? thrown = null;
                try
                {
                    PostingCode.Read(start, start + cut, out _, out _);
                }
                catch (IndexException error)
                {
                    thrown = error;
                }

                Assert.Equal(IndexFailure.Damaged, thrown?.Failure);
            }
        }
    }

    [Fact]
    public void ReadNumber_NeverEnding_ThrowsDamaged()
    {
        byte[] code = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Throws<IndexException>(() =>
        {
            fixed (byte* start = code)
                PostingCode.ReadNumber(start, start + code.Length, out _);
        });
    }

    private static ushort Count(Random random) => (ushort)(random.Next(3) == 0 ? 0 : random.Next(1 << random.Next(1, 16)));
}
