using Plimsoll.Cli.Output;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Output;

public sealed class SourceLinesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_LinesOfAFile_AreExact()
    {
        string path = _folder.Write("a.txt", "one\r\ntwo\n\nfour");

        Assert.Equal(["one", "two"], SourceLines.Read(path, 1, 2));
        Assert.Equal(["", "four"], SourceLines.Read(path, 3, 9));
        Assert.Empty(SourceLines.Read(path, 5, 1));
        Assert.Empty(SourceLines.Read(path, 1, 0));
    }

    [Fact]
    public void Read_FarIntoALargeFile_FindsTheLine()
    {
        string path = _folder.Write("large.txt", string.Concat(Enumerable.Range(1, 50_000).Select(i => $"line {i}\n")));

        Assert.Equal(["line 40000", "line 40001"], SourceLines.Read(path, 40_000, 2));
    }

    [Fact]
    public void Read_LongLine_IsCut()
    {
        string path = _folder.Write("long.txt", new string('x', 500_000) + "\nnext\n");

        List<string> lines = SourceLines.Read(path, 1, 2);

        Assert.Equal(new string('x', 160) + "...", lines[0]);
        Assert.Equal("next", lines[1]);
    }

    [Fact]
    public void Read_ControlCharacters_CannotReachTheTerminal()
    {
        string path = _folder.Write("evil.txt", "a\x1b[2Jb\tc\n");

        Assert.Equal(["a?[2Jb\tc"], SourceLines.Read(path, 1, 1));
    }

    [Fact]
    public void Read_FileGone_IsEmpty() => Assert.Empty(SourceLines.Read(_folder.PathOf("gone"), 1, 1));
}
