using System.Text;
using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Reporting;

public sealed class MemoryRecorderTests
{
    private const long Megabyte = 1 << 20;
    private readonly FakeClock _clock = new();
    private long _usedMegabytes = 10;
    private long _hits = 5;

    [Fact]
    public void Build_Phases_HaveStartPeakAndDelta()
    {
        MemoryRecorder recorder = Make();
        using (recorder.BeginPhase("walk"))
        {
            See(30, recorder);
            _usedMegabytes = 12;
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        See(90, recorder);
        _usedMegabytes = 20;
        using (recorder.BeginPhase("walk"))
            _usedMegabytes = 15;
        MemoryReport report = recorder.Build();

        Assert.Equal(new MemoryPhase("walk", 2, TimeSpan.FromSeconds(2), 10 * Megabyte, 30 * Megabyte, 15 * Megabyte), Assert.Single(report.Phases));
        Assert.Equal(5 * Megabyte, report.Phases[0].DeltaBytes);
        Assert.Equal(90 * Megabyte, report.PeakBytes);
        Assert.Equal(TimeSpan.FromSeconds(2), report.Duration);
    }

    [Fact]
    public void Build_OverlappingAndUnfinishedPhases_EachHasItsOwnPeak()
    {
        MemoryRecorder recorder = Make();
        IDisposable outer = recorder.BeginPhase("outer");
        See(40, recorder);
        using (recorder.BeginPhase("inner"))
            See(20, recorder);
        _usedMegabytes = 13;
        MemoryReport report = recorder.Build();

        Assert.Equal([40 * Megabyte, 40 * Megabyte], report.Phases.Select(phase => phase.PeakBytes));
        Assert.Equal(3 * Megabyte, report.Phases[0].DeltaBytes);
        outer.Dispose();
        outer.Dispose();
        Assert.Equal(1, recorder.Build().Phases[0].Runs);
    }

    [Fact]
    public void BeginPhase_NamesWithoutEnd_ShareOneEntry()
    {
        MemoryRecorder recorder = Make();
        for (int i = 0; i < 1000; i++)
            recorder.BeginPhase($"file {i}").Dispose();
        MemoryReport report = recorder.Build();
        Assert.Equal(65, report.Phases.Count);
        Assert.Equal(("(other)", 936), (report.Phases[64].Name, report.Phases[64].Runs));
    }

    [Fact]
    public void RecordBatch_LongHistory_IsThinnedEvenly()
    {
        MemoryRecorder recorder = Make();
        for (int i = 0; i < 100_000; i++)
            recorder.RecordBatch("embed", i);
        int[] items = [.. recorder.Build().Batches.Select(batch => batch.Items)];

        Assert.InRange(items.Length, 256, 512);
        int step = items[1] - items[0];
        Assert.All(Enumerable.Range(1, items.Length - 1), i => Assert.Equal(step, items[i] - items[i - 1]));
    }

    [Fact]
    public void Build_WithGovernor_TakesItsOwnersAndDrift()
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions { Budget = MemoryBudget.FromBytes(256 * Megabyte), GovernsProcess = false, ObserveEvery = TimeSpan.Zero });
        GovernorSnapshot books = governor.Snapshot() with
        {
            Owners = [new OwnerUsage("tokens", 1, 7 * Megabyte, 3)],
            DriftBytes = 3 * Megabyte,
            PeakUsedBytes = 99 * Megabyte,
        };
        MemoryReport report = Make().Build(books);
        Assert.Equal("tokens", Assert.Single(report.Owners).Owner);
        Assert.Equal(3 * Megabyte, report.DriftBytes);
        Assert.Equal(99 * Megabyte, report.PeakBytes);
    }

    [Fact]
    public void Build_Collections_AreCountedFromTheStart()
    {
        MemoryRecorder recorder = Make();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        _clock.Advance(TimeSpan.FromHours(1));
        CollectorFigures figures = recorder.Build().Collector;
        Assert.True(figures.Gen2 >= 1 && figures.Gen0 >= figures.Gen2);
        Assert.InRange(figures.PauseShare, 0, 0.1);
        Assert.True(figures.Pause > TimeSpan.Zero);
        Assert.True(figures.AllocatedBytes >= 0);
    }

    [Fact]
    public void ToText_FullReport_ReadsAsOneTable()
    {
        string text = Full().ToText();
        Assert.Contains("peak 30 MB of 100 MB (caller) = 30 %, in 1.00 s", text, StringComparison.Ordinal);
        Assert.Contains("walk x2", text, StringComparison.Ordinal);
        Assert.Contains("tokens", text, StringComparison.Ordinal);
        Assert.Contains("3/2/1 collections, pauses 10.0 % (0.10 s), allocated 1 GB", text, StringComparison.Ordinal);
        Assert.Contains("drift    2 MB", text, StringComparison.Ordinal);
        Assert.Contains("met its limit 4 times", text, StringComparison.Ordinal);
        Assert.Contains("batches  64 72", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToText_EmptyReport_LeavesTheTablesOut()
    {
        string text = Make().Build().ToText();
        Assert.DoesNotContain("phase", text, StringComparison.Ordinal);
        Assert.DoesNotContain("owner", text, StringComparison.Ordinal);
        Assert.DoesNotContain("batches", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_FullReport_HasEveryFigure()
    {
        const string Expected =
            """
            {"budget":{"bytes":104857600,"source":"option","origin":"caller"},"duration_ms":1000,"peak_bytes":31457280,"drift_bytes":2097152,"group_limit_hits":4,
            "collector":{"gen0":3,"gen1":2,"gen2":1,"pause_ms":100,"pause_share":0.1,"allocated_bytes":1073741824},
            "phases":[{"name":"walk","runs":2,"duration_ms":500,"start_bytes":1048576,"peak_bytes":31457280,"delta_bytes":-1048576}],
            "owners":[{"owner":"tokens","peak_bytes":5,"current_bytes":0,"leases":6}],
            "batches":[{"at_ms":1.5,"stage":"embed","items":64},{"at_ms":2,"stage":"embed","items":72}]}
            """;
        Assert.Equal(Expected.Replace("\n", string.Empty, StringComparison.Ordinal), Encoding.UTF8.GetString(Full().ToJson()));
    }

    [Theory]
    [InlineData(MemoryBudgetSource.Environment, "environment")]
    [InlineData(MemoryBudgetSource.KernelGroup, "kernel_group")]
    [InlineData(MemoryBudgetSource.Profile, "profile")]
    public void WriteJson_BudgetSource_IsNamed(MemoryBudgetSource source, string name)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            (Full() with { Budget = new MemoryBudget(1, source, "x") }).WriteJson(writer);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(name, json.RootElement.GetProperty("budget").GetProperty("source").GetString());
    }

    [Fact]
    public void Constructor_Monitor_ItsSamplesCountTowardsThePeak()
    {
        using var probe = new MemoryProbe();
        using var monitor = new PressureMonitor(probe, MemoryBudget.FromBytes(1L << 40), clock: _clock);
        var recorder = new MemoryRecorder(probe, MemoryBudget.FromBytes(1L << 40), monitor, _clock);
        var block = GC.AllocateUninitializedArray<byte>(32 << 20);
        block.AsSpan().Fill(1);
        monitor.Poll();
        long peak = recorder.Build().PeakBytes;
        Assert.True(peak >= monitor.PeakBytes && peak > 32 * Megabyte, $"peak {peak}, monitor {monitor.PeakBytes}");
        GC.KeepAlive(block);
    }

    [Fact]
    public void Build_GroupMetItsLimit_CountsFromTheStart()
    {
        MemoryRecorder recorder = Make();
        _hits = 9;
        Assert.Equal(4, recorder.Build().GroupLimitHits);
    }

    private static MemoryReport Full() => new()
    {
        Budget = MemoryBudget.FromBytes(100 * Megabyte),
        Duration = TimeSpan.FromSeconds(1),
        PeakBytes = 30 * Megabyte,
        Phases = [new MemoryPhase("walk", 2, TimeSpan.FromMilliseconds(500), Megabyte, 30 * Megabyte, 0)],
        Owners = [new OwnerUsage("tokens", 0, 5, 6)],
        Collector = new CollectorFigures(3, 2, 1, TimeSpan.FromMilliseconds(100), 0.1, 1L << 30),
        DriftBytes = 2 * Megabyte,
        GroupLimitHits = 4,
        Batches = [new BatchRecord(TimeSpan.FromMilliseconds(1.5), "embed", 64), new BatchRecord(TimeSpan.FromMilliseconds(2), "embed", 72)],
    };

    private MemoryRecorder Make() => new(Sample, MemoryBudget.FromBytes(100 * Megabyte), _clock);

    private MemorySample Sample() => new() { AnonBytes = _usedMegabytes * Megabyte, GroupLimitBytes = long.MaxValue, GroupLimitHits = _hits };

    private void See(long megabytes, MemoryRecorder recorder)
    {
        _usedMegabytes = megabytes;
        recorder.Observe(Sample());
    }
}
