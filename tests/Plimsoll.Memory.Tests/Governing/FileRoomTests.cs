using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

public sealed class FileRoomTests
{
    private static readonly FilePageFigures Calm = new(0, 0, 0, 0);

    [Theory]
    [InlineData(64, 20, 16)]
    [InlineData(64, 6, 6)]
    [InlineData(70, 20, 10)]
    [InlineData(200, 20, 0)]
    public void Begin_GroupPaysForMappedCode_RoomIsKeptAsFarAsTheLimitLeavesNone(int limit, int mapped, int expected)
    {
        using var bench = new GovernorBench(o => WithReading(o, new GovernorReading(0, 0, 0, 0, 1, limit * MB, new FilePageFigures(mapped * MB, 0, 0, 0))));

        Assert.Equal((10 + expected) * MB, bench.Books.SlackBytes);
        Assert.Equal((50 - expected) * MB, bench.Books.GcLimitBytes);
    }

    [Fact]
    public void Begin_NoGroup_NoRoomIsKept()
    {
        using var bench = new GovernorBench(o => WithReading(o, new GovernorReading(0, 0, 0, 0, 1, long.MaxValue, new FilePageFigures(20 * MB, 0, 0, 0))));

        Assert.Equal(10 * MB, bench.Books.SlackBytes);
    }

    [Fact]
    public void Observe_CodeIsReadAgainAndAgain_RoomDoublesUpToAQuarterAndFallsSlowly()
    {
        using var bench = new GovernorBench();
        var slacks = new List<long>();
        Observe(bench, Calm);
        for (int i = 1; i <= 6; i++) slacks.Add(Observe(bench, new FilePageFigures(0, i * 600, i * 5, i)));

        Assert.Equal([12 * MB, 14 * MB, 18 * MB, 26 * MB, 26 * MB, 26 * MB], slacks);

        for (int i = 0; i < 96; i++) Observe(bench, new FilePageFigures(0, 3600, 30, 6));
        Assert.InRange(bench.Books.SlackBytes, 20 * MB, 24 * MB);
    }

    [Fact]
    public void Observe_SlowCrawl_IsSeenOverSeveralReadings()
    {
        using var bench = new GovernorBench();
        Observe(bench, Calm);

        Assert.Equal(10 * MB, Observe(bench, new FilePageFigures(0, 300, 2, 9)));
        Assert.Equal(12 * MB, Observe(bench, new FilePageFigures(0, 600, 4, 20)));
    }

    [Theory]
    [InlineData(9000, 0, 900)]
    [InlineData(0, 90, 900)]
    [InlineData(9000, 90, 0)]
    public void Observe_FilesAreOnlyStreamedOrTheGroupIsNotFull_NothingIsLearnt(int refaults, int majorFaults, int hits)
    {
        using var bench = new GovernorBench();
        Observe(bench, Calm);

        Assert.Equal(10 * MB, Observe(bench, new FilePageFigures(0, refaults, majorFaults, hits)));
    }

    private static long Observe(GovernorBench bench, FilePageFigures pages)
    {
        bench.Platform.Reading = new GovernorReading(4 * MB, 4 * MB, 0, 0, 1, 64 * MB, pages);
        bench.Governor.Observe();
        return bench.Books.SlackBytes;
    }

    private static MemoryGovernorOptions WithReading(MemoryGovernorOptions options, GovernorReading reading)
    {
        ((FakePlatform)options.Platform!).Reading = reading;
        return options;
    }
}
