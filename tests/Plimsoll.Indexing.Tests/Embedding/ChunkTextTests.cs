using System.Text;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Tests.Search;

namespace Plimsoll.Indexing.Tests.Embedding;

public sealed class ChunkTextTests
{
    [Fact]
    public void Of_Method_HasPathScopesAndLines()
    {
        const string Source = "class Cart {\n  total(): number {\n    return 1;\n  }\n}\n";

        Assert.Equal("src/cart.ts\nCart\n" + Source, Made("src/cart.ts", Source, 4096, out bool wasCut));
        Assert.False(wasCut);
    }

    [Fact]
    public void Of_TextWithoutDefinitions_HasPathAndLines() => Assert.Equal("a.txt\nhello\n", Made("a.txt", "hello\n", 4096, out _));

    [Fact]
    public void Of_TextWithSecrets_LeavesThemOut()
    {
        string key = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow" + new string('A', 58) + "\n-----END RSA " + "PRIVATE KEY-----\n";
        string token = "ghp_" + "a8Fk2LmQ9zXc7Vb1Nw4Er6Ty3Ui5Op0AsDfG";
        string made = Made("a.txt", $"first\ntoken {token} here\n{key}last\n", 4096, out _);

        Assert.DoesNotContain(token, made, StringComparison.Ordinal);
        Assert.DoesNotContain("MIIEow", made, StringComparison.Ordinal);
        Assert.StartsWith("a.txt\nfirst\ntoken ", made, StringComparison.Ordinal);
        Assert.EndsWith("last\n", made, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "a.txt\n")]
    [InlineData(7, "a.txt\n")]
    [InlineData(8, "a.txt\nä")]
    [InlineData(9, "a.txt\nä")]
    [InlineData(10, "a.txt\nä")]
    [InlineData(11, "a.txt\nä€")]
    public void Of_LongText_IsCutBetweenLetters(int limit, string expected)
    {
        Assert.Equal(expected, Made("a.txt", "ä€ and so on\n", limit, out bool wasCut));
        Assert.True(wasCut);
    }

    [Fact]
    public void TryWrite_AnyLength_IsScaledToThatOfTheIndex()
    {
        sbyte[] vector = new sbyte[4];

        Assert.True(Quantiser.TryWrite([.1f, -.1f, .1f, .1f], vector));

        // Of so few numbers each is above 127 and clipped.
        Assert.Equal([127, -127, 127, 127], vector);
        sbyte[] longer = new sbyte[1024];
        Assert.True(Quantiser.TryWrite([.. Enumerable.Range(0, longer.Length).Select(i => (float)Math.Sin(i))], longer));
        Assert.InRange(Math.Sqrt(longer.Sum(number => (double)number * number)), BuiltinEmbedder.Norm * .99, BuiltinEmbedder.Norm * 1.01);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    public void TryWrite_NoVector_IsRefused(float number) => Assert.False(Quantiser.TryWrite([0, number, 0], new sbyte[3]));

    private static string Made(string path, string source, int limit, out bool wasCut)
    {
        byte[] text = Encoding.UTF8.GetBytes(source);
        using var outline = new Outline();
        Chunk chunk = Assert.Single(SearchFixture.ChunksOf(Encoding.UTF8.GetBytes(path), text, outline));
        var maker = new ChunkText(limit);
        string made = Encoding.UTF8.GetString(maker.Of(Encoding.UTF8.GetBytes(path), text, outline, chunk));
        wasCut = maker.WasCut;
        return made;
    }
}
