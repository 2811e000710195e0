using System.Text;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Tests.Segments;

namespace Plimsoll.Indexing.Tests.Search;

/// <summary>The same files give the same hits and scores, however they are spread and whatever is dead beside them.</summary>
public sealed class InvarianceTests
{
    private static readonly string[] Queries = ["open file", "maxSize", "http server 404", "return größe", "read_all x1", "part someFile"];

    private static (byte[] Path, byte[] Text)[] Files(int seed, int count) =>
        [.. SegmentFixture.MadeUpFiles(seed, count).DistinctBy(file => file.Path, StringComparer.Ordinal).Select(file => (Encoding.UTF8.GetBytes(file.Path), Encoding.UTF8.GetBytes(file.Text)))];

    [Theory]
    [InlineData(SearchMode.Hybrid)]
    [InlineData(SearchMode.Lexical)]
    [InlineData(SearchMode.Semantic)]
    public void Search_FilesInOneOrFiveSegments_GivesTheSameHitsAndScores(SearchMode mode)
    {
        (byte[] Path, byte[] Text)[] files = Files(31, 200);
        using SearchFixture one = new SearchFixture().AddSegment([], files);
        using var five = new SearchFixture();
        for (int part = 4; part >= 0; part--)
        {
            int own = part;
            five.AddSegment([], [.. files.Where((_, index) => index % 5 == own)]);
        }

        AssertSame(one, five, mode);
    }

    [Fact]
    public void Search_DeadFilesBeside_GivesTheSameHitsAndScores()
    {
        (byte[] Path, byte[] Text)[] files = Files(32, 120);
        (byte[] Path, byte[] Text)[] dead = [.. Files(33, 60).Select(file => (Encoding.UTF8.GetBytes("old/" + Encoding.UTF8.GetString(file.Path)), file.Text))];
        using SearchFixture clean = new SearchFixture().AddSegment([], files);
        using SearchFixture with = new SearchFixture().AddSegment([.. Enumerable.Range(0, dead.Length)], [.. dead, .. files]);
        AssertSame(clean, with, SearchMode.Hybrid);

        // Alive, the same files do change the answers.
        using SearchFixture alive = new SearchFixture().AddSegment([], [.. dead, .. files]);
        Assert.NotEqual(SearchFixture.Show(clean.Search(Queries[0])), SearchFixture.Show(alive.Search(Queries[0])));
    }

    private static void AssertSame(SearchFixture left, SearchFixture right, SearchMode mode)
    {
        foreach (string query in Queries)
        {
            var asked = new SearchQuery { Text = query, Mode = mode, Limit = 50 };
            string[] expected = SearchFixture.Show(left.Search(asked));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, SearchFixture.Show(right.Search(asked)));
        }
    }
}
