using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class FileEvidenceTests
{
    [Fact]
    public void Measure_SeveralCandidates_SumsTheBestThreeAndJoinsTheirTerms()
    {
        var evidence = new FileEvidence();
        foreach ((double score, uint terms) in new[] { (.1, 0b0001u), (.4, 0b0010u), (.2, 0b0010u), (.3, 0b1000u) })
            evidence.Add(7, score, terms);
        evidence.Add(8, .5, 0b0100);
        var signals = new Signals(SignalWeights.Chunks);

        evidence.Measure(7, signals);
        Assert.Equal(.9, signals[Signal.BestThree], 12);
        Assert.Equal(1, signals[Signal.SameFile], 12);
        Assert.Equal(3, signals[Signal.Terms]);
        Assert.Equal(Math.Log(5), signals[Signal.Candidates], 12);

        evidence.Measure(8, signals);
        Assert.Equal(.5, signals[Signal.SameFile], 12);
        Assert.Equal(1, signals[Signal.Terms]);
    }

    [Fact]
    public void Sum_AnyMeasures_EqualsTheAddendsThatAreShown()
    {
        var signals = new Signals(SignalWeights.Files);
        for (int i = 0; i < Signals.Count; i++)
            signals[(Signal)i] = 1 + (i / 7.0);
        Assert.Equal(signals.Sum, signals.List().Sum(addend => addend.Value), 12);
        Assert.All(signals.List(), addend => Assert.NotEqual(0, addend.Value));
    }
}
