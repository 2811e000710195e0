namespace Plimsoll.Memory.Tests.Batching;

/// <summary>Adversaries of the forecast. Each counts how often a batch sized by it would have outgrown its lease.</summary>
public sealed class SizePredictorTests
{
    private const long KB = 1 << 10;
    private const long MB = 1 << 20;
    private const long LeaseBytes = 64 * MB;

    [Fact]
    public void Predict_NothingSeen_UsesTheFirstForecast()
    {
        var predictor = new SizePredictor(100);

        Assert.Equal(1000, predictor.Predict("s", 10));
        Assert.Equal(5, predictor.ItemsThatFit("s", 500));
        Assert.Equal(1, predictor.ItemsThatFit("s", 1));
        Assert.Equal(long.MaxValue, predictor.Predict("s", long.MaxValue));
        Assert.Equal(0, predictor.Predict("s", -1));
    }

    [Fact]
    public void Predict_StagesAreApart()
    {
        var predictor = new SizePredictor(100);
        predictor.Observe("parse", 1, 1000);
        predictor.Observe("parse", 0, 50_000_000);

        Assert.Equal(1250, predictor.Predict("parse", 1));
        Assert.Equal(100, predictor.Predict("embed", 1));
    }

    [Fact]
    public void Predict_Steady_IsAQuarterAbove()
    {
        var predictor = new SizePredictor();
        for (int i = 0; i < 100; i++) predictor.Observe("s", 64, 64 * KB);

        Assert.Equal(1280, predictor.BytesPerUnit("s"));
    }

    [Fact]
    public void Predict_JumpFrom1KbTo50Mb_IsWrongOnceThenFits()
    {
        Assert.InRange(Overruns(i => i < 200 ? KB : 50 * MB, batches: 400), 0, 1);
    }

    [Fact]
    public void Predict_MeanInsteadOfQuantile_WouldFailOnBimodalSizes()
    {
        var random = new Random(7);
        double[] sizes = [.. Enumerable.Range(0, 400).Select(_ => random.Next(10) == 0 ? 8.0 * MB : 4 * KB)];

        int ours = Overruns(i => sizes[i], sizes.Length, itemsMax: 1);
        int mean = sizes.Count(size => size > sizes.Average());

        Assert.True(ours <= 4, $"{ours} overruns");
        Assert.True(mean > 20, "The control did not fail.");
    }

    [Fact]
    public void Predict_SlowDrift_IsFollowed()
    {
        // Doubles about every 70 batches, from 10 KB up to 40 MB.
        Assert.Equal(0, Overruns(i => 10 * KB * Math.Pow(1.01, i), batches: 800, skip: 1));
    }

    [Fact]
    public void Predict_OneFreak_DoesNotRuleForEver()
    {
        var predictor = new SizePredictor();
        for (int i = 0; i < 64; i++) predictor.Observe("s", 1, KB);
        predictor.Observe("s", 1, 50 * MB);
        Assert.True(predictor.BytesPerUnit("s") > 50 * MB);

        for (int i = 0; i < 64; i++) predictor.Observe("s", 1, KB);

        Assert.True(predictor.BytesPerUnit("s") < 2 * KB, $"{predictor.BytesPerUnit("s")}");
    }

    /// <summary>Batches of as many items as fit by the forecast; every item of a batch has the size of that moment.</summary>
    private static int Overruns(Func<int, double> sizeAt, int batches, int skip = 0, int itemsMax = 256)
    {
        var predictor = new SizePredictor();
        int overruns = 0;
        for (int i = 0; i < batches; i++)
        {
            int items = Math.Min(itemsMax, predictor.ItemsThatFit("s", LeaseBytes));
            long bytes = (long)(sizeAt(i) * items);
            long leased = Math.Min(LeaseBytes, predictor.Predict("s", items));
            if (bytes > leased && i >= skip) overruns++;
            predictor.Observe("s", items, bytes);
        }

        return overruns;
    }
}
