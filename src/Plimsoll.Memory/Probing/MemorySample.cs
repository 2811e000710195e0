namespace Plimsoll.Memory;

/// <summary>
/// One look at the memory of this process and of its kernel group. All sizes are bytes; a group figure is 0 when the process is in no group with a
/// limit.
/// </summary>
public readonly record struct MemorySample
{
    /// <summary>One method for all, because each accessor would be compiled at every start.</summary>
    internal MemorySample(long timestamp, in ProcessFigures process, long gcCommittedBytes, long gcHeapBytes, in KernelGroupFigures group)
    {
        Timestamp = timestamp;
        ResidentBytes = process.Resident;
        AnonBytes = process.Anon;
        FileBytes = process.File;
        ShmemBytes = process.Shmem;
        GcCommittedBytes = gcCommittedBytes;
        GcHeapBytes = gcHeapBytes;
        GroupUsageBytes = group.Usage;
        GroupInactiveFileBytes = group.InactiveFile;
        GroupActiveFileBytes = group.ActiveFile;
        GroupLimitBytes = group.IsRead ? group.Limit : long.MaxValue;
        GroupLimitHits = group.FilePages.LimitHits;
        FilePages = group.FilePages;
        HasGroupLimit = group.IsRead;
    }

    /// <summary>When the sample was taken: <see cref="TimeProvider.GetTimestamp"/> of the probe's clock.</summary>
    public long Timestamp { get; init; }

    /// <summary>Resident memory of the process, everything included. Never a reason to decide: it counts file pages that the kernel takes back at will.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Resident anonymous memory: heaps, stacks, native allocations.</summary>
    public long AnonBytes { get; init; }

    /// <summary>Resident pages of files. In a cheap sample newly touched shared memory is counted here until the next exact one.</summary>
    public long FileBytes { get; init; }

    /// <summary>Resident shared memory, as of the last exact sample.</summary>
    public long ShmemBytes { get; init; }

    /// <summary>What the runtime had committed for its heaps at the last collection.</summary>
    public long GcCommittedBytes { get; init; }

    /// <summary>What the managed heaps hold now, dead objects included.</summary>
    public long GcHeapBytes { get; init; }

    /// <summary>What the limiting group is charged for, page cache included.</summary>
    public long GroupUsageBytes { get; init; }

    /// <summary>Page cache of the limiting group that the kernel takes back first.</summary>
    public long GroupInactiveFileBytes { get; init; }

    /// <summary>Page cache of the limiting group that was used more than once.</summary>
    public long GroupActiveFileBytes { get; init; }

    /// <summary>The smallest limit of the group and its ancestors; <see cref="long.MaxValue"/> when none is set.</summary>
    public long GroupLimitBytes { get; init; }

    /// <summary>How many times the group has met its limit (<c>memory.failcnt</c>, or <c>max</c> of <c>memory.events</c>).</summary>
    public long GroupLimitHits { get; init; }

    /// <summary>The group's pages of files, for the governor.</summary>
    internal FilePageFigures FilePages { get; }

    /// <summary>Whether a group with a limit was read.</summary>
    public bool HasGroupLimit { get; init; }

    /// <summary>What this process itself cannot give back to the kernel without freeing: anonymous and shared memory.</summary>
    public long OwnBytes => AnonBytes + ShmemBytes;

    /// <summary>What counts against the group's limit: usage without inactive file pages. Other processes of the group are included.</summary>
    public long GroupUsedBytes => Math.Max(0, GroupUsageBytes - GroupInactiveFileBytes);

    /// <summary>The figure that decides: in a group with a limit its usage without inactive file pages, else this process's own bytes.</summary>
    public long DecisionBytes => HasGroupLimit ? GroupUsedBytes : OwnBytes;

    /// <summary>
    /// How much of a budget is used. The room left is the smaller of what the budget leaves to this process and what the group's limit leaves to
    /// all its members; so a budget far below the limit of a crowded group is not charged for its neighbours, until they leave less room than it.
    /// </summary>
    /// <param name="budgetBytes">The budget in bytes.</param>
    /// <returns>The budget less the room that is left; more than the budget when it is overrun.</returns>
    public long UsedOf(long budgetBytes)
    {
        if (!HasGroupLimit)
            return OwnBytes;

        long groupRoom = GroupLimitBytes - GroupUsedBytes;
        return Math.Max(OwnBytes, budgetBytes - groupRoom);
    }
}
