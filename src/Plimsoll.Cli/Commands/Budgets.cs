using Plimsoll.Cli.Settings;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>The memory line and the profile from the merged settings.</summary>
internal static class Budgets
{
    public static MemoryProfile Profile(SettingValues settings) => MemoryProfile.Find(settings.Get(SettingOptions.Profile).Text);

    /// <summary>Option over environment over plimsoll.json over the kernel group's limit over the profile's share.</summary>
    public static MemoryBudget Resolve(SettingValues settings, MemoryProbe probe)
    {
        if (!settings.IsGiven(SettingOptions.Memory)) return MemoryBudget.Resolve(explicitText: null, static _ => null, probe, Profile(settings));
        SettingValue memory = settings.Get(SettingOptions.Memory);
        MemoryBudget budget = MemoryBudget.Resolve(memory.Text, static _ => null, probe, Profile(settings));
        return budget with { Origin = memory.Origin };
    }
}
