namespace Plimsoll.Memory;

/// <summary>
/// Starts this process again with what the runtime and the C library only read once, at their own start. Needed below
/// <see cref="NeededBelowBytes"/>; a launcher that sets the variables of <see cref="Settings"/> itself spares the second start.
/// Which settings are in the table, and which were measured and left out: <c>docs/decisions/lean-launch.md</c>.
/// </summary>
public static class LeanLaunch
{
    /// <summary>The variable that marks a process that was started lean; its presence ends every further attempt, so there can be no loop.</summary>
    public const string MarkVariable = "PLIMSOLL_LEAN";

    /// <summary>Budgets below 512 MB are started lean; above, the defaults' few dozen megabytes are not worth a second start.</summary>
    public const long NeededBelowBytes = 512L << 20;

    /// <summary>The array pool's cap; the one setting that a running process can still change, before its first use of the pool.</summary>
    private const string PoolVariable = "DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION";

    /// <summary>The variables of a lean start. What the caller's environment has set already is kept as it is.</summary>
    public static IReadOnlyList<LeanSetting> Settings { get; } =
    [
        new("DOTNET_GCGen0MaxBudget", "0x100000", "at most 1 MB of new objects between two collections, whatever the size of the processor's cache"),
        new(PoolVariable, "1", "the shared array pool keeps one array of a size for each core instead of 32"),
        new("MALLOC_ARENA_MAX", "2", "two native heaps instead of eight for each core"),
        new("DOTNET_TieredPGO", "0", "no instrumented copies of hot methods"),
    ];

    /// <summary>Whether a process with this environment was started lean: it is marked, or all variables are set to whatever value.</summary>
    /// <param name="environment">Reads a variable; null for the process's own.</param>
    /// <returns>Whether another start would change nothing.</returns>
    public static bool IsLean(Func<string, string?>? environment = null)
    {
        Func<string, string?> read = environment ?? Environment.GetEnvironmentVariable;
        if (!string.IsNullOrEmpty(read(MarkVariable)))
            return true;

        foreach (LeanSetting setting in Settings)
        {
            if (string.IsNullOrEmpty(read(setting.Name)))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Starts this process again, lean, when the budget is small and it is not lean yet. Call it first in <c>Main</c>, before threads, files or output:
    /// the process is replaced in place (same number, parent, arguments and open terminal), so on success this call does not return.
    /// </summary>
    /// <param name="budget">The budget of the process.</param>
    /// <returns>Why the process was not replaced; work can go on in either case.</returns>
    public static LaunchOutcome RelaunchIfNeeded(MemoryBudget budget)
    {
        if (budget.Bytes >= NeededBelowBytes)
            return new LaunchOutcome(false, $"not needed: the budget of {MemorySize.Format(budget.Bytes)} is not below {MemorySize.Format(NeededBelowBytes)}");
        if (IsLean())
            return new LaunchOutcome(false, "not needed: the process was started lean");

        return Relaunch();
    }

    /// <summary>Starts this process again, lean, whatever the budget: for the last step of the relief ladder, after a checkpoint.</summary>
    /// <returns>Why the process was not replaced; on success this call does not return.</returns>
    public static LaunchOutcome Relaunch()
    {
        if (!OperatingSystem.IsLinux())
            return new LaunchOutcome(false, "not possible: only Linux can replace a process in place; set the variables in the launcher instead");

        return ProcessImage.Replace(Complete);
    }

    /// <summary>
    /// Sets what a running process still can: the array pool's cap, when called before the pool's first use. Worth calling first in <c>Main</c> even where
    /// the process is not started again. The governor limits native heaps by itself.
    /// </summary>
    public static void ApplyInProcess()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PoolVariable)))
            Environment.SetEnvironmentVariable(PoolVariable, "1");
    }

    /// <summary>
    /// Bounds the private writable memory of this process and of the children it starts (<c>RLIMIT_DATA</c>): a second wall for native code without
    /// leases, whose allocations then fail instead of bringing on a kill. Address space counts, touched or not, and so does each thread's whole stack.
    /// </summary>
    /// <param name="bytes">The limit in bytes; compare with <see cref="ReadDataBytes"/>.</param>
    /// <returns>Whether the limit is in force, and if not, why.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bytes are zero or negative.</exception>
    public static LaunchOutcome LimitData(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        if (!OperatingSystem.IsLinux())
            return new LaunchOutcome(false, "not possible: only Linux counts mapped private memory under this limit");

        string? fault = DataLimit.Lower(bytes);
        return fault is null ? new LaunchOutcome(true, $"data limit of {MemorySize.Format(bytes)}") : new LaunchOutcome(false, fault);
    }

    /// <summary>What counts against <see cref="LimitData"/> now.</summary>
    /// <returns>Bytes of private writable address space; -1 where the system does not say.</returns>
    public static long ReadDataBytes() => DataLimit.ReadUse("/proc/self/status");

    /// <summary>The environment of the lean process: the caller's own entries first, then those that it lacks, then the mark.</summary>
    internal static List<byte[]> Complete(List<byte[]> environment)
    {
        var complete = new List<byte[]>(environment);
        foreach (LeanSetting setting in Settings)
            AddMissing(complete, setting.Name, setting.Value);
        AddMissing(complete, MarkVariable, "1");
        return complete;
    }

    private static void AddMissing(List<byte[]> environment, string name, string value)
    {
        byte[] start = System.Text.Encoding.UTF8.GetBytes(name + "=");
        foreach (byte[] entry in environment)
        {
            if (entry.AsSpan().StartsWith(start))
                return;
        }

        environment.Add(System.Text.Encoding.UTF8.GetBytes(name + "=" + value));
    }
}
