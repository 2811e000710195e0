using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Settings;

public sealed class SettingValuesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CliRunner _cli;

    public SettingValuesTests() => _cli = new CliRunner(Directory.CreateDirectory(_folder.PathOf("home/project/inner")).FullName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Get_EachLayer_WinsOverTheOnesBelow()
    {
        _cli["HOME"] = _folder.PathOf("home");
        Assert.Equal(("0", "default"), Find("batch-size"));

        _folder.Write("home/.config/plimsoll/plimsoll.json", """{"batch-size": 1, "profile": "aggressive", "limit": 7}""");
        Assert.Equal(("1", _folder.PathOf("home/.config/plimsoll/plimsoll.json")), Find("batch-size"));

        _folder.Write("home/project/plimsoll.json", """{"batch-size": "2"}""");
        Assert.Equal(("2", _folder.PathOf("home/project/plimsoll.json")), Find("batch-size"));

        _cli["PLIMSOLL_BATCH_SIZE"] = "3";
        Assert.Equal(("3", "PLIMSOLL_BATCH_SIZE"), Find("batch-size"));

        // What the nearer file leaves open still comes from the user's.
        Assert.Equal(("7", _folder.PathOf("home/.config/plimsoll/plimsoll.json")), Find("limit"));
        Assert.Equal(("2MB", "default"), Find("max-file-size"));
    }

    [Fact]
    public void Get_ProfileOfAFile_DecidesWhatProfilesDecide()
    {
        _folder.Write("home/project/plimsoll.json", """{"profile": "aggressive"}""");

        Assert.Equal(("75%", "profile aggressive, where no kernel group has a limit"), Find("memory"));
    }

    [Fact]
    public void Get_XdgFolder_HoldsTheUsersFile()
    {
        _folder.Write("xdg/plimsoll/plimsoll.json", """{"exclude": ["a", "b"]}""");
        _cli["XDG_CONFIG_HOME"] = _folder.PathOf("xdg");

        Assert.Equal("a b", Find("exclude").Value);
    }

    [Theory]
    [InlineData("""{"memroy": "1GB"}""", "plimsoll.json:1:2: unknown key \"memroy\"; did you mean memory?")]
    [InlineData("""{"frobnicate": 1}""", "unknown key \"frobnicate\"; `plimsoll config list` shows the known ones")]
    [InlineData("""{"max_file_size": "1MB"}""", "did you mean max-file-size?")]
    [InlineData("""{"memory": "much"}""", "\"memory\": found 'much'")]
    [InlineData("""{"memory": null}""", "plimsoll.json:1:12: \"memory\": found null")]
    [InlineData("""{"limit": 5000}""", "plimsoll.json:1:11: \"limit\": found '5000', expected a whole number from 1 to 1000")]
    [InlineData("{\n  \"index-dir\": \"größe\", \"limit\": {\"a\": 1}\n}", "plimsoll.json:2:34: \"limit\": found {\"a\": 1}")]
    [InlineData("{\n \"index-dir\": \"a\\u0000b\"}", "plimsoll.json:2:15: \"index-dir\": found 'a?b', expected a text that is not empty and has no zero")]
    [InlineData("{\"exclude\": [\"a\", \"\\u0000\"]}", "plimsoll.json:1:19: \"exclude\": found '?'")]
    [InlineData("{} {}", "plimsoll.json:1:4: not valid JSON")]
    [InlineData("", "plimsoll.json:1:1: not valid JSON")]
    [InlineData("{\n\"limit\": 5", "plimsoll.json:2:")]
    [InlineData("""{"limit": ["1"]}""", "\"limit\": found [\"1\"]")]
    [InlineData("[]", "plimsoll.json:1:1: expected an object")]
    [InlineData("{\n\"memory\" 1}", "plimsoll.json:2:10: not valid JSON")]
    public void Load_WrongFile_IsAnErrorThatNamesFileAndKey(string content, string message)
    {
        string path = _folder.Write("home/project/plimsoll.json", content);

        CliResult result = _cli.Run("config", "list");

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.StartsWith("plimsoll: " + path, result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByteOrderMark_IsSkipped()
    {
        _folder.Write("home/project/plimsoll.json", "\uFEFF{\"limit\": 6}");

        Assert.Equal("6", Find("limit").Value);
    }

    [Fact]
    public void Load_GiantFile_IsRefusedUnread()
    {
        _folder.Write("home/project/plimsoll.json", new string(' ', 70_000));

        Assert.Equal(ExitCode.BadData, _cli.Run("config", "list").Code);
    }

    [Fact]
    public void Get_WrongVariable_IsAUsageErrorThatNamesIt()
    {
        _cli["PLIMSOLL_LIMIT"] = "many";

        CliResult result = _cli.Run("config", "get", "limit");

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("PLIMSOLL_LIMIT: found 'many'", result.Error, StringComparison.Ordinal);
    }

    private (string Value, string Origin) Find(string key)
    {
        foreach (string line in _cli.Run("config", "list").Out.Split('\n'))
        {
            if (line.StartsWith(key + " ", StringComparison.Ordinal)) return (line[17..38].Trim(), line[38..]);
        }
        return ("", "");
    }
}
