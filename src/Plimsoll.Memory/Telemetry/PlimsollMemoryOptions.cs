namespace Plimsoll.Memory;

/// <summary>How a host draws its memory line. Everything has a default: the environment, the kernel group, half of the machine.</summary>
public sealed class PlimsollMemoryOptions
{
    /// <summary>The budget as people write it (<c>256MB</c>, <c>50%</c>); null (default) for <c>PLIMSOLL_MEMORY</c>, the kernel group, or the profile's share.</summary>
    public string? Memory { get; set; }

    /// <summary>The profile; default <see cref="MemoryProfile.Balanced"/>.</summary>
    public MemoryProfile Profile { get; set; } = MemoryProfile.Balanced;

    /// <summary>Whether the governor moves the heap limit of this process; default true. Only one governor in a process can.</summary>
    public bool GovernsProcess { get; set; } = true;

    /// <summary>Where the probe looks; null (default) for the machine itself.</summary>
    public MemoryProbeOptions? Probe { get; set; }
}
