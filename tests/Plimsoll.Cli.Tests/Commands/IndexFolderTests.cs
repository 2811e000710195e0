using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>Whose index it is that a command reads: the places of one tree would be shown with the lines of another.</summary>
public sealed class IndexFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public IndexFolderTests()
    {
        _folder.Write("one/a.py", "def only_in_one():\n    return 1\n");
        _folder.Write("two/a.py", "def only_in_two():\n    return 2\n");
        Assert.Equal(ExitCode.Ok, Cli().Run("index", "one", "--index-dir", "apart", "-q").Code);
        foreach (string root in (string[])["one", "two"]) Assert.Equal(ExitCode.Ok, Cli().Run("index", root, "-q").Code);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("search", "only_in_one", "--root", "two")]
    [InlineData("why", "two/a.py", "--root", "two")]
    [InlineData("status", "two")]
    [InlineData("mcp", "two")]
    [InlineData("serve", "two", "--port", "0")]
    public void Read_IndexOfAnotherRoot_IsRefused(params string[] words)
    {
        foreach (string index in (string[])["apart", "one/.plimsoll"])
        {
            CliResult refused = Cli().Run([.. words, "--index-dir", index]);

            Assert.Equal(ExitCode.Usage, refused.Code);
            Assert.Contains($"{_folder.PathOf(index)} holds the index of {_folder.PathOf("one")}, not of {_folder.PathOf("two")}", refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("apart")]
    [InlineData("one/.plimsoll")]
    public void Read_NoRootGiven_IsThatOfTheIndex(string index)
    {
        CliResult found = Cli("two").Run("search", "only_in_one", "--index-dir", "../" + index, "--json");

        Assert.Contains($"\"root\":\"{_folder.PathOf("one")}\"", found.Out, StringComparison.Ordinal);
        Assert.Contains("\"symbol\":\"only_in_one\"", found.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RootByALink_IsTheSameRoot()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("one"));

        Assert.Equal(ExitCode.Ok, Cli().Run("search", "only_in_one", "--root", "link", "--index-dir", "apart").Code);
        Assert.Equal(ExitCode.Ok, Cli().Run("search", "only_in_one", "--root", "link", "--index-dir", "one/.plimsoll").Code);
    }

    private CliRunner Cli(string folder = ".") => new(Path.GetFullPath(_folder.PathOf(folder)));
}
