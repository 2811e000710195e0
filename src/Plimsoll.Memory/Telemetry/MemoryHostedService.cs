using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Plimsoll.Memory;

/// <summary>Draws the line when the host starts, and logs each change of pressure until it stops.</summary>
internal sealed class MemoryHostedService : IHostedService
{
    private readonly MemoryProbe _probe;
    private readonly PressureMonitor _monitor;
    private readonly MemoryProfile _profile;
    private readonly ILogger _logger;

    /// <summary>The governor and the telemetry are asked for so that they exist from the start on, not from their first use.</summary>
    public MemoryHostedService(
        MemoryProbe probe,
        PressureMonitor monitor,
        MemoryProfile profile,
        MemoryGovernor governor,
        MemoryTelemetry telemetry,
        ILogger<MemoryGovernor>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(governor);
        ArgumentNullException.ThrowIfNull(telemetry);
        _probe = probe;
        _monitor = monitor;
        _profile = profile;
        _logger = logger ?? NullLogger<MemoryGovernor>.Instance;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        MemoryLog.BudgetDrawn(_logger, _monitor.Budget, _profile);
        KernelGroup group = _probe.Group;
        if (group.HasLimit && _monitor.Budget.Bytes > group.LimitBytes)
            MemoryLog.BudgetAboveLimit(_logger, _monitor.Budget.Bytes, group.LimitBytes);
        foreach (string weakness in _probe.DescribeWeaknesses())
            MemoryLog.PromiseWeaker(_logger, weakness);

        _monitor.Changed += OnChanged;
        _monitor.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _monitor.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    private void OnChanged(object? sender, PressureChangedEventArgs change)
    {
        if (change.Current > change.Previous)
            MemoryLog.PressureRose(_logger, change.Previous, change.Current, change.UsedBytes, change.BudgetBytes);
        else
            MemoryLog.PressureFell(_logger, change.Previous, change.Current, change.UsedBytes, change.BudgetBytes);
    }
}
