using Plimsoll.Cli.Output;
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
        using Terminal terminal = new CliRunner("/").Open(new MemoryStream(), new MemoryStream());
        using Interruption interruption = new(terminal, CancellationToken.None, exits.Add);

        interruption.OnSignal(PosixSignal.SIGTERM);
        interruption.OnSignal(PosixSignal.SIGTERM);

        Assert.Equal([ExitCode.Terminated], exits);
    }
}
