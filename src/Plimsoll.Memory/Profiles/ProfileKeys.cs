using System.Globalization;

namespace Plimsoll.Memory;

/// <summary>One key of a profile: how its value is written, and how it is read into a profile.</summary>
internal sealed record ProfileKey(string Name, string Expected, Func<MemoryProfile, string> Write, Func<MemoryProfile, string, MemoryProfile?> Read);

/// <summary>All keys of a profile, in the order in which they are printed. The one place where a key, its text form and its bounds are said.</summary>
internal static class ProfileKeys
{
    public static IReadOnlyList<ProfileKey> All { get; } =
    [
        Share("memory.share", p => p.ShareOfMemory, (p, v) => p with { ShareOfMemory = v }),
        new("memory.pressure", "a preset, or three rising lines in percent such as 60/75/90", WriteLines, (p, t) => ReadLines(t) is { } v ? p with { Thresholds = v } : null),
        Time("memory.pressure.dwell", p => p.Dwell, (p, v) => p with { Dwell = v }),
        Time("memory.pressure.period", p => p.SamplePeriod, (p, v) => p with { SamplePeriod = v }),
        Whole("memory.batch.base", p => p.BatchSizeBase, (p, v) => p with { BatchSizeBase = v }),
        Whole("memory.batch.min", p => p.BatchSizeMin, (p, v) => p with { BatchSizeMin = v }),
        Whole("memory.batch.max", p => p.BatchSizeMax, (p, v) => p with { BatchSizeMax = v }),
        new("memory.threads", "a whole number, or auto for one on each core", p => p.Threads == 0 ? "auto" : Text(p.Threads), ReadThreads),
        Share("memory.managed-share", p => p.ManagedShare, (p, v) => p with { ManagedShare = v }),
        Time("memory.relief.time", p => p.ReliefTime, (p, v) => p with { ReliefTime = v }),
        Share("memory.relief.pause-share", p => p.PauseShareMax, (p, v) => p with { PauseShareMax = v }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(key => key.Name)];

    public static ProfileKey Find(string name)
    {
        foreach (ProfileKey key in All)
        {
            if (string.Equals(key.Name, name, StringComparison.Ordinal))
                return key;
        }

        throw new FormatException($"found the key '{name}', expected one of {string.Join(", ", Names)}");
    }

    private static ProfileKey Share(string name, Func<MemoryProfile, double> get, Func<MemoryProfile, double, MemoryProfile> set) =>
        new(name, "a share such as 50%", p => $"{get(p) * 100:0.##}%", (p, t) => ReadShare(t) is { } v ? set(p, v) : null);

    private static ProfileKey Time(string name, Func<MemoryProfile, TimeSpan> get, Func<MemoryProfile, TimeSpan, MemoryProfile> set) =>
        new(name, "a time such as 250ms or 2s, more than 0", p => WriteTime(get(p)), (p, t) => ReadTime(t) is { } v ? set(p, v) : null);

    private static ProfileKey Whole(string name, Func<MemoryProfile, int> get, Func<MemoryProfile, int, MemoryProfile> set) =>
        new(name, "a whole number, 1 or more", p => Text(get(p)), (p, t) => ReadWhole(t) is { } v ? set(p, v) : null);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int? ReadWhole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static double? ReadShare(string text)
    {
        bool isPercent = text.EndsWith('%');
        double? value = ReadNumber(isPercent ? text[..^1].TrimEnd() : text);
        double? share = isPercent ? value / 100 : value;
        return share is > 0 and <= 1 ? share : null;
    }

    private static string WriteTime(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds:0.###}ms" : $"{time.TotalSeconds:0.###}s";

    private static TimeSpan? ReadTime(string text)
    {
        bool isMilliseconds = text.EndsWith("ms", StringComparison.Ordinal);
        if (!isMilliseconds && !text.EndsWith('s'))
            return null;

        double? value = ReadNumber(text[..^(isMilliseconds ? 2 : 1)].TrimEnd());
        double? seconds = isMilliseconds ? value / 1000 : value;
        return seconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    private static MemoryProfile? ReadThreads(MemoryProfile profile, string text)
    {
        int? threads = text is "auto" ? 0 : ReadWhole(text);
        return threads is null ? null : profile with { Threads = threads.Value };
    }

    private static string WriteLines(MemoryProfile profile) =>
        profile.Thresholds.Name is "custom" ? profile.Thresholds.ToString() : profile.Thresholds.Name;

    private static PressureThresholds? ReadLines(string text)
    {
        foreach (PressureThresholds preset in PressureThresholds.Presets)
        {
            if (string.Equals(preset.Name, text, StringComparison.OrdinalIgnoreCase))
                return preset;
        }

        string[] parts = text.TrimEnd('%', ' ').Split('/');
        if (parts.Length != 3 || ReadNumber(parts[0]) is not { } moderate || ReadNumber(parts[1]) is not { } high || ReadNumber(parts[2]) is not { } critical)
            return null;

        bool isRising = moderate > 3 && high > moderate + 3 && critical > high + 3 && critical <= 100;
        return isRising ? PressureThresholds.OfShares("custom", moderate / 100, high / 100, critical / 100) : null;
    }
}
