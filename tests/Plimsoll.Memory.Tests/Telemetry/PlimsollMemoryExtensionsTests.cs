using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plimsoll.Memory.Tests.Probing;
using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Telemetry;

public sealed class PlimsollMemoryExtensionsTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly FakeKernel _kernel = new();
    private readonly ListLogger _log = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public async Task AddPlimsollMemory_Host_DrawsTheLineAndLogsChanges()
    {
        _kernel.Write("proc/self/cgroup", "0::/x\n");
        _kernel.Mount(_kernel.UnifiedMount("/", "cg"));
        _kernel.Version2("cg/x", 64 * Megabyte, usage: 10 * Megabyte);
        await using ServiceProvider provider = Build(options => options.Memory = "100MB");
        var monitor = provider.GetRequiredService<PressureMonitor>();
        IHostedService service = provider.GetServices<IHostedService>().Single();

        await service.StartAsync(TestContext.Current.CancellationToken);
        _kernel.Write("cg/x/memory.current", $"{63 * Megabyte}\n");
        monitor.Poll();
        _kernel.Write("cg/x/memory.current", $"{10 * Megabyte}\n");
        monitor.Poll();
        _kernel.Clock.Advance(TimeSpan.FromSeconds(5));
        monitor.Poll();
        monitor.Dispose();
        await service.StopAsync(TestContext.Current.CancellationToken);

        string[] lines = _log.Lines;
        Assert.StartsWith("1 Memory budget 100 MB (--memory=100MB), profile balanced", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("5 The budget of 104857600 bytes is above the kernel group's limit of 67108864", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("3 Memory pressure rose from Low to Critical", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("4 Memory pressure fell from Critical to", StringComparison.Ordinal));
        Assert.Same(provider.GetRequiredService<MemoryGovernor>(), provider.GetRequiredService<MemoryGovernor>());
        Assert.Equal(100 * Megabyte, provider.GetRequiredService<MemoryGovernor>().BudgetBytes);
    }

    [Fact]
    public async Task AddPlimsollMemory_NoKernelGroup_WarnsOfTheWeakerPromise()
    {
        await using ServiceProvider provider = Build(options => options.Memory = "1GB");
        await provider.GetServices<IHostedService>().Single().StartAsync(TestContext.Current.CancellationToken);
        Assert.Contains(_log.Lines, line => line.StartsWith("2 A memory promise is weaker here", StringComparison.Ordinal));
    }

    [Fact]
    public void AddPlimsollMemory_Twice_RegistersOnce()
    {
        var services = new ServiceCollection();
        services.AddPlimsollMemory().AddPlimsollMemory();
        Assert.Single(services, service => service.ServiceType == typeof(MemoryGovernor));
        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
    }

    [Fact]
    public void MemoryTelemetry_Listener_SeesBudgetAndOwners()
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions
        {
            Budget = MemoryBudget.FromBytes(256 * Megabyte),
            GovernsProcess = false,
            ObserveEvery = TimeSpan.Zero,
        });
        var clock = new FakeClock();
        using var telemetry = new MemoryTelemetry(governor, meters: null, clock);
        using MemoryLease lease = governor.Lease("tokens", LeaseKind.Managed, 5 * Megabyte);

        Dictionary<string, double> seen = Collect();

        Assert.Equal(256 * Megabyte, seen["plimsoll.memory.budget"]);
        Assert.Equal(5 * Megabyte, seen["plimsoll.memory.owner owner=tokens"]);
        Assert.Equal(5 * Megabyte, seen["plimsoll.memory.leased.managed"]);
        Assert.Equal(1, seen["plimsoll.memory.leases.granted"]);
        Assert.Equal(1, seen["plimsoll.memory.leases.held"]);
        Assert.Equal(0, seen["plimsoll.memory.pressure"]);
        Assert.Equal(18, seen.Count);

        lease.Dispose();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Collect()["plimsoll.memory.leases.held"]);
    }

    private static Dictionary<string, double> Collect()
    {
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MemoryTelemetry.MeterName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[Name(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[Name(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen[Name(instrument, tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Key}={tags[0].Value}";

    private ServiceProvider Build(Action<PlimsollMemoryOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_kernel.Clock);
        services.AddSingleton<ILogger<MemoryGovernor>>(_log);
        services.AddPlimsollMemory(options =>
        {
            options.Probe = _kernel.Options;
            options.GovernsProcess = false;
            configure(options);
        });
        return services.BuildServiceProvider();
    }

    private sealed class ListLogger : ILogger<MemoryGovernor>
    {
        private readonly List<string> _lines = [];

        public string[] Lines
        {
            get
            {
                lock (_lines)
                    return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
                _lines.Add($"{eventId.Id} {formatter(state, exception)}");
        }
    }
}
