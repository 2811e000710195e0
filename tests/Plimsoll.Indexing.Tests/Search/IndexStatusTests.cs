using System.Text;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class IndexStatusTests
{
    [Fact]
    public void Read_IndexWithADeadFile_CountsTheLiveOnes()
    {
        using var fixture = new SearchFixture();
        fixture.AddSegment([1], (Encoding.UTF8.GetBytes("a.py"), [.. "def one():\n    pass\n"u8]), (Encoding.UTF8.GetBytes("b.py"), [.. "x = 2\n"u8]));
        fixture.AddSegment([], (Encoding.UTF8.GetBytes("c.java"), [.. "class C {\n}\n"u8]));
        IndexStatus status = IndexStatus.Read(fixture.Folder);
        Assert.Equal((2, 2, 32, 2), (status.Files, status.Chunks, status.SourceBytes, status.Segments));
        Assert.Equal([new("python", 1, 1, 20), new("java", 1, 1, 12)], status.Languages);
        Assert.True(status.Complete && status.IndexBytes > 0);
        Assert.Empty(status.Skipped);
        Assert.Equal(32, IndexStatus.DigestOf(fixture.Folder).Length);
        Assert.Empty(IndexStatus.SkippedFiles(fixture.Folder));
    }
}
