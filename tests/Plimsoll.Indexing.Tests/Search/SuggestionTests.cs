using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class SuggestionTests
{
    private static readonly string[] Candidates = ["index", "search", "status", "completion"];

    [Theory]
    [InlineData("serach", "search")]
    [InlineData("idnex", "index")]
    [InlineData("statsu", "status")]
    [InlineData("compl", "completion")]
    [InlineData("sear", "search")]
    [InlineData("SERACH", "search")]
    public void Nearest_Typo_IsFound(string typed, string meant) => Assert.Equal(meant, Suggestion.Nearest(typed, Candidates));

    [Theory]
    [InlineData("delete")]
    [InlineData("x")]
    public void Nearest_AnotherWord_IsNotGuessed(string typed) => Assert.Null(Suggestion.Nearest(typed, Candidates));
}
