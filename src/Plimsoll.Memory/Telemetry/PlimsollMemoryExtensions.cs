using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Plimsoll.Memory;

/// <summary>Adds the governor to a host.</summary>
public static class PlimsollMemoryExtensions
{
    /// <summary>
    /// Registers, each once: <see cref="MemoryProbe"/>, <see cref="MemoryProfile"/>, <see cref="MemoryBudget"/>, <see cref="MemoryGovernor"/>,
    /// <see cref="PressureMonitor"/> and <see cref="MemoryTelemetry"/>; and a hosted service that draws the line when the host starts and logs what changes.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the defaults; null for none. It is called once, here.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPlimsollMemory(this IServiceCollection services, Action<PlimsollMemoryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new PlimsollMemoryOptions();
        configure?.Invoke(options);
        MemoryProfile profile = options.Profile.Validate();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(profile);
        services.TryAddSingleton(provider => new MemoryProbe((options.Probe ?? new MemoryProbeOptions()) with { Clock = Clock(provider) }));
        services.TryAdd(ServiceDescriptor.Singleton(
            typeof(MemoryBudget),
            provider => MemoryBudget.Resolve(options.Memory, environment: null, provider.GetRequiredService<MemoryProbe>(), profile)));
        services.TryAddSingleton(provider => new MemoryGovernor(new MemoryGovernorOptions
        {
            Budget = Budget(provider),
            Profile = profile,
            Probe = provider.GetRequiredService<MemoryProbe>(),
            GovernsProcess = options.GovernsProcess,
            Time = Clock(provider),
        }));
        services.TryAddSingleton(provider => new PressureMonitor(provider.GetRequiredService<MemoryProbe>(), Budget(provider), profile, Clock(provider)));
        services.TryAddSingleton(provider => new MemoryTelemetry(provider.GetRequiredService<MemoryGovernor>(), provider.GetService<IMeterFactory>(), Clock(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MemoryHostedService>());
        return services;
    }

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static MemoryBudget Budget(IServiceProvider provider) => (MemoryBudget)provider.GetRequiredService(typeof(MemoryBudget));
}
