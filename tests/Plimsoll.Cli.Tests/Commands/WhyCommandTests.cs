using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class WhyCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WhyCommandTests()
    {
        ShopFixture.CopyTo(_folder.PathOf("shop"));
        _folder.Write("shop/.plimsollignore", "# ours\n*.tmp.ts\nold/\n");
        _folder.Write("shop/a.tmp.ts", "const a = 1;\n");
        _folder.Write("shop/old/b.ts", "const b = 1;\n");
        _folder.Write("shop/.env", "A=1\n");
        _folder.Write("shop/big.ts", new string('x', 3 << 20));
        _folder.Write("shop/logo.bin", "\0\0\0\0binary\0"u8);
        Directory.CreateSymbolicLink(_folder.PathOf("shop/linked"), _folder.PathOf("shop/src"));
        CliResult result = Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.tmp.ts", "a.tmp.ts is ignored", "rule      .plimsollignore:2: *.tmp.ts  leaves out a.tmp.ts")]
    [InlineData("old/b.ts", "old/b.ts is ignored, as its folder old/", "rule      .plimsollignore:3: old/  leaves out old/")]
    [InlineData(".env", ".env is left out for its name: secret", "")]
    [InlineData("big.ts", "larger than max-file-size: 3145728 bytes", "")]
    [InlineData("logo.bin", "for its content: binary", "")]
    [InlineData("linked", "linked is left out", "")]
    [InlineData("none.ts", "none.ts is not there", "")]
    [InlineData("../outside.ts", "lies outside of", "")]
    [InlineData(".plimsoll/manifest", "belongs to the index", "")]
    public void Why_FileThatIsNotIndexed_SaysWhyAndAnswersOne(string path, string reason, string rule)
    {
        CliResult result = Run("why", path);

        Assert.Equal(ExitCode.No, result.Code);
        Assert.Contains(reason, result.Out, StringComparison.Ordinal);
        Assert.Contains(rule, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_ExcludeGlob_IsNamed() => Assert.Contains("--exclude number 1: src/**  leaves out src/", Run("why", "src/nothing.ts", "--exclude", "src/**").Out, StringComparison.Ordinal);

    [Fact]
    public void Why_NewFile_SaysThatTheIndexIsOlder()
    {
        _folder.Write("shop/new.ts", "const c = 1;\n");

        Assert.Contains("`plimsoll index` takes it in", Run("why", "new.ts").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_IndexedFile_ShowsItsPassages()
    {
        CliResult result = Run("why", "src/price.ts");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("src/price.ts is in the index", result.Out, StringComparison.Ordinal);
        Assert.Contains("language  typescript", result.Out, StringComparison.Ordinal);
        Assert.Contains("roundPrice", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_Query_ComparesWithTheFirstResult()
    {
        JsonNode answer = JsonNode.Parse(Run("why", "src/cart.ts", "roundPrice", "--json").Out)!;
        string text = Run("why", "src/cart.ts", "roundPrice").Out;

        Assert.True((int)answer["query"]!["rank"]! > 1);
        Assert.Equal("src/price.ts", (string?)answer["query"]!["first"]!["path"]);
        Assert.Equal("src/cart.ts", (string?)answer["query"]!["best"]!["path"]);
        Assert.Equal(50, (double)answer["query"]!["first"]!["signals"]!["definition"]!);
        Assert.Contains("bm25", text, StringComparison.Ordinal);
        Assert.Contains("src/price.ts:2-4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_QueryThatTheFileHasNothingOf_SaysSo() => Assert.Contains("none: no word of the query", Run("why", "src/price.ts", "zzqxjkv").Out, StringComparison.Ordinal);

    [Fact]
    public void Why_Folder_IsAUsageError() => Assert.Equal(ExitCode.Usage, Run("why", "src").Code);

    private CliResult Run(params string[] arguments) => new CliRunner(_folder.PathOf("shop")).Run(arguments);
}
