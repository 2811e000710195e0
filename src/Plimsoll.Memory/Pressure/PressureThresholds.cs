namespace Plimsoll.Memory;

/// <summary>What the lines of <see cref="PressureThresholds"/> are measured in.</summary>
public enum PressureScale
{
    /// <summary>Share of the budget, 0 to 1.</summary>
    Share,

    /// <summary>Bytes in use, whatever the budget.</summary>
    Bytes,
}

/// <summary>
/// The three lines between the four levels of <see cref="MemoryPressure"/>, and how far below a line the use must fall before the level goes down
/// again (hysteresis). A level begins at its line; rising takes effect at the line itself.
/// </summary>
public sealed record PressureThresholds
{
    private const double Megabyte = 1L << 20;

    private PressureThresholds(string name, PressureScale scale, double moderate, double high, double critical, double margin)
    {
        Name = name;
        Scale = scale;
        Moderate = moderate;
        High = high;
        Critical = critical;
        Margin = margin;
    }

    /// <summary>60, 75 and 90 % of the budget, with a margin of 3 %.</summary>
    public static PressureThresholds Default => field ??= OfShares("default", 0.60, 0.75, 0.90);

    /// <summary>60, 75 and 90 %, meant for a budget that is the whole of physical memory.</summary>
    public static PressureThresholds SystemPercent => field ??= OfShares("system-percent", 0.60, 0.75, 0.90);

    /// <summary>50, 200 and 500 MB in use, whatever the budget, with a margin of 5 MB.</summary>
    public static PressureThresholds Absolute => field ??= OfBytes("absolute", 50L << 20, 200L << 20, 500L << 20);

    /// <summary>A careful ladder of two lines, 60 and 80 %; critical begins half-way between the second line and the budget, at 90 %.</summary>
    public static PressureThresholds Profile6080 => field ??= OfShares("profile-60-80", 0.60, 0.80, 0.90);

    /// <summary>A bold ladder of two lines, 70 and 85 %; critical begins half-way between the second line and the budget, at 92.5 %.</summary>
    public static PressureThresholds Profile7085 => field ??= OfShares("profile-70-85", 0.70, 0.85, 0.925);

    /// <summary>All presets, by <see cref="Name"/>.</summary>
    public static IReadOnlyList<PressureThresholds> Presets => field ??= [Default, SystemPercent, Absolute, Profile6080, Profile7085];

    /// <summary>The preset's name, or <c>custom</c>.</summary>
    public string Name { get; }

    /// <summary>What the lines are measured in.</summary>
    public PressureScale Scale { get; }

    /// <summary>Where <see cref="MemoryPressure.Moderate"/> begins: a share of the budget or bytes, by <see cref="Scale"/>.</summary>
    public double Moderate { get; }

    /// <summary>Where <see cref="MemoryPressure.High"/> begins.</summary>
    public double High { get; }

    /// <summary>Where <see cref="MemoryPressure.Critical"/> begins.</summary>
    public double Critical { get; }

    /// <summary>How far below a level's line the use must fall to leave the level, in the unit of the lines.</summary>
    public double Margin { get; }

    /// <summary>Lines as shares of the budget.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="moderate">Where moderate begins, 0 to 1.</param>
    /// <param name="high">Where high begins, 0 to 1.</param>
    /// <param name="critical">Where critical begins, 0 to 1.</param>
    /// <param name="margin">The hysteresis; default 0.03, three times the ±1 % of noise that must not matter.</param>
    /// <returns>The thresholds.</returns>
    /// <exception cref="ArgumentException">The lines do not rise, lie outside 0 to 1, or the margin reaches from one line to the next.</exception>
    public static PressureThresholds OfShares(string name, double moderate, double high, double critical, double margin = 0.03)
    {
        if (critical > 1)
            throw new ArgumentException($"found critical at {critical}, expected a share of the budget from 0 to 1", nameof(critical));

        return Validated(new PressureThresholds(name, PressureScale.Share, moderate, high, critical, margin));
    }

    /// <summary>Lines as bytes in use.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="moderateBytes">Where moderate begins.</param>
    /// <param name="highBytes">Where high begins.</param>
    /// <param name="criticalBytes">Where critical begins.</param>
    /// <param name="marginBytes">The hysteresis; default 5 MB.</param>
    /// <returns>The thresholds.</returns>
    /// <exception cref="ArgumentException">The lines do not rise, or the margin reaches from one line to the next.</exception>
    public static PressureThresholds OfBytes(string name, long moderateBytes, long highBytes, long criticalBytes, long marginBytes = 5L << 20) =>
        Validated(new PressureThresholds(name, PressureScale.Bytes, moderateBytes, highBytes, criticalBytes, marginBytes));

    /// <summary>The level of a use on its own, without history.</summary>
    /// <param name="usedBytes">What is used, in bytes.</param>
    /// <param name="budgetBytes">The budget in bytes.</param>
    /// <returns>The level.</returns>
    public MemoryPressure Classify(long usedBytes, long budgetBytes) => LevelAt(Measure(usedBytes, budgetBytes));

    /// <summary>The level of a use after another level: it rises at the lines and falls only below a line less the margin.</summary>
    /// <param name="current">The level until now.</param>
    /// <param name="usedBytes">What is used, in bytes.</param>
    /// <param name="budgetBytes">The budget in bytes.</param>
    /// <returns>The level.</returns>
    public MemoryPressure Classify(MemoryPressure current, long usedBytes, long budgetBytes)
    {
        double measure = Measure(usedBytes, budgetBytes);
        MemoryPressure rising = LevelAt(measure);
        if (rising >= current)
            return rising;

        MemoryPressure falling = LevelAt(measure + Margin);
        return falling < current ? falling : current;
    }

    /// <summary>Where a level begins, in bytes of use.</summary>
    /// <param name="level">The level; <see cref="MemoryPressure.Low"/> begins at 0.</param>
    /// <param name="budgetBytes">The budget in bytes.</param>
    /// <returns>The line in bytes.</returns>
    public long LineBytes(MemoryPressure level, long budgetBytes)
    {
        double line = level switch
        {
            MemoryPressure.Low => 0,
            MemoryPressure.Moderate => Moderate,
            MemoryPressure.High => High,
            _ => Critical,
        };
        return (long)(Scale == PressureScale.Share ? line * budgetBytes : line);
    }

    /// <summary>The lines for people.</summary>
    /// <returns>For example <c>60/75/90 %</c> or <c>50/200/500 MB</c>.</returns>
    public override string ToString() => Scale == PressureScale.Share
        ? $"{Moderate * 100:0.#}/{High * 100:0.#}/{Critical * 100:0.#} %"
        : $"{Moderate / Megabyte:0.#}/{High / Megabyte:0.#}/{Critical / Megabyte:0.#} MB";

    private static PressureThresholds Validated(PressureThresholds lines)
    {
        bool rising = lines.Moderate > 0 && lines.Moderate < lines.High && lines.High < lines.Critical;
        if (!rising)
            throw new ArgumentException($"found the lines {lines}, expected three rising lines above 0", nameof(lines));

        double gap = Math.Min(lines.Moderate, Math.Min(lines.High - lines.Moderate, lines.Critical - lines.High));
        if (lines.Margin < 0 || lines.Margin >= gap)
            throw new ArgumentException($"found a margin of {lines.Margin}, expected 0 or more and less than the smallest gap of {gap}", nameof(lines));

        return lines;
    }

    private double Measure(long usedBytes, long budgetBytes) =>
        Scale == PressureScale.Share ? usedBytes / (double)Math.Max(1, budgetBytes) : usedBytes;

    private MemoryPressure LevelAt(double measure)
    {
        if (measure >= Critical)
            return MemoryPressure.Critical;
        if (measure >= High)
            return MemoryPressure.High;
        return measure >= Moderate ? MemoryPressure.Moderate : MemoryPressure.Low;
    }
}
