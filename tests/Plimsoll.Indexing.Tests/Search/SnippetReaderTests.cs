using System.Text;
using Plimsoll.Indexing.Search;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class SnippetReaderTests
{
    [Fact]
    public void Read_LinesOfALongFile_AreTheWantedOnes()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", string.Concat(Enumerable.Range(1, 60_000).Select(i => $"line {i}\r\n")));
        using var reader = new SnippetReader(folder.Root);
        Assert.Equal([new(1, "line 1", false), new(2, "line 2", false)], reader.Read("a.txt"u8, 1, 2));
        Assert.Equal([new(59_999, "line 59999", false), new(60_000, "line 60000", false)], reader.Read("a.txt"u8, 59_999, 70_000));
        Assert.Empty(reader.Read("a.txt"u8, 60_001, 60_002));
        Assert.Empty(reader.Read("none.txt"u8, 1, 2));
        Assert.Empty(reader.Read("../a.txt"u8, 1, 2));
    }

    [Fact]
    public void Read_LongLine_IsCutBetweenCharacters()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "first\nx" + new string('ä', 200_000) + "\nlast\n");
        using var reader = new SnippetReader(folder.Root);
        IReadOnlyList<SnippetLine> lines = reader.Read("a.txt"u8, 1, 3);
        Assert.Equal(["first", "last"], [lines[0].Text, lines[2].Text]);
        Assert.True(lines[1].IsCut);
        Assert.InRange(Encoding.UTF8.GetByteCount(lines[1].Text), SnippetReader.LineBytesMost - 4, SnippetReader.LineBytesMost);
        Assert.DoesNotContain('\uFFFD', lines[1].Text);
        Assert.Equal([1, 2, 3], lines.Select(line => line.Number));
    }

    [Fact]
    public void Read_ManyLines_StopsAtTheBound()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", string.Concat(Enumerable.Repeat(new string('y', 400) + "\n", 1000)));
        using var reader = new SnippetReader(folder.Root);
        IReadOnlyList<SnippetLine> lines = reader.Read("a.txt"u8, 1, 1000);
        Assert.InRange(lines.Sum(line => line.Text.Length), SnippetReader.SnippetBytesMost - 400, SnippetReader.SnippetBytesMost);
    }
}
