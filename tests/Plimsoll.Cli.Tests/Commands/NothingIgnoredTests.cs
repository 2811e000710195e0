using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>What was typed and cannot have an effect is an error, not silence.</summary>
public sealed class NothingIgnoredTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public NothingIgnoredTests()
    {
        _folder.Write("tree/src/a.py", "def only_here():\n    return 1\n");
        _folder.Write("tree/etc/b.py", "def also_here():\n    return 1\n");
        Assert.Equal(ExitCode.Ok, Run("index", "tree", "-q").Code);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--path", "/usr/**")]
    [InlineData("--path", "src/../../x/**")]
    [InlineData("--exclude", "src/../../x/**")]
    public void Search_GlobThatLeadsOut_IsRefused(string option, string glob)
    {
        CliResult refused = Run("search", "only_here", "--root", "tree", option, glob);

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"{option}: '{glob}' leads out of {_folder.PathOf("tree")}", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/src/**", "only_here")]
    [InlineData("/etc/**", "also_here")]
    public void Search_GlobFromTheRootOn_IsTaken(string glob, string name) => Assert.Equal(ExitCode.Ok, Run("search", name, "--root", "tree", "--path", glob).Code);

    [Fact]
    public void Exclude_FolderThatIsNotThereToday_IsNoError()
    {
        // The machine has a folder of this name, but the rule is about the tree's own.
        Assert.Equal(ExitCode.Ok, Run("index", "tree", "--exclude", "/usr/**").Code);
        Assert.Equal(ExitCode.Ok, Run("search", "only_here", "--root", "tree", "--exclude", "/usr/**").Code);
    }

    [Theory]
    [InlineData("--include", "../**")]
    [InlineData("--exclude", "src/../../**")]
    [InlineData("--include", "/usr/**")]
    public void Index_GlobThatLeadsOut_IsRefused(string option, string glob)
    {
        CliResult refused = Run("index", "tree", option, glob);

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"{option}: '{glob}' leads out of", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_EmbedderThatTheIndexIsNotOf_IsRefusedWithWhatToDo()
    {
        CliResult refused = Run("search", "only_here", "--root", "tree", "--embedder", "openai:http://localhost:1#m");

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains($"was made with builtin, so openai:http://localhost:1#m cannot answer from it; leave out --embedder, or make the index anew: plimsoll index {_folder.PathOf("tree")} --fresh --embedder", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_EmbedderThatFails_IsNotRemembered()
    {
        string trusted = _folder.PathOf("config/plimsoll/trusted-embedders");

        CliResult failed = Run("index", "tree", "--fresh", "--embedder", "onnx:nothing");

        Assert.NotEqual(ExitCode.Ok, failed.Code);
        Assert.False(File.Exists(trusted));
    }

    [Fact]
    public void Index_EmbedderOfARepositoryThatIsAFolder_SaysThatItIsNotLoaded()
    {
        _folder.Write("other/plimsoll.json", """{"embedder": "onnx:model"}""");
        _folder.Write("other/a.py", "def f():\n    return 1\n");

        Assert.Contains("which you have not named yourself, so it is not loaded.", Run("index", "other").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_LocalServerThatARepositoryNames_IsSaid()
    {
        _folder.Write("other/plimsoll.json", """{"embedder": "openai:http://127.0.0.1:1#m", "service-patience": 0}""");
        _folder.Write("other/a.py", "def f():\n    return 1\n");

        Assert.Contains("plimsoll.json names openai:http://127.0.0.1:1#m, which gets the text of the passages", Run("index", "other").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_JsonFailure_IsAnEvent() => Assert.Matches("^\\{\"event\":\"error\",\"at\":\"[^\"]+\",\"error\":\\{", Run("watch", "gone", "--json").Out);

    [Fact]
    public void Search_RerankThatIsNoServer_ShowsAnExample() =>
        Assert.Contains("such as openai:http://localhost:8080", Run("search", "x", "--rerank", "maybe").Error, StringComparison.Ordinal);

    private CliResult Run(params string[] words) => new CliRunner(_folder.Root) { ["XDG_CONFIG_HOME"] = _folder.PathOf("config") }.Run(words);
}
