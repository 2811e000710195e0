using Plimsoll.Bench.Quality;

namespace Plimsoll.Bench.Tests.Quality;

public sealed class ScoreTests
{
    private static readonly Question Two = new("q", "c", "go", [new Target("a.go", 10, 20), new Target("src/b.go", 0, 0)]);

    [Fact]
    public void Of_EverythingFirst_IsOne()
    {
        Score score = Of("a.go:20-30", "b.go:1-1");

        Assert.Equal(new Score(1, 1, 1), score);
    }

    [Fact]
    public void Of_NothingFound_IsNothing() => Assert.Equal(default, Of("a.go:21-30", "c.go:1-1"));

    [Fact]
    public void Of_LowerRanks_GiveLess()
    {
        Score best = Of("a.go:10-10", "x.go:1-1", "b.go:1-1");
        Score worse = Of("x.go:1-1", "a.go:10-10", "b.go:1-1");
        Score worst = Of("x.go:1-1", "y.go:1-1", "z.go:1-1", "a.go:10-10");

        Assert.Equal((1 + .5) / (1 + 1 / Math.Log2(3)), best.Gain, 9);
        Assert.True(best.Gain > worse.Gain && worse.Gain > worst.Gain);
        Assert.Equal((1, .5, .25), (best.Reciprocal, worse.Reciprocal, worst.Reciprocal));
        Assert.Equal(1, worst.Found);
    }

    [Fact]
    public void Of_EleventhResult_DoesNotCount() =>
        Assert.Equal(default, Of([.. Enumerable.Repeat("x.go:1-1", 10), "a.go:10-10"]));

    [Fact]
    public void Of_ManyResultsInOneAnswer_CountOnce() => Assert.Equal(Of("a.go:10-11"), Of("a.go:10-11", "a.go:12-13", "a.go:14-15"));

    [Fact]
    public void Of_WholeFile_TakesAnyLine() =>
        Assert.Equal(1, Score.Of(Results("a.go:100-100"), Two, wholeFile: true).Reciprocal);

    [Theory]
    [InlineData("src/a.go", true)]
    [InlineData("./a.go", true)]
    [InlineData("aa.go", false)]
    [InlineData("a.go/a", false)]
    public void IsHitBy_PathsFromOtherFolders_AreOneWhereOneEndsWithTheOther(string path, bool expected) =>
        Assert.Equal(expected, new Target("a.go", 0, 0).IsHitBy(new Target(path, 1, 1), false));

    private static Score Of(params string[] results) => Score.Of(Results(results), Two, wholeFile: false);

    private static List<Target> Results(params string[] results) => [.. results.Select(result =>
    {
        string[] parts = result.Split(':', '-');
        return new Target(parts[0], int.Parse(parts[1]), int.Parse(parts[2]));
    })];
}
