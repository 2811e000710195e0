using System.Diagnostics;
using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>What is huge in one piece takes time that grows with its length and no more, on a small stack, and next to nothing of the managed heap.</summary>
public sealed class ScaleTests
{
    private const int Megabyte = 1 << 20;
    private const int Times = 16;

    // Between what is linear (16, and somewhat more where the small text fits a cache that the large does not) and what is quadratic (256).
    private const int RatioMax = 6 * Times;
    private const int SmallStack = 1_500_000;

    // Lists of blocks: 8 bytes for each 64 KiB of a table or tree; and the counts of names.
    private const int ManagedBytesMax = 256 * 1024;

    // An operand, an operator above it, and what the last block has room for.
    private const int TreeBytesATerm = 80;

    [Theory]
    [InlineData("a='", "plain text, ", "'", 30 * Megabyte)]
    [InlineData("a='", @"\n\x41\u{42}\\", "'", 30 * Megabyte)]
    [InlineData("a=`", @"text$ \u0041 \q", "`", 30 * Megabyte, "String.raw")]
    [InlineData("/*", " * a comment\n", "*/a", 30 * Megabyte)]
    [InlineData("a", " ", "=b", 30 * Megabyte)]
    [InlineData("a=/", @"(?:a|[b-d\]e]{2,3}?)\d+\p{L}", "/u", 5 * Megabyte)]
    [InlineData("a=/", @"(b)\1[", "]/", 5 * Megabyte)]
    [InlineData("a=0x", "0123456789abcdef", "n", 5 * Megabyte)]
    [InlineData("", "abcdefgh", "=1", 5 * Megabyte)]
    public void Survey_OneHugeToken_TakesTimeByItsLength(string first, string repeated, string last, int bytes, string tag = "")
    {
        string start = first.Replace("`", tag + "`", StringComparison.Ordinal);
        CheckLinear(start, repeated, last, bytes / repeated.Length, managedBytesMax: ManagedBytesMax);
    }

    [Theory]
    [InlineData("a", "+a", "")]
    [InlineData("a", ".a", "")]
    [InlineData("a", ",a", "")]
    [InlineData("a", "?a:a", "")]
    [InlineData("a", "=a", "")]
    [InlineData("a", "??a", "")]
    [InlineData("a", "[0]", "")]
    [InlineData("if(a);", "else if(a);", "")]
    [InlineData("a=[", "a,", "]")]
    [InlineData("a={", "a:1,", "}")]
    [InlineData("switch(a){", "case 1:", "}")]
    public void Survey_AChainOfAMillionTerms_TakesTimeByItsLength(string first, string repeated, string last) =>
        CheckLinear(first, repeated, last, 1_000_000, ManagedBytesMax, treeBytesMax: 2L * TreeBytesATerm * 1_000_000);

    [Fact]
    public void Survey_ManyGroupsOfOneName_TakeTimeByTheirNumber() => CheckLinear("a=/(?<a>b)", "|(?<a>)", "/", 100_000, managedBytesMax: long.MaxValue);

    private static void CheckLinear(string first, string repeated, string last, int count, long managedBytesMax, long treeBytesMax = Megabyte)
    {
        byte[] small = Make(count / Times), large = Make(count);
        TimeSpan fastSmall = TimeSpan.MaxValue, fastLarge = TimeSpan.MaxValue;
        CountingStore store = new();
        long managed = long.MaxValue;
        string? error = null;
        Thread thread = new(() =>
        {
            // The first round compiles, and of three others the fastest was disturbed less.
            for (int round = 0; round < 4 && error is null; round++)
            {
                TimeSpan one = Time(small, store, out _, ref error), other = Time(large, store, out long allocated, ref error);
                if (round == 0) continue;
                if (one < fastSmall) fastSmall = one;
                if (other < fastLarge) fastLarge = other;
                managed = Math.Min(managed, allocated);
            }
        }, SmallStack);
        thread.Start();
        thread.Join();

        Assert.Null(error);
        Assert.InRange(fastLarge / fastSmall, 0, RatioMax);
        Assert.InRange(managed, 0, managedBytesMax);
        Assert.InRange(store.Peak, 0, treeBytesMax);
        Assert.Equal(0, store.Held);

        byte[] Make(int times) => Encoding.UTF8.GetBytes(new StringBuilder(first).Insert(first.Length, repeated, times).Append(last).ToString());
    }

    private static TimeSpan Time(byte[] text, CountingStore store, out long managed, ref string? error)
    {
        managed = 0;
        using SourceText source = new(text, "a.js");
        SurveyOptions options = new() { Goal = SourceGoal.Script, TreeStore = store };
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            using ScopeTables tables = Parser.Survey(source, options);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            managed = GC.GetAllocatedBytesForCurrentThread() - before;
            return time;
        }
        catch (JavaScriptSyntaxException wrong)
        {
            error = wrong.Message;
            return default;
        }
    }

    /// <summary>Native blocks, counted.</summary>
    private sealed class CountingStore : ChunkStore
    {
        public long Held { get; private set; }

        public long Peak { get; private set; }

        public override nint Rent(int bytes)
        {
            Held += bytes;
            Peak = Math.Max(Peak, Held);
            return Native.Rent(bytes);
        }

        public override void Return(nint block, int bytes)
        {
            Held -= bytes;
            Native.Return(block, bytes);
        }
    }
}
