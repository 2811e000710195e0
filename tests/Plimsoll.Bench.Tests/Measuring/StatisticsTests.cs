using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Tests.Measuring;

public sealed class StatisticsTests
{
    [Fact]
    public void Ratio_OfPairs_IsTheMiddleOfTheRatiosNotTheRatioOfTheMiddles()
    {
        // The machine was ten times slower in the second round, for both.
        Spread ratio = Statistics.Ratio([2, 20, 3], [1, 10, 1]);

        Assert.Equal(new Spread(2, 2, 3), ratio);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 2.5)]
    [InlineData(99, 3.97)]
    [InlineData(100, 4)]
    public void Percentile_BetweenValues_IsInterpolated(double percent, double expected) =>
        Assert.Equal(expected, Statistics.Percentile([4, 1, 3, 2], percent), 6);

    [Fact]
    public void Percentile_OfNothing_IsNoNumber() => Assert.Equal("-", Table.Number(Statistics.Percentile([], 50)));

    [Fact]
    public void Command_ThatWorks_IsChargedItsTime()
    {
        Timing busy = new Command("/bin/sh", ["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"]).Run();

        Assert.Equal(0, busy.ExitCode);
        Assert.True(busy.CpuMs > 5, $"{busy.CpuMs} ms");
    }
}
