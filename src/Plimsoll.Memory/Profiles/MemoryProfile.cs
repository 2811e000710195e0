namespace Plimsoll.Memory;

/// <summary>
/// All settings of the governor in one printable record. Four profiles are given; every setting has a key, so that a flag, the environment or a file
/// can replace it and the merged view can say where each value came from. Each profile is made when it is first asked for: a start needs one.
/// </summary>
public sealed partial record MemoryProfile
{
    /// <summary>The profile's name.</summary>
    public required string Name { get; init; }

    /// <summary>The share of physical memory that is the budget when nothing else says, 0 to 1.</summary>
    public required double ShareOfMemory { get; init; }

    /// <summary>The lines between the pressure levels.</summary>
    public required PressureThresholds Thresholds { get; init; }

    /// <summary>How long a level holds at least before it may fall. Rising never waits.</summary>
    public required TimeSpan Dwell { get; init; }

    /// <summary>How often pressure is sampled.</summary>
    public required TimeSpan SamplePeriod { get; init; }

    /// <summary>Items of the first batch; default 64.</summary>
    public int BatchSizeBase { get; init; } = 64;

    /// <summary>Items of the smallest batch; default 8.</summary>
    public int BatchSizeMin { get; init; } = 8;

    /// <summary>Items of the largest batch; default 256.</summary>
    public int BatchSizeMax { get; init; } = 256;

    /// <summary>How many threads work at once; 0 (default) for one on each core.</summary>
    public int Threads { get; init; }

    /// <summary>Managed leases may take this share of the garbage collector's limit; default 0.70, because throughput falls off a cliff from 88 % live.</summary>
    public double ManagedShare { get; init; } = 0.70;

    /// <summary>How long a climb of the relief ladder may take before it ends in an error.</summary>
    public required TimeSpan ReliefTime { get; init; }

    /// <summary>Above this share of time in collector pauses over one CPU-second per core, concurrency is lowered; default 0.50.</summary>
    public double PauseShareMax { get; init; } = 0.50;

    /// <summary>For small containers and shared machines: a quarter of memory, careful lines.</summary>
    public static MemoryProfile Conservative => field ??= new()
    {
        Name = "conservative",
        ShareOfMemory = 0.25,
        Thresholds = PressureThresholds.Profile6080,
        Dwell = TimeSpan.FromSeconds(2),
        SamplePeriod = TimeSpan.FromMilliseconds(20),
        ReliefTime = TimeSpan.FromSeconds(20),
    };

    /// <summary>The default: half of memory.</summary>
    public static MemoryProfile Balanced => field ??= new()
    {
        Name = "balanced",
        ShareOfMemory = 0.50,
        Thresholds = PressureThresholds.Default,
        Dwell = TimeSpan.FromSeconds(1),
        SamplePeriod = TimeSpan.FromMilliseconds(20),
        ReliefTime = TimeSpan.FromSeconds(10),
    };

    /// <summary>For a machine of one's own: three quarters of memory, bold lines, larger first batches.</summary>
    public static MemoryProfile Aggressive => field ??= new()
    {
        Name = "aggressive",
        ShareOfMemory = 0.75,
        Thresholds = PressureThresholds.Profile7085,
        Dwell = TimeSpan.FromMilliseconds(500),
        SamplePeriod = TimeSpan.FromMilliseconds(10),
        BatchSizeBase = 128,
        ReliefTime = TimeSpan.FromSeconds(10),
    };

    /// <summary>For a workstation with an editor and a browser open: lines in absolute megabytes that are met early, so that relief paths run while developing.</summary>
    public static MemoryProfile Development => field ??= new()
    {
        Name = "development",
        ShareOfMemory = 0.25,
        Thresholds = PressureThresholds.Absolute,
        Dwell = TimeSpan.FromMilliseconds(250),
        SamplePeriod = TimeSpan.FromMilliseconds(50),
        BatchSizeBase = 16,
        ReliefTime = TimeSpan.FromSeconds(5),
    };

    /// <summary>The four profiles, in the order conservative, balanced, aggressive, development.</summary>
    public static IReadOnlyList<MemoryProfile> All => field ??= [Conservative, Balanced, Aggressive, Development];

    /// <summary>Finds a profile by its name.</summary>
    /// <param name="name">The name; case does not matter.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="FormatException">There is no such profile; the message lists those there are.</exception>
    public static MemoryProfile Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (MemoryProfile profile in All)
        {
            if (string.Equals(profile.Name, name.Trim(), StringComparison.OrdinalIgnoreCase))
                return profile;
        }

        throw new FormatException($"found the profile '{name}', expected conservative, balanced, aggressive or development");
    }

    /// <summary>How many threads work at once on this machine.</summary>
    /// <param name="cores">The number of cores, for example <see cref="Environment.ProcessorCount"/>.</param>
    /// <returns><see cref="Threads"/>, or one for each core.</returns>
    public int ThreadsOn(int cores) => Threads > 0 ? Threads : Math.Max(1, cores);

    /// <summary>The profile's name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
