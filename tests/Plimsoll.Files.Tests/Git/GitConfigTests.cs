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
}
