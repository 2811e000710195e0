using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class StatusCommandTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Run_Text_SaysWhatIsIndexed()
    {
        CliResult result = shop.Open("src").Run("status");

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains($"root      {shop.Root}\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("state     complete\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("holds     4 files, ", result.Out, StringComparison.Ordinal);
        Assert.Contains("skipped   1 binary\n", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n  typescript +2 files", result.Out);
    }

    [Fact]
    public void Run_Json_IsOneDocument()
    {
        using JsonDocument json = JsonDocument.Parse(shop.Open().Run("status", "--json").Out);

        JsonElement index = json.RootElement.GetProperty("index");
        Assert.Equal(4, index.GetProperty("files").GetInt64());
        Assert.True(index.GetProperty("complete").GetBoolean());
        Assert.Equal(1, index.GetProperty("skipped").GetProperty("binary").GetInt64());
        Assert.Equal("typescript", index.GetProperty("languages")[0].GetProperty("language").GetString());
    }

    [Fact]
    public void Run_Skipped_ListsEveryReasonAndPath()
    {
        Assert.Equal("binary\tlogo.bin\n", shop.Open().Run("status", "--skipped").Out);
        Assert.Equal("{\"path\":\"logo.bin\",\"reason\":\"binary\",\"bytes\":11}\n", shop.Open().Run("status", "--skipped", "--json").Out);
    }

    [Fact]
    public void Run_SkippedByTheWalk_AreListedToo()
    {
        using TempFolder folder = new();
        folder.Write("a.py", "def f():\n    pass\n");
        folder.Write("vendor/b.py", "def g():\n    pass\n");
        CliRunner cli = new(folder.Root);
        Assert.Equal(ExitCode.Ok, cli.Run("index", "--exclude", "vendor/", "-q").Code);

        Assert.Equal("excluded\tvendor/\n", cli.Run("status", "--skipped").Out);
    }

    [Fact]
    public void Run_Digest_IsThatOfTheSourcesAlone()
    {
        using TempFolder folder = new();
        ShopFixture.CopyTo(folder.PathOf("shop"));
        CliRunner other = new(folder.PathOf("shop"));
        other.Run("index", "--threads", "1", "--memory", "96MB", "-q");

        string digest = shop.Open().Run("status", "--digest").Out;

        Assert.Matches("^[0-9a-f]{16,}\n$", digest);
        using JsonDocument json = JsonDocument.Parse(shop.Open().Run("status", "--digest", "--json").Out);
        Assert.Equal(digest.TrimEnd(), json.RootElement.GetProperty("digest").GetString());
        File.Copy(Path.Combine(shop.Root, "logo.bin"), folder.PathOf("shop/logo.bin"));
        other.Run("index", "-q");
        Assert.Equal(digest, other.Run("status", "--digest").Out);
    }

    [Fact]
    public void Run_Memory_SaysTheLineAndWhoDrewIt()
    {
        CliRunner cli = shop.Open();
        cli["PLIMSOLL_MEMORY"] = "200MB";

        Assert.StartsWith("budget    200 MB (PLIMSOLL_MEMORY)\n", cli.Run("status", "--memory").Out, StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(cli.Run("status", "--memory", "--json").Out);
        Assert.Equal(200L << 20, json.RootElement.GetProperty("budget_bytes").GetInt64());
        Assert.Equal("PLIMSOLL_MEMORY", json.RootElement.GetProperty("budget_origin").GetString());
        Assert.True(json.RootElement.GetProperty("process").GetProperty("anonymous_bytes").GetInt64() > 0);
    }

    [Fact]
    public void Run_Path_IsTheRoot()
    {
        CliRunner cli = new("/");

        Assert.StartsWith($"root      {shop.Root}\n", cli.Run("status", shop.Root).Out, StringComparison.Ordinal);
        Assert.Equal(cli.Run("status", "--digest", "--root", shop.Root), cli.Run("status", shop.Root, "--digest"));
        Assert.Equal(ExitCode.NoInput, cli.Run("status", "/gone-for-good").Code);
        Assert.Contains("given twice", cli.Run("status", shop.Root, "--root", shop.Root).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--memory", "--digest")]
    [InlineData("--digest", "--skipped")]
    [InlineData("--memory", "--skipped")]
    public void Run_TwoAnswersAtOnce_IsAUsageError(params string[] words)
    {
        CliResult result = shop.Open().Run(["status", .. words]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains("one at a time", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("status", "--skipped")]
    [InlineData("status", "--digest")]
    public void Run_NoIndex_IsInputMissing(params string[] words)
    {
        using TempFolder folder = new();

        Assert.Equal(ExitCode.NoInput, new CliRunner(folder.Root).Run(words).Code);
    }

    [Fact]
    public void Run_DamagedManifest_IsBadData()
    {
        using TempFolder folder = new();
        folder.Write(".plimsoll/manifest", "this is no manifest, but it is long enough to be read as one");

        CliResult result = new CliRunner(folder.Root).Run("status");

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.Contains("manifest is damaged", result.Error, StringComparison.Ordinal);
    }
}
