using Plimsoll.Cli.Output;
using Plimsoll.Testing;
using PosixSignal = System.Runtime.InteropServices.PosixSignal;

namespace Plimsoll.Cli.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void Signal_Once_StopsTheJobAndGoesOn()
    {
        List<int> exits = [];
        using Terminal terminal = new CliRunner("/").Open(new MemoryStream(), new MemoryStream());
        using Interruption interruption = new(terminal, CancellationToken.None, exits.Add);

        interruption.OnSignal(PosixSignal.SIGINT);

        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Equal(ExitCode.Interrupted, interruption.ExitCode);
        Assert.Empty(exits);
    }

    [Fact]
    public void Signal_Twice_EndsAtOnce()
    {
        List<int> exits = [];
        FakeClock clock = new();
        using Terminal terminal = new CliRunner("/") { Time = clock }.Open(new MemoryStream(), new MemoryStream());
        using Interruption interruption = new(terminal, CancellationToken.None, exits.Add);

        interruption.OnSignal(PosixSignal.SIGTERM);
        interruption.OnSignal(PosixSignal.SIGTERM);
        Assert.Empty(exits); // as `timeout` sends it
        clock.Advance(TimeSpan.FromMilliseconds(100));
        interruption.OnSignal(PosixSignal.SIGTERM);

        Assert.Equal([ExitCode.Terminated], exits);
    }
}
