namespace Plimsoll.Memory;

/// <summary>Which kernel interface governs this process's memory group.</summary>
public enum KernelGroupKind
{
    /// <summary>No memory group: not Linux, or no memory controller is mounted.</summary>
    None,

    /// <summary>Control groups version 1, with a memory controller of its own.</summary>
    Version1,

    /// <summary>Control groups version 2, one tree for all controllers.</summary>
    Version2,

    /// <summary>Both trees are mounted and version 1 has the memory controller.</summary>
    Hybrid,
}

/// <summary>The kernel memory group of this process as it was when it was last looked at.</summary>
/// <param name="Kind">The kernel interface.</param>
/// <param name="Path">The folder of the group of this process; empty when there is none.</param>
/// <param name="LimitBytes">The smallest limit of the group and its ancestors in bytes; <see cref="long.MaxValue"/> when none is set.</param>
/// <param name="LimitPath">The folder of the group that has that limit; empty when none is set.</param>
/// <param name="Faults">What could not be read, in words; empty when all was read.</param>
public sealed record KernelGroup(KernelGroupKind Kind, string Path, long LimitBytes, string LimitPath, IReadOnlyList<string> Faults)
{
    /// <summary>No group, no limit.</summary>
    public static KernelGroup None { get; } = new(KernelGroupKind.None, string.Empty, long.MaxValue, string.Empty, []);

    /// <summary>Whether a limit is set on the group or an ancestor.</summary>
    public bool HasLimit => LimitBytes != long.MaxValue;
}
