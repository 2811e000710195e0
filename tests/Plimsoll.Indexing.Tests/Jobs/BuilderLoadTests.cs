using Plimsoll.Indexing.Jobs;

namespace Plimsoll.Indexing.Tests.Jobs;

public sealed class BuilderLoadTests
{
    [Fact]
    public void Tell_ThreeQuartersTaken_OnlyTheFullerOneWrites()
    {
        var load = new BuilderLoad(workers: 2, builderBytes: 100);

        Assert.False(load.Tell(0, 90));
        Assert.False(load.Tell(0, 60)); // 150 of 200: not yet more than three quarters
        Assert.False(load.Tell(60, 70)); // too much together, and this one is the emptier
        Assert.True(load.Tell(90, 91));
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
