namespace Plimsoll.Files.Tests.Git;

public sealed class GitConfigTests
{
    [Fact]
    public void Parse_Syntax_FollowsGit()
    {
        var settings = GitConfigFile.Parse("""
            # comment
            [core] editor = vi ; trailing
            	excludesFile = "a \"b\" # c"  # note
            [remote "Origin"]
            	url = one \
            two
            	flag
            	tab = x\ty
            """);

        Assert.Equal(
            [("core.editor", "vi"), ("core.excludesfile", "a \"b\" # c"), ("remote.Origin.url", "one two"), ("remote.Origin.flag", ""), ("remote.Origin.tab", "x\ty")],
            settings);
    }

    [Fact]
    public void Read_Files_LastSettingWins()
    {
        using var tree = new Tree();
        File.WriteAllText(tree.Home + "/.gitconfig", "[core]\n\tignorecase = true\n\texcludesfile = ~/mine\n");
        tree.Write("git/config", "[core]\n\tignoreCase = false\n[extensions]\n\tobjectFormat = sha256\n");
        var outside = GitConfig.Read(null, tree.Environment.GetValueOrDefault);
        var inside = GitConfig.Read(tree.Root + "/git", tree.Environment.GetValueOrDefault);

        Assert.True(outside.IgnoreCase);
        Assert.Equal(20, outside.HashLength);
        Assert.False(inside.IgnoreCase);
        Assert.Equal(32, inside.HashLength);
        Assert.Equal(tree.Home + "/mine", inside.ExcludesFile);
    }

    [Fact]
    public void Read_IncludeLoopAndGlobalOverride_Ends()
    {
        using var tree = new Tree();
        var path = tree.Write("loop", "[include]\n\tpath = loop\n[core]\n\texcludesfile = /x\n");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GIT_CONFIG_GLOBAL"] = path,
            ["GIT_CONFIG_SYSTEM"] = tree.Root + "/none",
            ["XDG_CONFIG_HOME"] = tree.Root,
        };

        Assert.Equal("/x", GitConfig.Read(null, environment.GetValueOrDefault).ExcludesFile);
        environment["GIT_CONFIG_GLOBAL"] = "";
        Assert.Equal(tree.Root + "/git/ignore", GitConfig.Read(null, environment.GetValueOrDefault).ExcludesFile);
        environment.Clear();
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        Assert.Null(GitConfig.Read(null, environment.GetValueOrDefault).ExcludesFile);
    }

    [Theory]
    [InlineData("config")]
    [InlineData("./config")]
    [InlineData("../git/config")]
    public void Read_FileThatIncludesItselfTwelveTimes_IsReadOnceInsideItself(string itself)
    {
        using var tree = new Tree();
        tree.Write("git/config", string.Concat(Enumerable.Repeat($"[include]\n\tpath = {itself}\n", 12)) + "[core]\n\texcludesfile = /x\n");

        Assert.Equal("/x", GitConfig.Read(tree.Root + "/git", tree.Environment.GetValueOrDefault).ExcludesFile);
    }

    [Fact]
    public void Read_FilesThatIncludeEachOtherTenfold_StopsAtAHundredFiles()
    {
        using var tree = new Tree();
        for (var level = 0; level < 9; level++)
        {
            tree.Write($"git/{(level == 0 ? "config" : level)}", string.Concat(Enumerable.Repeat($"[include]\n\tpath = {level + 1}\n", 10)));
        }

        tree.Write("git/9", "[core]\n\texcludesfile = /deep\n");
        Assert.Equal("/deep", GitConfig.Read(tree.Root + "/git", tree.Environment.GetValueOrDefault).ExcludesFile);
    }

    [Fact]
    public void Read_MoreThanFourMegabytesInAll_LeavesTheRestOut()
    {
        using var tree = new Tree();
        tree.Write("git/config", "[core]\n\texcludesfile = /x\n[include]\n\tpath = large\n\tpath = larger\n");
        tree.Write("git/large", "[core]\n\tignorecase = true\n#" + new string('x', 3_000_000));
        tree.Write("git/larger", "[core]\n\texcludesfile = /y\n#" + new string('x', 3_000_000));
        var config = GitConfig.Read(tree.Root + "/git", tree.Environment.GetValueOrDefault);

        Assert.Equal("/x", config.ExcludesFile);
        Assert.True(config.IgnoreCase);
    }

    [Fact]
    public void Parse_LongSectionName_IsNotRepeatedForEachOfItsSettings()
    {
        var text = "[" + new string('s', 100_000) + "]\n" + string.Concat(Enumerable.Repeat("a\n", 10_000)) + "[core]\nb = c\n";
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal([("core.b", "c")], GitConfigFile.Parse(text));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }
}
