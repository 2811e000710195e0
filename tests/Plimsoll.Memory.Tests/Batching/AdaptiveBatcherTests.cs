namespace Plimsoll.Memory.Tests.Batching;

public sealed class AdaptiveBatcherTests
{
    [Fact]
    public void Report_FiveGoodBatchesAtLowPressure_GrowsByTenPercentUpToTheMost()
    {
        var batcher = new AdaptiveBatcher();
        Assert.Equal(64, batcher.Size);

        for (int i = 0; i < 4; i++) Assert.Equal(64, batcher.Report(isGood: true, MemoryPressure.Low));
        Assert.Equal(70, batcher.Report(isGood: true, MemoryPressure.Low));

        for (int i = 0; i < 200; i++) batcher.Report(isGood: true, MemoryPressure.Low);
        Assert.Equal(256, batcher.Size);
    }

    [Fact]
    public void Report_HighPressure_CutsAQuarter() => Assert.Equal(48, new AdaptiveBatcher().Report(isGood: true, MemoryPressure.High));

    [Fact]
    public void Report_CriticalPressure_HalvesDownToTheLeast()
    {
        var batcher = new AdaptiveBatcher();

        Assert.Equal([32, 16, 8, 8], Enumerable.Range(0, 4).Select(_ => batcher.Report(isGood: true, MemoryPressure.Critical)));
    }

    [Fact]
    public void Report_BadOrModerate_BeginsCountingAgain()
    {
        var batcher = new AdaptiveBatcher();
        for (int i = 0; i < 4; i++) batcher.Report(isGood: true, MemoryPressure.Low);
        batcher.Report(isGood: false, MemoryPressure.Low);
        for (int i = 0; i < 4; i++) batcher.Report(isGood: true, MemoryPressure.Low);
        batcher.Report(isGood: true, MemoryPressure.Moderate);

        for (int i = 0; i < 4; i++) Assert.Equal(64, batcher.Report(isGood: true, MemoryPressure.Low));
        Assert.Equal(32, batcher.CutNow());
    }

    [Fact]
    public void Report_SmallSizes_StillGrowByOne()
    {
        var batcher = new AdaptiveBatcher(new BatchLimits { Base = 1, Min = 1, Max = 4 });
        for (int i = 0; i < 5; i++) batcher.Report(isGood: true, MemoryPressure.Low);

        Assert.Equal(2, batcher.Size);
    }

    [Fact]
    public void Limits_ThatContradict_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new AdaptiveBatcher(new BatchLimits { Base = 4, Min = 8 }));
        Assert.Equal(128, BatchLimits.Of(MemoryProfile.Aggressive).Base);
    }

    [Fact]
    public async Task Concurrency_FollowsPressureAndAdvice()
    {
        using var concurrency = new AdaptiveConcurrency(4);
        for (int i = 0; i < 4; i++) await concurrency.EnterAsync();
        Assert.Equal(2, concurrency.Report(isGood: true, MemoryPressure.Critical));

        Task third = concurrency.EnterAsync();
        concurrency.Leave();
        concurrency.Leave();
        Assert.False(third.IsCompleted);
        concurrency.Leave();
        await third;

        Assert.Equal(1, concurrency.Report(isGood: true, MemoryPressure.Moderate, advisedMax: 1));
        for (int i = 0; i < 30; i++) concurrency.Report(isGood: true, MemoryPressure.Low);
        Assert.Equal(4, concurrency.Allowed);
        await concurrency.EnterAsync();
        await concurrency.EnterAsync();
        Assert.False(concurrency.EnterAsync().IsCompleted);
    }
}
