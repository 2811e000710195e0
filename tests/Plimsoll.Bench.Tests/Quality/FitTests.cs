using Plimsoll.Bench.Quality;
using Plimsoll.Bench.Quality.Fitting;

namespace Plimsoll.Bench.Tests.Quality;

/// <summary>The fitter on made-up lists, where it is known which measure tells.</summary>
public sealed class FitTests
{
    private const int Telling = 4;
    private const int Noise = 5;

    // As many as there are signals, or more.
    private const int Measures = 40;

    [Fact]
    public void Run_OneMeasureTells_GetsTheWeightAndRanksUnseenLists()
    {
        double[] weights = new Fit([Telling, Noise], Ones()).Run([new FitPart(Lists(40, seed: 1), ByFile: false, 1)], new double[Measures]);

        Assert.True(weights[Telling] > 5 * Math.Abs(weights[Noise]), $"{weights[Telling]} against {weights[Noise]}");
        Assert.Equal(0, weights[0]);
        Assert.True(FitScore.Mean(Lists(40, seed: 2), weights, byFile: false) > .99);
        weights[Telling] = -weights[Telling];
        Assert.True(FitScore.Mean(Lists(40, seed: 2), weights, byFile: false) < .5);
    }

    [Fact]
    public void Run_SameLists_GivesTheSameWeights() => Assert.Equal(
        new Fit([Telling, Noise], Ones()).Run([new FitPart(Lists(10, seed: 3), ByFile: true, 1)], new double[Measures]),
        new Fit([Telling, Noise], Ones()).Run([new FitPart(Lists(10, seed: 3), ByFile: true, 1)], new double[Measures]));

    [Fact]
    public void Ranked_ByFile_HasEachFileOnceByItsBest()
    {
        FitItem Item(double measure, int file) => new([measure, .. new double[Measures - 1]], file, 0);
        double[] weights = [1, .. new double[Measures - 1]];
        FitList list = new("shop", AQuestion(), [], [7], [Item(1, 0), Item(3, 1), Item(2, 0), Item(9, 7), Item(3, 2)]);

        Assert.Equal([1, 2, 0], list.Ranked(weights, byFile: true).Select(item => item.File));
        Assert.Equal([9, 3, 3, 2, 1], list.Ranked(weights, byFile: false).Select(item => item.Measures[0]));
    }

    private static double[] Ones() => [.. Enumerable.Repeat(1.0, Measures)];

    private static Question AQuestion() => new("where is it", "semantic", "go", [new Target("a.go", 0, 0)]);

    /// <summary>Lists of twelve, one right: it has more of one measure than all others, and of another as much as chance gives.</summary>
    private static List<FitList> Lists(int count, int seed)
    {
        var dice = new Random(seed);
        List<FitList> lists = [];
        for (int i = 0; i < count; i++)
        {
            int right = dice.Next(12);
            FitItem[] items = [.. Enumerable.Range(0, 12).Select(at =>
            {
                double[] measures = new double[Measures];
                measures[Telling] = dice.NextDouble() + (at == right ? 1 : 0);
                measures[Noise] = dice.NextDouble();
                return new FitItem(measures, at, at == right ? 1UL : 0);
            })];
            lists.Add(new FitList("shop", AQuestion(), [], [], items));
        }
        return lists;
    }
}
