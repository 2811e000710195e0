using Plimsoll.Indexing.Jobs;

namespace Plimsoll.Indexing.Tests.Jobs;

public sealed class BuilderLoadTests
{
    [Fact]
    public void Tell_ThreeQuartersTaken_WhoeverHasAUsefulSegmentWrites()
    {
        var load = new BuilderLoad(workers: 2, builderBytes: 100);

        Assert.False(load.Tell(0, 90));
        Assert.False(load.Tell(0, 60)); // 150 of 200: not yet more than three quarters
        Assert.True(load.Tell(60, 61));
        Assert.True(load.Tell(90, 91));
    }

    [Fact]
    public void Tell_ThreeQuartersTakenAndThisOneJustBegun_FillsOn()
    {
        var load = new BuilderLoad(workers: 4, builderBytes: 100);
        load.Tell(0, 95);
        load.Tell(0, 95);
        load.Tell(0, 95);

        Assert.False(load.Tell(0, 24)); // 309 of 400, but a quarter of a builder is the least that is worth a segment
        Assert.True(load.Tell(24, 25));
    }

    [Fact]
    public void Tell_OneHasWritten_TheOtherFillsOn()
    {
        var load = new BuilderLoad(workers: 2, builderBytes: 100);
        load.Tell(0, 70);
        Assert.True(load.Tell(0, 90));

        load.Tell(90, 0);

        Assert.False(load.Tell(70, 99));
    }

    [Fact]
    public void Tell_AloneAndFull_IsLeftToTheBuildersOwnLimit() => Assert.False(new BuilderLoad(workers: 1, builderBytes: 100).Tell(0, 100));
}
