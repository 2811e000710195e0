using System.Text;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Tests.Segments;

public sealed class SegmentMergerTests
{
    [Fact]
    public void Merge_SeveralSegments_KeepsTheDigest()
    {
        using var fixture = new SegmentFixture();
        (string Path, string Text)[] files = SegmentFixture.MadeUpFiles(11, 50);
        string whole = fixture.Digest((fixture.Write(files), []));

        // Files dealt out in turn, so that paths of the inputs interleave.
        string[] names = [.. Enumerable.Range(0, 3).Select(part => fixture.Write([.. files.Where((_, at) => at % 3 == part)]))];
        LiveSegment[] inputs = [.. names.Select(name => fixture.Open(name))];
        string merged = fixture.Merge(inputs);
        Assert.Equal(whole, fixture.Digest((merged, [])));
        Assert.Equal(whole, fixture.Digest([.. names.Select(name => (name, Array.Empty<int>()))]));
        Dispose(inputs);
    }

    [Fact]
    public void Merge_WithDeadFiles_LeavesThemOut()
    {
        using var fixture = new SegmentFixture();
        (string Path, string Text)[] files = SegmentFixture.MadeUpFiles(12, 40);
        string left = fixture.Digest((fixture.Write([.. files.Where((_, at) => at % 4 != 1)]), []));

        string all = fixture.Write(files);
        int[] dead = [.. Enumerable.Range(0, files.Length).Where(at => at % 4 == 1)];
        Assert.Equal(left, fixture.Digest((all, dead)));
        LiveSegment[] inputs = [fixture.Open(all, dead)];
        string merged = fixture.Merge(inputs);
        Assert.Equal(left, fixture.Digest((merged, [])));
        Assert.True(new FileInfo(Path.Combine(fixture.Folder, merged)).Length < new FileInfo(Path.Combine(fixture.Folder, all)).Length);
        Dispose(inputs);
    }

    [Fact]
    public void Merge_InterleavedPaths_KeepsTheOrderOfPaths()
    {
        using var fixture = new SegmentFixture();
        LiveSegment[] inputs =
        [
            fixture.Open(fixture.Write(("a.c", "one"), ("c.c", "three"))), fixture.Open(fixture.Write(("b.c", "two"), ("d.c", "four"))),
        ];
        using LiveSegment merged = fixture.Open(fixture.Merge(inputs));
        var paths = new List<string>();
        foreach (uint file in merged.Segment.FileOrder)
            paths.Add(Encoding.UTF8.GetString(merged.Segment.PathOf((int)file)));
        Assert.Equal(["a.c", "b.c", "c.c", "d.c"], paths);
        Dispose(inputs);
    }

    [Fact]
    public void Digest_AnythingDifferent_IsDifferent()
    {
        using var fixture = new SegmentFixture();
        string[] digests =
        [
            fixture.Digest((fixture.Write(("a.c", "int one;")), [])), fixture.Digest((fixture.Write(("b.c", "int one;")), [])),
            fixture.Digest((fixture.Write(("a.c", "int two;")), [])), fixture.Digest((fixture.Write(("a.c", "// int one;")), [])),
            fixture.Digest((fixture.Write(("a.c", "\nint one;")), [])), fixture.Digest((fixture.Write(("a.c", "int one one;")), [])),
        ];
        Assert.Equal(digests.Length, digests.Distinct(StringComparer.Ordinal).Count());
    }

    private static void Dispose(LiveSegment[] segments)
    {
        foreach (LiveSegment segment in segments)
            segment.Dispose();
    }
}
