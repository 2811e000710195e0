using System.Text;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Tests.Tokens;

public sealed class SubTokensTests
{
    [Theory]
    [InlineData("maxSize", "max Size")]
    [InlineData("max_size", "max size")]
    [InlineData("HTTPServer", "HTTP Server")]
    [InlineData("parseHTTP", "parse HTTP")]
    [InlineData("sha256Hash", "sha 256 Hash")]
    [InlineData("utf8", "utf")]
    [InlineData("__init__", "init")]
    [InlineData("$scope", "scope")]
    [InlineData("MAX_FILE_SIZE", "MAX FILE SIZE")]
    [InlineData("größe_neu", "größe neu")]
    [InlineData("a_b_cd", "cd")]
    [InlineData("word", "word")]
    [InlineData("x86_64", "86 64")]
    public void Split_Identifier_GivesItsParts(string word, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        int count = SubTokens.Split(bytes, parts);

        var found = new List<string>();
        foreach (SubToken part in parts[..count])
            found.Add(Encoding.UTF8.GetString(bytes, part.Start, part.Length));
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void Split_MoreThanTheMostParts_StopsThere()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab_", 40)));
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        Assert.Equal(SubTokens.MostParts, SubTokens.Split(bytes, parts));
    }

    [Fact]
    public void Hash_KnownWords_NeverChanges()
    {
        // Vectors and digests on disk are made from these: another value is another format.
        Assert.Equal(
            "9cc0c731dd810432 2a68dfa12262c5d8 e5a19c6dd51b5b78",
            $"{Words.Hash("a"u8):x16} {Words.Hash("plimsoll"u8):x16} {Words.Hash("a_much_longer_identifier_than_sixteen"u8):x16}");
    }

    [Fact]
    public void Hash_OneByteDifferent_IsDifferent()
    {
        var random = new Random(7);
        byte[] word = new byte[40];
        for (int round = 0; round < 2000; round++)
        {
            int length = random.Next(1, word.Length);
            random.NextBytes(word.AsSpan(0, length));
            ulong hash = Words.Hash(word.AsSpan(0, length));
            word[random.Next(length)] ^= 0x40;
            Assert.NotEqual(hash, Words.Hash(word.AsSpan(0, length)));
        }
    }
}
