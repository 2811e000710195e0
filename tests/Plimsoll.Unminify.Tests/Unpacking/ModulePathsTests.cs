using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>What a bundle calls a module never leads out of the folder.</summary>
public sealed class ModulePathsTests
{
    [Theory]
    [InlineData("123", "modules/123.js")]
    [InlineData("./src/a.js", "modules/src/a.js")]
    [InlineData("node_modules/@x/y-z/lib/a.mjs", "modules/node_modules/@x/y-z/lib/a.mjs.js")]
    [InlineData("+aB3", "modules/+aB3.js")]
    [InlineData("a.JS", "modules/a.js")]
    public void Take_UsualName_IsKept(string name, string expected)
    {
        Assert.Equal(expected, new ModulePaths().Take(name, out bool isReplaced));
        Assert.False(isReplaced);
    }

    [Theory]
    [InlineData("../../../etc/x", "modules/etc/x.js")]
    [InlineData("/etc/passwd", "modules/etc/passwd.js")]
    [InlineData("C:\\x\\y", "modules/C__x_y.js")]
    [InlineData("a/../../b", "modules/a/b.js")]
    [InlineData("a\0b", "modules/a_b.js")]
    [InlineData("con", "modules/_con.js")]
    [InlineData("x/NUL.js", "modules/x/_NUL.js")]
    [InlineData("a. ", "modules/a._.js")]
    [InlineData("a...", "modules/a.js")]
    [InlineData(".htaccess", "modules/htaccess.js")]
    [InlineData("", "modules/module.js")]
    [InlineData("..", "modules/module.js")]
    [InlineData("ü b", "modules/__b.js")]
    [InlineData("a//b", "modules/a/b.js")]
    public void Take_NameThatCannotBeAFile_IsReplacedAndTold(string name, string expected)
    {
        Assert.Equal(expected, new ModulePaths().Take(name, out bool isReplaced));
        Assert.True(isReplaced);
    }

    [Fact]
    public void Take_NamesThatClash_AreNumbered()
    {
        ModulePaths paths = new();
        Assert.Equal("modules/a.js", paths.Take("a", out _));
        Assert.Equal("modules/A-2.js", paths.Take("A", out bool isReplaced));
        Assert.True(isReplaced);
        Assert.Equal("modules/a-3.js", paths.Take("./a.js", out _));
        Assert.Equal("modules/b.js", paths.Take("b", out _));
        Assert.Equal("modules/b.js_c.js", paths.Take("b.js/c", out _)); // a file cannot be a folder, too
        Assert.Equal("modules/d.js/e.js", paths.Take("d.js/e", out _));
        Assert.Equal("modules/d-2.js", paths.Take("d", out _));
    }

    [Fact]
    public void Take_OneNameManyTimes_TakesTimeByTheirNumber()
    {
        ModulePaths paths = new();
        string last = "";
        for (int i = 0; i < 200_000; i++) last = paths.Take("a", out _);

        Assert.Equal("modules/a-200000.js", last);
    }

    [Fact]
    public void Take_LongName_IsCut()
    {
        string path = new ModulePaths().Take(new string('a', 5000) + "/" + string.Join('/', Enumerable.Repeat("b", 500)), out bool isReplaced);

        Assert.True(isReplaced);
        Assert.True(path.Length < 200);
    }

    [Fact]
    public void Take_AnyName_StaysInside()
    {
        Random random = new(7);
        ModulePaths paths = new();
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        char[] letters = ['.', '.', '/', '\\', 'a', 'B', ':', '\0', '\n', ' ', 'ü', '~', '$', '*'];
        for (int i = 0; i < 20_000; i++)
        {
            string path = paths.Take(new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)])]), out _);
            Assert.True(seen.Add(path), path);
            Assert.Matches(@"^modules(/[A-Za-z0-9_$@+-][A-Za-z0-9._$@+-]*)+\.js$", path);
            Assert.DoesNotContain("..", path.Split('/'), StringComparer.Ordinal);
        }
    }
}
