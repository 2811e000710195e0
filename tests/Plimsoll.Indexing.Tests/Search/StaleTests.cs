using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class StaleTests
{
    private const string Text = "def answer():\n    return 42\n";

    [Fact]
    public void Search_FileAsIndexed_IsNotStaleWhateverItsTime()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", Text));
        Assert.False(fixture.Search("answer")[0].Stale);
    }

    [Theory]
    [InlineData("def answer():\n    return 41\n")]
    [InlineData("def answer():\n    return 420\n")]
    [InlineData("")]
    public void Search_FileWithOtherContent_IsStale(string content)
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", Text));
        File.WriteAllText(Path.Combine(fixture.Root, "a.py"), content);
        Assert.Equal(HitState.Stale, fixture.Search("answer")[0].State);
    }

    [Fact]
    public void Search_OtherContentOfTheSameSizeAndTime_IsStale()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", Text));
        string path = Path.Combine(fixture.Root, "a.py");
        DateTime time = File.GetLastWriteTimeUtc(path);
        Assert.Equal(HitState.Current, fixture.Search("answer")[0].State);
        File.WriteAllText(path, Text.Replace("42", "41", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(path, time);
        Assert.Equal(HitState.Stale, fixture.Search("answer")[0].State);
    }

    [Fact]
    public void Search_FileThatIsGone_IsDeleted()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", Text));
        File.Delete(Path.Combine(fixture.Root, "a.py"));
        Assert.Equal(HitState.Deleted, fixture.Search("answer")[0].State);
        Assert.True(fixture.Search("answer")[0].Stale);
    }

    [Fact]
    public void Search_RootThatIsGone_AnswersDeleted()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", Text));
        using Searcher searcher = Searcher.Open(Path.Combine(fixture.Root, "nowhere"), fixture.Folder);
        Assert.Equal(HitState.Deleted, searcher.Search(new SearchQuery { Text = "answer" })[0].State);
    }
}
