using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Files.Tests.Git;

public sealed class GitIndexReaderTests
{
    [Theory]
    [InlineData(2, "sha1")]
    [InlineData(3, "sha1")]
    [InlineData(4, "sha1")]
    [InlineData(4, "sha256")]
    public void HasFile_EveryVersion_FindsWhatGitWrote(int version, string format)
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        var add = version == 3 ? "git add -N ." : "git add .";
        tree.Shell($"git init -q --object-format={format} .; git config index.version {version}; "
            + $"long=$(printf 'n%.0s' $(seq 200)); mkdir -p d/e $long/$long; seq -f d/e/file-%g.c 900 | xargs touch; seq -f $long/$long/%g 300 | xargs touch; touch d.c; {add}");
        var listed = tree.Paths("git ls-files -z");
        using var reader = Open(tree, format);

        Assert.Equal(version, File.ReadAllBytes(tree.Root + "/.git/index")[7]);
        foreach (var path in listed)
        {
            Assert.False(reader.HasFile(Encoding.UTF8.GetBytes(path[..^1] + "\u0001")));
            Assert.True(reader.HasFile(Encoding.UTF8.GetBytes(path)), path);
        }

        Assert.False(reader.HasBelow("z/"u8));
        Assert.True(reader.IsAtEnd);
    }

    [Fact]
    public void HasBelow_Folders_TellsThoseWithTrackedFiles()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; mkdir -p a/b c; touch a/b/x a.c c/y; git add .");
        using var reader = Open(tree, "sha1");

        Assert.True(reader.HasFile("a.c"u8));
        Assert.True(reader.HasBelow("a/"u8));
        Assert.True(reader.HasBelow("a/b/"u8));
        Assert.False(reader.HasBelow("a/c/"u8));
        Assert.False(reader.HasBelow("b/"u8));
        Assert.True(reader.HasBelow("c/"u8));
        Assert.False(reader.HasGitLink("c"u8));
    }

    [Fact]
    public void HasFile_DamagedIndex_EndsWithoutAnError()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; git config index.version 4; for i in $(seq 50); do echo $i > f$i; done; git add .");
        var good = File.ReadAllBytes(tree.Root + "/.git/index");
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var bad = seed < 100 ? good[..random.Next(good.Length)] : [.. good];
            for (var i = 0; i < 20 && bad.Length > 0; i++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            using var reader = GitIndexReader.From(new MemoryStream(bad), 20);
            reader.HasBelow("\uffff"u8);
            Assert.True(reader.IsAtEnd);
        }
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(70_000, false)]
    [InlineData(50_000_000, false)]
    public void HasFile_PathWithoutAnEnd_CountsAsDamage(int length, bool isRead)
    {
        var path = new byte[length];
        path.AsSpan().Fill((byte)'a');
        using var index = Index(0x81A4, [path]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = GitIndexReader.From(index, 20);

        Assert.Equal(isRead, reader.HasFile(path));
        Assert.Equal(!isRead, reader.IsAtEnd);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(1_000_000, false)]
    public void HasGitLink_ManyLinks_AreKeptUpToABound(int count, bool isRead)
    {
        using var index = Index(0xE000, Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes($"link{i:d7}")));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var reader = GitIndexReader.From(index, 20);

        Assert.True(reader.HasGitLink("link0000000"u8));
        Assert.False(reader.HasGitLink("link0000000x"u8));
        Assert.Equal(isRead, reader.HasGitLink(Encoding.UTF8.GetBytes($"link{count - 1:d7}")));
        Assert.True(reader.HasGitLink("link0000007"u8));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    /// <summary>An index of version 2 with entries of one mode.</summary>
    private static MemoryStream Index(int mode, IEnumerable<byte[]> paths)
    {
        var stream = new MemoryStream();
        stream.Write([.. "DIRC"u8, 0, 0, 0, 2, 0x7F, 0, 0, 0]);
        foreach (var path in paths)
        {
            var entry = new byte[(62 + path.Length + 8) & ~7];
            BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(24), mode);
            path.CopyTo(entry.AsSpan(62));
            stream.Write(entry);
        }

        // What stands behind the entries in a real one: extensions and a checksum.
        stream.Write(new byte[64]);
        stream.Position = 0;
        return stream;
    }

    private static GitIndexReader Open(Tree tree, string format) =>
        GitIndexReader.TryOpen(tree.Root + "/.git/index", format == "sha256" ? 32 : 20) ?? throw new FileNotFoundException("no index");
}
