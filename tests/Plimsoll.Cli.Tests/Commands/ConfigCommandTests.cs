using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public ConfigCommandTests()
    {
        _cli = new CliRunner(_folder.Root);
        _cli["HOME"] = _folder.PathOf("home");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Set_ThenGetThenReset_ComesAndGoes()
    {
        CliResult set = _cli.Run("config", "set", "memory", "256MB");
        Assert.Equal(ExitCode.Ok, set.Code);
        Assert.Equal("{\n  \"memory\": \"256MB\"\n}\n", File.ReadAllText(_folder.PathOf("plimsoll.json")));
        Assert.Equal("256MB\n", _cli.Run("config", "get", "memory").Out);

        Assert.Equal(ExitCode.Ok, _cli.Run("config", "reset", "memory").Code);
        Assert.Equal("50%\n", _cli.Run("config", "get", "memory").Out);
        Assert.Equal(ExitCode.No, _cli.Run("config", "get", "index-dir").Code);
        Assert.Equal(["plimsoll.json"], _folder.Names());
    }

    [Fact]
    public void Set_KeepsTheOtherKeysAndTheirTypes()
    {
        _folder.Write("plimsoll.json", """{"limit": 3, "min-score": 0.5, "exclude": ["a"]}""");

        _cli.Run("config", "set", "exclude", "vendor/**", "*.min.js");

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_folder.PathOf("plimsoll.json")));
        Assert.Equal(3, json.RootElement.GetProperty("limit").GetInt32());
        Assert.Equal(0.5, json.RootElement.GetProperty("min-score").GetDouble());
        Assert.Equal(["vendor/**", "*.min.js"], json.RootElement.GetProperty("exclude").EnumerateArray().Select(item => item.GetString()), StringComparer.Ordinal);
    }

    [Fact]
    public void Set_FromAFolderBelow_ChangesTheNearestFile()
    {
        _folder.Write("plimsoll.json", "{}");
        _cli.Folder = Directory.CreateDirectory(_folder.PathOf("a/b")).FullName;

        _cli.Run("config", "set", "limit", "4");

        Assert.Contains("\"limit\": 4", File.ReadAllText(_folder.PathOf("plimsoll.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Set_User_WritesThePrivateFileOfTheUser()
    {
        _cli.Run("config", "set", "profile", "conservative", "--user");

        string path = _folder.PathOf("home/.config/plimsoll/plimsoll.json");
        Assert.Contains("conservative", File.ReadAllText(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal("conservative\n", _cli.Run("config", "get", "profile").Out);
    }

    [Fact]
    public void Reset_Everything_LeavesNoKey()
    {
        _folder.Write("plimsoll.json", """{"limit": 3, "mode": "lexical"}""");

        Assert.Equal(ExitCode.Ok, _cli.Run("config", "reset").Code);

        Assert.Equal("{}\n", File.ReadAllText(_folder.PathOf("plimsoll.json")));
        Assert.Contains("nothing to reset", _cli.Run("config", "reset").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no setting 'memry'; did you mean memory?", "get", "memry")]
    [InlineData("memory: found 'much', expected a size", "set", "memory", "much")]
    [InlineData("limit takes one value, found 2", "set", "limit", "1", "2")]
    [InlineData("usage: plimsoll config set KEY VALUE", "set", "limit")]
    [InlineData("usage: plimsoll config list", "list", "limit")]
    [InlineData("config does not know 'lst'; did you mean list?", "lst")]
    [InlineData("--user goes with set and reset", "list", "--user")]
    [InlineData("limit: found '0', expected a whole number from 1 to 1000", "set", "limit", "0")]
    [InlineData("config needs more arguments")]
    public void Run_WrongCommandLine_ChangesNothing(string message, params string[] words)
    {
        CliResult result = _cli.Run(["config", .. words]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Set_NoHome_SaysWhatToSet()
    {
        CliResult result = new CliRunner(_folder.Root).Run("config", "set", "limit", "1", "--user");

        Assert.Equal(ExitCode.NoInput, result.Code);
        Assert.Contains("set HOME", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_FolderThatIsAFile_SaysWhere()
    {
        _folder.Write("home", "in the way");

        CliResult result = _cli.Run("config", "set", "limit", "1", "--user");

        Assert.Equal(ExitCode.CannotWrite, result.Code);
        Assert.Contains("home/.config", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfEveryWord_IsOneDocument()
    {
        using JsonDocument list = JsonDocument.Parse(_cli.Run("config", "list", "--json").Out);
        JsonElement memory = list.RootElement.GetProperty("settings")[0];
        Assert.Equal("memory", memory.GetProperty("key").GetString());
        Assert.Equal("50%", memory.GetProperty("value").GetString());
        Assert.Equal("PLIMSOLL_MEMORY", memory.GetProperty("variable").GetString());

        using JsonDocument set = JsonDocument.Parse(_cli.Run("config", "set", "limit", "5", "--json").Out);
        Assert.Equal(_folder.PathOf("plimsoll.json"), set.RootElement.GetProperty("file").GetString());
        Assert.Equal("limit", set.RootElement.GetProperty("key").GetString());
        Assert.Equal("5", set.RootElement.GetProperty("value").GetString());

        Assert.Contains("\"key\":\"exclude\",\"value\":[\"a\",\"b c\"],", _cli.Run("config", "set", "exclude", "a", "b c", "--json").Out, StringComparison.Ordinal);
        Assert.StartsWith("{\"key\":\"exclude\",\"value\":[\"a\",\"b c\"],", _cli.Run("config", "get", "exclude", "--json").Out, StringComparison.Ordinal);
        Assert.Contains("\"key\":\"exclude\",\"value\":[],", _cli.Run("config", "reset", "exclude", "--json").Out, StringComparison.Ordinal);

        using JsonDocument got = JsonDocument.Parse(_cli.Run("config", "get", "limit", "--json").Out);
        Assert.Equal("5", got.RootElement.GetProperty("value").GetString());
        Assert.Equal(_folder.PathOf("plimsoll.json"), got.RootElement.GetProperty("origin").GetString());
    }
}
