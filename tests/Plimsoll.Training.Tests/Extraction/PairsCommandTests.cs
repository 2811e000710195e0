using Plimsoll.Testing;
using Plimsoll.Training.Extraction;

namespace Plimsoll.Training.Tests.Extraction;

public sealed class PairsCommandTests : IDisposable
{
    private const string Go = """
        package web

        // splitCookie cuts the header of a request into named values.
        func splitCookie(header string) map[string]string {
        	values := map[string]string{}
        	// each part has a name before its first equals sign
        	for _, part := range strings.Split(header, ";") {
        		values[nameOf(part)] = valueOf(part)
        	}
        	return values
        }
        """;

    private const string Python = """
        def round_price(value, steps):
            '''Brings an amount of money to whole cents.'''
            scaled = value * steps
            return int(scaled + 0.5) / steps if steps else scaled
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_DocumentedFunctions_GivesSentenceAndCodeWithoutIt()
    {
        _folder.Write("repo/src/web.go", Go);
        _folder.Write("repo/src/money.py", Python.Replace("'''", "\"\"\"", StringComparison.Ordinal));
        string[][] pairs = Extract();
        Assert.Equal("src/money.py", pairs[0][1]);
        Assert.Equal("src/web.go", pairs[1][1]);
        Assert.Equal("brings:1 an:1 amount:1 of:1 money:1 to:1 whole:1 cents:1", pairs[0][2]);
        Assert.DoesNotContain("cents:", pairs[0][6], StringComparison.Ordinal);
        Assert.Contains("scaled:3", pairs[0][6], StringComparison.Ordinal);
        Assert.StartsWith("splitcookie:1 split:1 cookie:1 cuts:1 the:1 header:1", pairs[1][2], StringComparison.Ordinal);
        Assert.Equal("splitcookie:1 split:1 cookie:1", pairs[1][3]);
        Assert.Contains("equals:1", pairs[1][5], StringComparison.Ordinal);
        Assert.DoesNotContain("equals:", pairs[1][6], StringComparison.Ordinal);
        Assert.DoesNotContain("request:", pairs[1][6], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tests/web.go")]
    [InlineData("vendor/lib/web.go")]
    [InlineData("src/web_test.go")]
    public void Run_TestsAndVendoredCode_GivesNothing(string path)
    {
        _folder.Write("repo/" + path, Go);
        Assert.Empty(Extract());
    }

    [Fact]
    public void Run_Twice_GivesTheSameBytes()
    {
        _folder.Write("repo/src/web.go", Go);
        Assert.Equal(Extract(), Extract());
    }

    [Fact]
    public void Run_MissingRoot_SaysWhich() =>
        Assert.Contains("nowhere", Assert.Throws<TrainingException>(() => Extract("nowhere")).Message, StringComparison.Ordinal);

    private string[][] Extract(string root = "repo")
    {
        string file = _folder.PathOf("pairs.txt");
        PairsCommand.Run(TrainingOptions.Parse(["--root", _folder.PathOf(root), "--out", file]), TextWriter.Null);
        return [.. File.ReadAllLines(file).Select(line => line.Split('\t'))];
    }
}
