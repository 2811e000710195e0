using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A .git folder comes with the tree, and whoever made the tree wrote it: what it says must cost neither time nor memory without bounds.</summary>
public sealed class GitFolderTests : IDisposable
{
    private const string Budget = "64MB";
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("nested/")]
    public void Index_HostileRepository_FindsItsSourcesWithinTheBudget(string below)
    {
        _tree.Write(below + "a.py", "def still_found(): pass\n");
        _tree.Write(below + "build/b.py", "def left_out(): pass\n");
        _tree.Write(below + ".gitignore", string.Concat(Enumerable.Repeat("**/", 60_000)) + "x\nbuild/\n");
        _tree.Write(below + ".git/HEAD", "ref: refs/heads/main\n");
        _tree.Write(below + ".git/config", string.Concat(Enumerable.Repeat("[include]\n\tpath = config\n\tpath = ../.git/config\n", 12)));
        WriteIndex(below + ".git/index", 0x81A4, [new byte[100_000_000]]);
        WriteIndex(below + ".git/sharedindex.links", 0xE000, Enumerable.Range(0, 400_000).Select(i => Encoding.UTF8.GetBytes($"link{i:d40}")));

        Assert.Equal(1, _tree.IndexWell("--memory", Budget, "--exclude", ".gitignore").GetProperty("files").GetInt64());
        _tree.AssertFinds("still_found", below + "a.py");
    }

    /// <summary>Writes a git index of version 2 with entries of one mode; zeros in a path become letters, which end nothing.</summary>
    private void WriteIndex(string relative, int mode, IEnumerable<byte[]> paths)
    {
        using FileStream stream = File.Create(_tree.SourceOf(relative));
        stream.Write([.. "DIRC"u8, 0, 0, 0, 2, 0x7F, 0, 0, 0]);
        foreach (byte[] path in paths)
        {
            byte[] entry = new byte[(62 + path.Length + 8) & ~7];
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(24), mode);
            path.CopyTo(entry.AsSpan(62));
            entry.AsSpan(62, path.Length).Replace((byte)0, (byte)'a');
            stream.Write(entry);
        }
    }
}
