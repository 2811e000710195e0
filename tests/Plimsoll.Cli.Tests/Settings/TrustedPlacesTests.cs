using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Services;
using Plimsoll.Services;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Settings;

/// <summary>Who may get source text, and who a key.</summary>
public sealed class TrustedPlacesTests : IDisposable
{
    private const string Remote = "openai:https://models.example.org/v1#m";
    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public TrustedPlacesTests()
    {
        _cli = new CliRunner(Directory.CreateDirectory(_folder.PathOf("home/project")).FullName);
        _cli["HOME"] = _folder.PathOf("home");
        _cli["PLIMSOLL_OPENAI_KEY"] = "own";
    }

    private string ListFile => _folder.PathOf("home/.config/plimsoll/trusted-embedders");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ForIndex_NamedByTheUser_MayBeUsedThenAndLater()
    {
        Assert.Equal((true, "own"), Look(Remote, index: true, "--embedder", Remote));

        // The index has it by then; a search need not name it, and another model of the same server is as good.
        Assert.Equal((true, "own"), Look("openai:https://models.example.org#other", index: false));
        Assert.Equal("https://models.example.org\n", File.ReadAllText(ListFile));
    }

    [Fact]
    public void ForIndex_NamedByAFileOfTheRepository_MayNotBeUsed()
    {
        _folder.Write("home/project/plimsoll.json", $$"""{"embedder": "{{Remote}}"}""");

        Assert.Equal((false, null), Look(Remote, index: true));
        Assert.False(File.Exists(ListFile));
    }

    [Theory]
    [InlineData("PLIMSOLL_EMBEDDER")]
    [InlineData("file")]
    public void ForIndex_NamedByTheUsersEnvironmentOrFile_MayBeUsed(string where)
    {
        if (where == "file") _folder.Write("home/.config/plimsoll/plimsoll.json", $$"""{"embedder": "{{Remote}}"}""");
        else _cli[where] = Remote;

        Assert.Equal((true, "own"), Look(Remote, index: true));
    }

    [Fact]
    public void ForSearch_NamedByTheIndexAlone_MayNotBeUsedUnlessItIsThisMachineAndThenWithoutAKey()
    {
        Assert.Equal((false, null), Look(Remote, index: false));
        Assert.Equal((false, null), Look("openai:https://localhost.example.org", index: false));
        Assert.Equal((true, null), Look("openai:http://localhost:11434", index: false));
        Assert.Equal((true, null), Look("openai:http://[::1]:1", index: false));
        Assert.Equal((false, null), Look("onnx:/models/m", index: false));
    }

    [Fact]
    public void ForIndex_FolderNamedByTheUser_IsRememberedAsAWhole()
    {
        Look("onnx:model", index: true, "--embedder", "onnx:model");

        Assert.True(Look($"onnx:{_cli.Folder}/model", index: false).MayUse);
        Assert.False(Look($"onnx:{_cli.Folder}/other", index: false).MayUse);
    }

    [Theory]
    [InlineData("https://models.example.org", "shared")]
    [InlineData("http://localhost:1", "shared")]
    [InlineData("http://models.example.org", null)]
    public void KeyFor_KeyOfOtherPrograms_GoesOnlyWhereNobodyReadsAlong(string url, string? key)
    {
        _cli["PLIMSOLL_OPENAI_KEY"] = "";
        _cli["OPENAI_API_KEY"] = "shared";
        using Terminal terminal = _cli.Open(Stream.Null, Stream.Null);

        Assert.Equal(key, EmbedderSettings.KeyFor(Context(terminal), new ServiceAddress(url, null)));
    }

    /// <summary>What may be used; of the indexer, in a run that then ends well.</summary>
    private (bool MayUse, string? Key) Look(string spec, bool index, params string[] words)
    {
        using Terminal terminal = _cli.Open(Stream.Null, Stream.Null);
        CommandContext context = Context(terminal, words);
        SettingValues settings = context.LoadSettings(_cli.Folder);
        EmbedderOptions options = index ? EmbedderSettings.ForIndex(context, settings) : EmbedderSettings.ForSearch(context, settings);
        if (index) EmbedderSettings.Remember(context, settings);
        EmbedderSpec wanted = EmbedderSpec.Parse(spec, out _)!;
        return (options.MayUse(wanted), wanted.Kind == EmbedderKind.OpenAi ? KeyOf(options, new ServiceAddress(wanted.Place, null)) : null);
    }

    private static string? KeyOf(EmbedderOptions options, ServiceAddress address)
    {
        ServiceSetup setup = new();
        options.Service!(setup);
        return setup.Options.KeyOf(address);
    }

    private static CommandContext Context(Terminal terminal, params string[] words) =>
        new(IndexCommand.Spec, ArgumentParser.Parse(IndexCommand.Spec, words), terminal);
}
