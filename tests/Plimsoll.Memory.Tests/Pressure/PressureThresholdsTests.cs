namespace Plimsoll.Memory.Tests.Pressure;

public sealed class PressureThresholdsTests
{
    [Theory]
    [InlineData(0, MemoryPressure.Low)]
    [InlineData(599, MemoryPressure.Low)]
    [InlineData(600, MemoryPressure.Moderate)]
    [InlineData(750, MemoryPressure.High)]
    [InlineData(899, MemoryPressure.High)]
    [InlineData(900, MemoryPressure.Critical)]
    [InlineData(2000, MemoryPressure.Critical)]
    public void Classify_DefaultLines_BeginAtTheirLine(long used, MemoryPressure expected) =>
        Assert.Equal(expected, PressureThresholds.Default.Classify(used, 1000));

    [Theory]
    [InlineData(49, MemoryPressure.Low)]
    [InlineData(50, MemoryPressure.Moderate)]
    [InlineData(200, MemoryPressure.High)]
    [InlineData(500, MemoryPressure.Critical)]
    public void Classify_AbsoluteLines_DoNotCareForTheBudget(long usedMegabytes, MemoryPressure expected) =>
        Assert.Equal(expected, PressureThresholds.Absolute.Classify(usedMegabytes << 20, 1));

    [Theory]
    [InlineData(MemoryPressure.High, 740, MemoryPressure.High)]
    [InlineData(MemoryPressure.High, 719, MemoryPressure.Moderate)]
    [InlineData(MemoryPressure.High, 100, MemoryPressure.Low)]
    [InlineData(MemoryPressure.Critical, 880, MemoryPressure.Critical)]
    [InlineData(MemoryPressure.Critical, 740, MemoryPressure.High)]
    [InlineData(MemoryPressure.Low, 950, MemoryPressure.Critical)]
    public void Classify_WithHistory_FallsOnlyBelowTheMargin(MemoryPressure current, long used, MemoryPressure expected) =>
        Assert.Equal(expected, PressureThresholds.Default.Classify(current, used, 1000));

    [Theory]
    [InlineData("default", "60/75/90 %")]
    [InlineData("system-percent", "60/75/90 %")]
    [InlineData("absolute", "50/200/500 MB")]
    [InlineData("profile-60-80", "60/80/90 %")]
    [InlineData("profile-70-85", "70/85/92.5 %")]
    public void Presets_Each_HasItsLines(string name, string lines) =>
        Assert.Equal(lines, PressureThresholds.Presets.Single(preset => preset.Name == name).ToString());

    [Fact]
    public void LineBytes_EachLevel_GivesWhereItBegins()
    {
        Assert.Equal([0, 600, 750, 900], Enum.GetValues<MemoryPressure>().Select(level => PressureThresholds.Default.LineBytes(level, 1000)));
        Assert.Equal(200L << 20, PressureThresholds.Absolute.LineBytes(MemoryPressure.High, 1));
    }

    [Fact]
    public void OfShares_BadLines_Throws()
    {
        Assert.Throws<ArgumentException>(() => PressureThresholds.OfShares("x", 0.8, 0.7, 0.9));
        Assert.Throws<ArgumentException>(() => PressureThresholds.OfShares("x", 0, 0.7, 0.9));
        Assert.Throws<ArgumentException>(() => PressureThresholds.OfShares("x", 0.6, 0.7, 1.1));
        Assert.Throws<ArgumentException>(() => PressureThresholds.OfShares("x", 0.6, 0.7, 0.9, margin: 0.1));
        Assert.Throws<ArgumentException>(() => PressureThresholds.OfShares("x", 0.6, 0.7, 0.9, margin: -0.1));
    }
}
