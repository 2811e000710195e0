using System.Diagnostics;
using System.Text;

namespace Plimsoll.Files.Tests.Ignoring;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("foo", "a/foo", 'I')]
    [InlineData("/foo", "a/foo", '-')]
    [InlineData("*.o\n!keep.o", "keep.o", 'K')]
    [InlineData("!keep.o\n*.o", "keep.o", 'I')]
    [InlineData("*.dtb.S", "x/board.dtb.S", 'I')]
    [InlineData("*.dtb.S", "x/board.S", '-')]
    [InlineData("a/**/z", "a/z", 'I')]
    [InlineData("a/**/z", "a/b/c/z", 'I')]
    [InlineData("**/z", "z", 'I')]
    [InlineData("a/**/**/***/z", "a/z", 'I')]
    [InlineData("a/**/**/***/z", "a/b/c/z", 'I')]
    [InlineData("**/**", "a/b", 'I')]
    [InlineData("**/**b", "a/b", 'I')]
    [InlineData("a/**/*/**/z", "a/z", '-')]
    [InlineData("a/**/*/**/z", "a/b/z", 'I')]
    [InlineData("a/*", "a/b/c", '-')]
    [InlineData("a/**", "a/b/c", 'I')]
    [InlineData("foo/", "foo", '-')]
    [InlineData("foo/", "foo/", 'I')]
    [InlineData("\\!x", "!x", 'I')]
    [InlineData("\\#x", "#x", 'I')]
    [InlineData("#x", "#x", '-')]
    [InlineData("x\\ ", "x ", 'I')]
    [InlineData("x  ", "x", 'I')]
    [InlineData("x\r", "x", 'I')]
    [InlineData("x\0y", "x", 'I')]
    [InlineData("\u00ef\u00bb\u00bfx", "x", 'I')]
    [InlineData("[a-c]x", "bx", 'I')]
    [InlineData("[!a-c]x", "bx", '-')]
    [InlineData("[[:digit:]]", "7", 'I')]
    [InlineData("a?c", "a/c", '-')]
    [InlineData("/", "x", '-')]
    [InlineData("FOO", "foo", '-')]
    public void Judge_OneFile_FollowsTheManual(string rules, string path, char expected)
    {
        var verdict = Judge(rules, path, ignoreCase: false);
        Assert.Equal(expected, verdict switch { IgnoreVerdict.Ignore => 'I', IgnoreVerdict.Keep => 'K', _ => '-' });
    }

    [Theory]
    [InlineData("FOO", "foo")]
    [InlineData("*.TXT", "a.txt")]
    [InlineData("/a/B*", "a/bc")]
    [InlineData("\u00c9T\u00c9", "\u00c9t\u00c9")]
    public void Judge_WithoutCase_FoldsLetters(string rules, string path)
    {
        Assert.Equal(IgnoreVerdict.Ignore, Judge(rules, path, ignoreCase: true));
        Assert.Equal(IgnoreVerdict.Silent, Judge(rules, path, ignoreCase: false));
    }

    [Fact]
    public void Judge_HostilePattern_EndsSoon()
    {
        var rules = string.Concat(Enumerable.Repeat("**/a/", 25)) + "*b*b*b*b*b*b*c*?x";
        var path = string.Concat(Enumerable.Repeat("a/", 200)) + new string('b', 200);

        Assert.Equal(IgnoreVerdict.Silent, Judge(rules, path, ignoreCase: false));
    }

    [Theory]
    [InlineData("", 100, "z", 'I')]
    [InlineData("", 100, "y", '-')]
    [InlineData("a/", 60_000, "z", '-')]
    [InlineData("[[:alpha:]]/", 60_000, "z", '-')]
    public void Judge_SixtyThousandTimesAnyFolders_LeavesRoomOnTheStack(string between, int depth, string last, char expected)
    {
        var rules = string.Concat(Enumerable.Repeat("**/" + between, 60_000)) + "z";
        var path = string.Concat(Enumerable.Repeat("a/", depth)) + last;

        Assert.Equal(expected == 'I' ? IgnoreVerdict.Ignore : IgnoreVerdict.Silent, Judge(rules, path, ignoreCase: false));
    }

    [Theory]
    [InlineData("*[", "a]b")]
    [InlineData("*a", "b")]
    public void Judge_LongSetOrRunOfStarsBehindAStar_IsReadAFewTimesOnly(string start, string end)
    {
        var rules = start + new string(start == "*[" ? 'a' : '*', 8_000_000) + end;
        var started = Stopwatch.GetTimestamp();

        Assert.Equal(IgnoreVerdict.Silent, Judge(rules, new string('a', 255), ignoreCase: false));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1), Stopwatch.GetElapsedTime(started).ToString());
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(2_000_000, false)]
    public void Compile_MillionsOfRules_AreNotHeld(int count, bool isHeld)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\n", count)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(isHeld, IgnoreRules.Compile(content, ignoreCase: false) is not null);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16_000_000);
    }

    [Fact]
    public void Push_LargeFilesInFoldersInsideOneAnother_HoldsTwelveMegabytes()
    {
        IgnoreChain? chain = null;
        for (var i = 0; i < 100; i++)
        {
            chain = IgnoreChain.Push(chain, IgnoreRules.Compile(Encoding.UTF8.GetBytes($"a{i}\n#" + new string('x', 1_000_000)), ignoreCase: false), 0);
        }

        Assert.Equal(IgnoreVerdict.Ignore, IgnoreChain.Judge(chain, new PathProbe("a11"u8, 0, isFolder: false)));
        Assert.Equal(IgnoreVerdict.Silent, IgnoreChain.Judge(chain, new PathProbe("a12"u8, 0, isFolder: false)));
    }

    [Fact]
    public void Compile_NothingButComments_GivesNoRules()
    {
        Assert.Null(IgnoreRules.Compile("# a\n\n!\n/\n   \n"u8.ToArray(), ignoreCase: false));
        Assert.Null(IgnoreRules.Compile([]));
    }

    private static IgnoreVerdict Judge(string rules, string path, bool ignoreCase)
    {
        var isFolder = path.EndsWith('/');
        var bytes = Encoding.Latin1.GetBytes(path.TrimEnd('/'));
        var compiled = IgnoreRules.Compile(Encoding.Latin1.GetBytes(rules), ignoreCase);
        return compiled?.Judge(new PathProbe(bytes, bytes.AsSpan().LastIndexOf((byte)'/') + 1, isFolder), 0) ?? IgnoreVerdict.Silent;
    }
}
