using Plimsoll.Indexing.Jobs;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

/// <summary>A run must not touch a file that is not its own, wherever it is told or tricked to keep its index.</summary>
public sealed class IndexOwnershipTests
{
    private static readonly string[] Precious = ["fresh/w/thesis", "tmp-notes.txt", "video.seg", "manifest", "skipped"];

    [Fact]
    public void Run_FolderOfSomebodyElse_IsRefusedAndUntouched()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int f() {}\n");
        using TempFolder theirs = Theirs();

        var error = Assert.Throws<IndexException>(() => fixture.Run(theirs.Root, 256L << 20, 1, 0, false, default));

        Assert.Contains("is no index", error.Message, StringComparison.Ordinal);
        AssertUntouched(theirs);
    }

    [Fact]
    public void Run_DefaultFolderIsALink_IsRefusedAndUntouched()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int f() {}\n");
        using TempFolder theirs = Theirs();
        Directory.CreateSymbolicLink(Path.Combine(fixture.Root, ".plimsoll"), theirs.Root);

        var error = Assert.Throws<IndexException>(() => fixture.Run(null, 256L << 20, 1, 0, false, default));

        Assert.Contains("symbolic link", error.Message, StringComparison.Ordinal);
        AssertUntouched(theirs);
    }

    [Fact]
    public void Run_FreshFolderIsALink_IsRefusedAndUntouched()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int f() {}\n");
        fixture.Run();
        using TempFolder theirs = Theirs();
        Directory.CreateSymbolicLink(Path.Combine(fixture.IndexFolder, "fresh"), theirs.Root);

        Assert.Throws<IndexException>(() => fixture.Run(fresh: true));
        Assert.Throws<IndexException>(() => fixture.Run());

        AssertUntouched(theirs);
    }

    [Fact]
    public void Run_FilesOfOthersInItsFolder_Stay()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(31, 5);
        fixture.Run();
        string[] others = ["notes.seg", "tmp-notes", "0123456789abcdeg.seg", "0123.seg"];
        foreach (string name in others)
            File.WriteAllText(Path.Combine(fixture.IndexFolder, name), "mine");

        fixture.Run();
        fixture.Run(fresh: true);

        Assert.All(others, name => Assert.Equal("mine", File.ReadAllText(Path.Combine(fixture.IndexFolder, name))));
    }

    [Fact]
    public void Run_MarkLost_IsMadeAnew()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(32, 5);
        fixture.Run();
        string mark = Path.Combine(fixture.IndexFolder, IndexOwnership.MarkName);
        File.Delete(mark);

        Assert.Equal(5, fixture.Run().Unchanged);

        Assert.True(File.Exists(mark));
    }

    [Theory]
    [InlineData("0123456789abcdef.seg", true)]
    [InlineData("0123456789abcdef.seg.stamps", true)]
    [InlineData("0123456789ABCDEF.seg", false)]
    [InlineData("video.seg", false)]
    [InlineData(".seg", false)]
    [InlineData("0123456789abcdef", false)]
    public void IsOfSegment_Name_IsOurs(string name, bool expected) => Assert.Equal(expected, IndexOwnership.IsOfSegment(name));

    private static TempFolder Theirs()
    {
        var folder = new TempFolder();
        foreach (string path in Precious)
            folder.Write(path, "mine");
        return folder;
    }

    private static void AssertUntouched(TempFolder folder)
    {
        Assert.Equal(Precious.Length, Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Length);
        Assert.All(Precious, path => Assert.Equal("mine", File.ReadAllText(folder.PathOf(path))));
    }
}
