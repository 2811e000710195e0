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

    private static GitIndexReader Open(Tree tree, string format) =>
        GitIndexReader.TryOpen(tree.Root + "/.git/index", format == "sha256" ? 32 : 20) ?? throw new FileNotFoundException("no index");
}
