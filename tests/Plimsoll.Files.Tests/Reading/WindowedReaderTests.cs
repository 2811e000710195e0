using System.Text;

namespace Plimsoll.Files.Tests.Reading;

public sealed class WindowedReaderTests
{
    private const int Window = 1024;

    [Theory]
    [InlineData("bytes")]
    [InlineData("utf8")]
    [InlineData("utf16le")]
    [InlineData("utf16be")]
    public void MoveNext_RandomText_TilesTheFileWithRightLineNumbers(string kind)
    {
        using var tree = new Tree();
        using var reader = new SourceReader(tree.Root);
        using var windows = new WindowedReader(reader, Window);
        for (var seed = 0; seed < 30; seed++)
        {
            var text = RandomText(new Random(seed));
            Encoding encoding = kind switch
            {
                "utf8" => new UTF8Encoding(true),
                "utf16le" => new UnicodeEncoding(false, true),
                "utf16be" => new UnicodeEncoding(true, true),
                _ => new UTF8Encoding(false),
            };
            File.WriteAllText(Path.Combine(tree.Root, "f"), text, encoding);

            Assert.Equal(SkipReason.None, windows.Open("f"u8));
            Assert.Equal(text, Encoding.UTF8.GetString(ReadAll(windows)));
        }
    }

    [Fact]
    public void MoveNext_LineLongerThanTheWindow_IsCutBetweenCharacters()
    {
        using var tree = new Tree();
        File.WriteAllText(Path.Combine(tree.Root, "f"), "ab\n" + string.Concat(Enumerable.Repeat("\ud83d\ude00", 600)) + "\nend");
        using var reader = new SourceReader(tree.Root);
        using var windows = new WindowedReader(reader, Window);
        Assert.Equal(SkipReason.None, windows.Open("f"u8));
        var seen = new List<(int Line, bool Continues)>();
        while (windows.MoveNext(out _))
        {
            Assert.True(System.Text.Unicode.Utf8.IsValid(windows.Text));
            seen.Add((windows.FirstLine, windows.ContinuesLine));
        }

        Assert.Equal([(1, false), (2, false), (2, true), (2, true)], seen);
    }

    [Fact]
    public void MoveNext_FileChangedMeanwhile_IsUnstable()
    {
        using var tree = new Tree();
        var path = tree.Write("f", string.Concat(Enumerable.Repeat("a line\n", 1000)));
        using var reader = new SourceReader(tree.Root);
        using var windows = new WindowedReader(reader, Window);
        foreach (var change in (Action[])[() => File.WriteAllText(path, "short"), () => File.AppendAllText(path, new string('x', 5000))])
        {
            Assert.Equal(SkipReason.None, windows.Open("f"u8));
            Assert.True(windows.MoveNext(out _));
            change();
            SkipReason problem;
            while (windows.MoveNext(out problem))
            {
                Assert.True(windows.Length > 0);
            }

            Assert.Equal(SkipReason.Unstable, problem);
            Assert.False(windows.MoveNext(out _));
        }
    }

    [Fact]
    public void MoveNext_HugeSingleLine_AllocatesNothing()
    {
        using var tree = new Tree();
        tree.Shell("truncate -s 64M f");
        using var reader = new SourceReader(tree.Root);
        using var windows = new WindowedReader(reader, 1 << 20);
        Assert.Equal(SkipReason.None, windows.Open("f"u8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var total = 0L;
        while (windows.MoveNext(out _))
        {
            total += windows.Length;
        }

        Assert.Equal(64 << 20, total);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2000);
        Assert.Equal(SkipReason.Vanished, windows.Open("none"u8));
        Assert.False(windows.MoveNext(out _));
    }

    private static byte[] ReadAll(WindowedReader windows)
    {
        var all = new List<byte>();
        SkipReason problem;
        while (windows.MoveNext(out problem))
        {
            Assert.InRange(windows.Length, 1, Window);
            var continues = all.Count > 0 && all[^1] != '\n';
            Assert.Equal((1 + all.Count(value => value == '\n'), continues), (windows.FirstLine, windows.ContinuesLine));
            all.AddRange(windows.Text);
        }

        Assert.Equal(SkipReason.None, problem);
        Assert.True(windows.Stamp.Size >= all.Count / 2);
        return [.. all];
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var line = random.Next(60); line > 0; line--)
        {
            text.Append("ab\u00f6\u6f22"[random.Next(4)], random.Next(random.Next(10) == 0 ? 3000 : 80)).Append(random.Next(5) == 0 ? "\ud83d\ude00" : "");
            text.Append(line > 1 || random.Next(2) == 0 ? "\n" : "");
        }

        return text.ToString();
    }
}
