using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Jobs;

public sealed class PhaseClockTests
{
    private readonly FakeClock _time = new();

    [Fact]
    public void Progress_WithinAPhase_GoesOnWithTheTime()
    {
        PhaseClock clock = new(1, _time);
        List<double> shares = [];
        void Look(int seconds)
        {
            for (int i = 0; i < seconds; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                shares.Add(clock.Progress.Share);
            }
        }

        clock.Run(Phase.Read, () => Look(8));
        clock.Run(Phase.Unpack, () => Look(2));
        clock.Run(Phase.Name, () => Look(58));
        clock.Run(Phase.Print, () => Look(12));
        clock.Run(Phase.Check, () => Look(20));

        for (int i = 10; i < 100; i++) Assert.InRange(shares[i], i / 100.0 - 0.05, (i + 1) / 100.0 + 0.001);
        Assert.Equal(shares.Order(), shares);
    }

    [Fact]
    public void Progress_APhaseThatTakesLonger_DoesNotLookDone()
    {
        PhaseClock clock = new(2, _time);
        clock.Run(Phase.Read, () => _time.Advance(TimeSpan.FromSeconds(1)));
        clock.Run(Phase.Name, () =>
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            Assert.InRange(clock.Progress.Share, 0.3, 0.335);
        });
        clock.EndFile();

        Assert.Equal(0.5, clock.Progress.Share);
    }

    [Fact]
    public void Progress_WhatAPhaseSaysItself_Counts()
    {
        PhaseClock clock = new(1, _time);
        clock.Run(Phase.Name, () =>
        {
            clock.Advance(0.5);
            Assert.Equal(0.1 + 0.29, clock.Progress.Share, 6);
        });
    }
}
