using System.Text;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Output;

public sealed class ProgressPrinterTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly MemoryStream _error = new();
    private readonly CliRunner _cli = new("/");
    private readonly MemoryGovernor _governor = new(new MemoryGovernorOptions { Budget = MemoryBudget.FromBytes(128 << 20), GovernsProcess = false, ObserveEvery = TimeSpan.Zero });

    public void Dispose() => _governor.Dispose();

    [Fact]
    public void Start_OnATerminal_DrawsAfterASecondAndTenTimesASecond()
    {
        _cli.IsTerminal = true;
        using Terminal terminal = Open();
        using (ProgressPrinter printer = new(terminal, _governor))
        {
            printer.Start(Sample);
            Advance(0.9);
            Assert.Empty(Written());
            Advance(0.1);
            Assert.Equal(1, Written().Count(c => c == '\r'));
            Advance(0.05);
            Assert.Equal(1, Written().Count(c => c == '\r'));
            Advance(0.05);
            Assert.Equal(2, Written().Count(c => c == '\r'));
            Assert.StartsWith("\r[##########..........] 50/100 files, 200 chunks/s", Written(), StringComparison.Ordinal);
        }

        Assert.EndsWith(" \r", Written(), StringComparison.Ordinal);
        Assert.All(Written().Split('\r'), line => Assert.True(line.Length < 80));
        Assert.Equal(0, _clock.ActiveTimers);
    }

    [Fact]
    public void Start_Elsewhere_WritesAPlainLineEveryFiveSeconds()
    {
        using Terminal terminal = Open();
        using (ProgressPrinter printer = new(terminal, _governor))
        {
            printer.Start(Sample);
            for (int i = 0; i < 120; i++) Advance(0.1);
        }

        Assert.Equal(2, Written().Count(c => c == '\n'));
        Assert.DoesNotContain('\r', Written());
        Assert.Contains("50/100 files, 40 chunks/s, 0 B of 128 MB, pressure low, batch 32, about 5.0 s left", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_WithoutATotal_DoesNotGuessAnEnd()
    {
        using Terminal terminal = Open();
        using ProgressPrinter printer = new(terminal, _governor);
        IndexProgress progress = Sample() with { WalkFinished = false };

        Assert.Equal("50 files of 100 found so far, 100 chunks/s, 0 B of 128 MB, pressure low, batch 32", printer.Describe(progress, TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData(0.0854, "85 ms")]
    [InlineData(1.44, "1.4 s")]
    [InlineData(125, "2 min 05 s")]
    public void Durations_Format_IsForPeople(double seconds, string expected) => Assert.Equal(expected, Durations.Format(TimeSpan.FromSeconds(seconds)));

    private Terminal Open()
    {
        _cli.Time = _clock;
        return _cli.Open(new MemoryStream(), _error);
    }

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private string Written() => Encoding.UTF8.GetString(_error.ToArray());

    private static IndexProgress Sample() => new(FilesSeen: 100, FilesDone: 50, WalkFinished: true, BytesDone: 1 << 20, Chunks: 200, BatchSize: 32);
}
