namespace Plimsoll.Memory;

/// <summary>How a governor is set up. Validated once, as a whole, when the governor is made.</summary>
public sealed record MemoryGovernorOptions
{
    /// <summary>The line for the whole process.</summary>
    public required MemoryBudget Budget { get; init; }

    /// <summary>Thresholds, managed share, relief time; <see cref="MemoryProfile.Balanced"/> by default.</summary>
    public MemoryProfile Profile { get; init; } = MemoryProfile.Balanced;

    /// <summary>Reads the process; the governor makes (and disposes of) one when null and it governs the process.</summary>
    public MemoryProbe? Probe { get; init; }

    /// <summary>
    /// True (the default): sets the heap limit of the process; only one governor at a time can. False: the ledger alone, for several
    /// governors in one process and for tests.
    /// </summary>
    public bool GovernsProcess { get; init; } = true;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How often the governor reads the process by itself; 100 ms by default, <see cref="TimeSpan.Zero"/> for only when asked.</summary>
    public TimeSpan ObserveEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest a request waits in the queue before <see cref="LeaseTimeoutException"/>; two minutes by default.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The least the collector's limit may fall to, in bytes; 8 MB by default, about twice what an idle job of this product keeps alive.
    /// </summary>
    public long GcFloorBytes { get; init; } = 8 << 20;

    /// <summary>
    /// The least slack in bytes: room for thread stacks, code and pages of files. Null (the default) takes 4 MB to 32 MB (a sixteenth of
    /// the budget) and a tenth of it (at most 12 MB) for the program's own file pages, without which it would crawl in a tight group.
    /// </summary>
    public long? SlackFloorBytes { get; init; }

    /// <summary>
    /// What the process takes before it works, in bytes; measured when null. A detached governor takes 0.
    /// </summary>
    public long? BaseBytes { get; init; }

    /// <summary>Workers that are advised at most; the number of processors by default.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Bytes kept as a ballast that is dropped when an <see cref="OutOfMemoryException"/> is handled; 8 MB by default, but at most an
    /// eighth of the heap limit; 0 for none. Only a governor of the process keeps one, from moderate pressure on.
    /// </summary>
    public long BallastBytes { get; init; } = 8 << 20;

    /// <summary>The effects on the process; null for the real ones.</summary>
    internal GovernorPlatform? Platform { get; init; }

    internal long SlackFor(long budgetBytes) =>
        SlackFloorBytes ?? Math.Clamp(budgetBytes / 16, 4L << 20, 32L << 20) + FileShare(budgetBytes);

    /// <summary>The part of the slack's floor that is meant for the program's own file pages; 0 when the floor was given.</summary>
    internal long FileShare(long budgetBytes) => SlackFloorBytes is null ? Math.Min(budgetBytes / 10, 12L << 20) : 0;

    /// <summary>The smallest budget, in whole megabytes, that leaves the collector this limit and native leases this room.</summary>
    internal long SmallestBudget(long baseBytes, long gcLimitBytes, long nativeBytes)
    {
        const long Megabyte = 1 << 20;
        long budget = baseBytes + gcLimitBytes + nativeBytes + SlackFor(0);
        budget = (budget + Megabyte - 1) / Megabyte * Megabyte;

        // Ends: slack grows by at most a sixth of each added megabyte.
        while (budget - baseBytes - SlackFor(budget) < gcLimitBytes + nativeBytes) budget += Megabyte;
        return budget;
    }

    /// <summary>All faults at once, so that they can be mended at once. The texts are made only when there is one: nearly every start has none.</summary>
    internal static void Validate(MemoryGovernorOptions options)
    {
        bool isSound = options.Budget.Bytes > 0 && options.ObserveEvery >= TimeSpan.Zero && options.WaitLimit > TimeSpan.Zero
            && options.GcFloorBytes > 0 && options.SlackFloorBytes.GetValueOrDefault() >= 0 && options.BaseBytes.GetValueOrDefault() >= 0
            && options.Cores > 0 && options.BallastBytes is >= 0 and <= int.MaxValue;
        if (!isSound) throw new ArgumentException("The governor's options: " + string.Join("; ", options.Faults()), nameof(options));
    }

    private List<string> Faults()
    {
        var faults = new List<string>();
        Expect(Budget.Bytes > 0, $"Budget is {Budget.Bytes}, expected more than 0");
        Expect(ObserveEvery >= TimeSpan.Zero, $"ObserveEvery is {ObserveEvery}, expected 0 or more");
        Expect(WaitLimit > TimeSpan.Zero, $"WaitLimit is {WaitLimit}, expected more than 0");
        Expect(GcFloorBytes > 0, $"GcFloorBytes is {GcFloorBytes}, expected more than 0");
        Expect(SlackFloorBytes is null or >= 0, $"SlackFloorBytes is {SlackFloorBytes}, expected 0 or more");
        Expect(BaseBytes is null or >= 0, $"BaseBytes is {BaseBytes}, expected 0 or more");
        Expect(Cores > 0, $"Cores is {Cores}, expected 1 or more");
        Expect(BallastBytes is >= 0 and <= int.MaxValue, $"BallastBytes is {BallastBytes}, expected 0 to 2 GB");
        return faults;

        void Expect(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
