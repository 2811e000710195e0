using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class SearcherPlacesTests
{
    private const string First = "def parse_ticket(text):\n    return text.split(':')\n\n\ndef print_ticket(ticket):\n    for part in ticket:\n        print(part, ticket)\n    return ticket\n";

    private static SearchFixture Two() => new SearchFixture().Add(("lib/ticket.py", First), ("lib/other.py", "def read_ticket(text):\n    return text\n"));

    [Fact]
    public void HasFile_KnowsPathsOfTheIndexOnly()
    {
        using SearchFixture fixture = Two();
        using Searcher searcher = fixture.Open();

        Assert.True(searcher.HasFile("lib/ticket.py"u8));
        Assert.False(searcher.HasFile("lib/tickets.py"u8));
        Assert.False(searcher.HasFile("lib"u8));
        Assert.False(searcher.HasFile(""u8));
        Assert.Equal(2, searcher.FileCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(1000)]
    public void ChunkAt_AnyLine_GivesTheChunkAroundIt(int line)
    {
        using SearchFixture fixture = Two();
        using Searcher searcher = fixture.Open();

        ChunkPlace place = searcher.ChunkAt("lib/ticket.py"u8, line)!;

        int within = Math.Min(line, 8);
        Assert.InRange(within, place.StartLine, place.EndLine);
        Assert.Contains(within < 5 ? "parse_ticket" : "print_ticket", place.Names, StringComparer.Ordinal);
        Assert.Null(searcher.ChunkAt("lib/none.py"u8, line));
    }

    [Fact]
    public void TellingWordsOf_LeavesOutWhatNoOtherChunkHasAndStopWords()
    {
        using SearchFixture fixture = Two();
        using Searcher searcher = fixture.Open();

        IReadOnlyList<string> words = searcher.TellingWordsOf("the text of parse_ticket and Text, never indexed: zzqxjkv", 8);

        Assert.Contains("text", words, StringComparer.Ordinal);
        Assert.DoesNotContain("the", words, StringComparer.Ordinal);
        Assert.DoesNotContain("zzqxjkv", words, StringComparer.Ordinal);
        Assert.Empty(searcher.TellingWordsOf("text", 0));
    }
}
