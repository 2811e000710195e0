namespace Plimsoll.Memory;

/// <summary>
/// What the limiting group says about pages of files: bytes that are mapped, and counts since the group was made. Fields, because each
/// accessor would be compiled at every start.
/// </summary>
internal readonly struct FilePageFigures(long mappedBytes, long refaults, long majorFaults, long limitHits)
{
    /// <summary>Pages of mapped files (shared memory too) that this group pays for; next to nothing when another group read the files first.</summary>
    public readonly long MappedBytes = mappedBytes;

    /// <summary>Pages that were needed again soon after the kernel took them back.</summary>
    public readonly long Refaults = refaults;

    /// <summary>Faults that had to wait for the disk.</summary>
    public readonly long MajorFaults = majorFaults;

    /// <summary>How often the group met its limit.</summary>
    public readonly long LimitHits = limitHits;
}
