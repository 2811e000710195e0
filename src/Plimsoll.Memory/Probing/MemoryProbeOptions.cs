namespace Plimsoll.Memory;

/// <summary>What a <see cref="MemoryProbe"/> looks at. The defaults are the machine itself; tests lay out trees of their own.</summary>
public sealed record MemoryProbeOptions
{
    /// <summary>The folder of process information; default <c>/proc</c>.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Where control groups are usually mounted; default <c>/sys/fs/cgroup</c>. Only used when the mount table cannot be read.</summary>
    public string GroupRoot { get; init; } = "/sys/fs/cgroup";

    /// <summary>
    /// How often a sample looks again for another group, another limit of an ancestor and the exact shared memory; default one second. The limit in
    /// force itself is read with every sample.
    /// </summary>
    public TimeSpan RecheckPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Bytes of a memory page; default the system's.</summary>
    public int PageBytes { get; init; } = Environment.SystemPageSize;
}
