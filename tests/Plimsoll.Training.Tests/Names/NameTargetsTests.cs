using Plimsoll.JavaScript.Text;
using Plimsoll.Training.Names;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Tests.Names;

public sealed class NameTargetsTests : IDisposable
{
    private readonly PhraseTable _phrases = new(ChunkStore.Native);

    [Fact]
    public void TheRightNameGetsMost_AndNamesWithItsWordsTheRest()
    {
        NameTargets targets = new(_phrases);

        float worth = targets.Aim([Name("value"), Name("parentNode"), Name("node")], right: 1, Name("parentNode"));

        Assert.Equal(1, worth);
        Assert.Equal(0, targets.Shares[0]);
        Assert.InRange(targets.Shares[1], .7f, .99f);
        Assert.InRange(targets.Shares[2], .01f, .3f);
        Assert.Equal(1, targets.Shares.Sum(), 1e-5f);
    }

    [Fact]
    public void TheRightNameAloneGetsAll()
    {
        NameTargets targets = new(_phrases);

        Assert.Equal(1, targets.Aim([Name("value"), Name("node")], right: 1, Name("node")));
        Assert.Equal([0, 1], targets.Shares);
    }

    [Fact]
    public void WithoutTheRightName_WhatIsNearIsLearntFromLess()
    {
        NameTargets targets = new(_phrases);

        float worth = targets.Aim([Name("value"), Name("node")], right: -1, Name("parentNode"));

        Assert.InRange(worth, .01f, .9f);
        Assert.Equal(0, targets.Shares[0]);
        Assert.Equal(1, targets.Shares[1], 1e-5f);
    }

    [Fact]
    public void WithoutAnyNearName_NothingIsLearnt() => Assert.Equal(0, new NameTargets(_phrases).Aim([Name("value"), Name("index")], right: -1, Name("parentNode")));

    public void Dispose() => _phrases.Dispose();

    private int Name(string name) => _phrases.Of(System.Text.Encoding.ASCII.GetBytes(name));
}
