using System.Text;

namespace Plimsoll.Files.Tests;

public sealed class PathGlobTests
{
    [Theory]
    [InlineData("*.js", "src/deep/a.js", true)]
    [InlineData("*.js", "src/a.json", false)]
    [InlineData("src/*.js", "src/a.js", true)]
    [InlineData("src/*.js", "src/deep/a.js", false)]
    [InlineData("src/**/*.js", "src/deep/er/a.js", true)]
    [InlineData("src/**/*.js", "src/a.js", true)]
    [InlineData("src", "src/deep/a.js", true)]
    [InlineData("src/", "src/a.js", true)]
    [InlineData("/src/deep", "src/deep/a.js", true)]
    [InlineData("./src/deep", "src/deep/a.js", true)]
    [InlineData("deep", "src/deep/a.js", true)]
    [InlineData("deep/**", "src/deep/a.js", false)]
    [InlineData("?.js", "x/a.js", true)]
    [InlineData("[a-c].js", "x/d.js", false)]
    [InlineData("[!a-c].js", "x/d.js", true)]
    [InlineData("*.{ts,tsx}", "x/d.tsx", true)]
    [InlineData("*.{ts,tsx}", "x/d.js", false)]
    [InlineData("{src,lib/{a,b}}/*.c", "lib/b/x.c", true)]
    [InlineData("{src,lib/{a,b}}/*.c", "lib/c/x.c", false)]
    [InlineData("\\{a\\}.c", "{a}.c", true)]
    public void Matches_Path_FollowsTheGlob(string glob, string path, bool expected) =>
        Assert.Equal(expected, PathGlob.Parse(glob).Matches(Encoding.UTF8.GetBytes(path)));

    [Fact]
    public void Matches_BytesThatAreNotUtf8_AreCompared() => Assert.True(PathGlob.Parse("a*/b").Matches([(byte)'a', 0xFF, (byte)'/', (byte)'b']));

    [Theory]
    [InlineData("")]
    [InlineData("a[b")]
    [InlineData("{a,b")]
    [InlineData("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}")]
    public void Parse_Malformed_SaysWhatIsWrong(string glob) => Assert.Throws<FormatException>(() => PathGlob.Parse(glob));

    [Theory]
    [InlineData(60_000, "has 120000 characters; at most 4096 are taken")]
    [InlineData(2_000, null)]
    public void Parse_GroupsInsideOneAnother_TakesOnlyWhatCanBeCutInGoodTime(int depth, string? complaint)
    {
        var glob = new string('{', depth) + new string('}', depth);

        var error = Record.Exception(() => PathGlob.Parse(glob));

        Assert.Equal(complaint is null, error is null);
        Assert.Contains(complaint ?? "", error?.Message ?? "", StringComparison.Ordinal);
        Assert.InRange(error?.Message.Length ?? 0, 0, 300);
    }

    [Fact]
    public void Parse_ManyAlternativesBeforeDeepGroups_AreRefused()
    {
        var glob = string.Concat(Enumerable.Repeat("{a,b}", 10)) + new string('{', 1000) + new string('}', 1000);

        Assert.Contains("too many inside one another", Assert.Throws<FormatException>(() => PathGlob.Parse(glob)).Message, StringComparison.Ordinal);
    }
}
