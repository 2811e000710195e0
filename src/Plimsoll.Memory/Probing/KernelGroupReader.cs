namespace Plimsoll.Memory;

/// <summary>What one reading of the limiting group gives, in bytes and counts. Fields, because each accessor would be compiled at every start.</summary>
internal readonly struct KernelGroupFigures(bool isRead, long usage, long inactiveFile, long activeFile, long limit, in FilePageFigures filePages)
{
    public readonly bool IsRead = isRead;
    public readonly long Usage = usage;
    public readonly long InactiveFile = inactiveFile;
    public readonly long ActiveFile = activeFile;
    public readonly long Limit = limit;
    public readonly FilePageFigures FilePages = filePages;
}

/// <summary>
/// Keeps the files of a group and of its ancestors open. The group with the smallest limit is the one that is read; all limits are looked at again on
/// <see cref="Recheck"/>, and <c>/proc/self/cgroup</c> is compared byte by byte, which notices a process that was moved.
/// Not safe for several threads; the probe locks.
/// </summary>
internal sealed class KernelGroupReader : IDisposable
{
    /// <summary>Version 1 writes 2^63 less one page for "no limit"; no machine has an exabyte.</summary>
    private const long NoLimitFrom = 1L << 60;

    private readonly MemoryProbeOptions _options;
    private readonly byte[] _buffer = new byte[8192];
    private readonly byte[] _membership = new byte[8192];
    private readonly List<(string Folder, KernelFile Limit)> _levels = [];
    private IReadOnlyList<string> _placeFaults = [];
    private int _membershipLength;
    private KernelFile? _memberships;
    private KernelFile? _limit;
    private KernelFile? _usage;
    private KernelFile? _stat;
    private KernelFile? _hits;
    private KernelFile? _kills;
    private long _limitBytes = long.MaxValue;

    public KernelGroupReader(MemoryProbeOptions options)
    {
        _options = options;
        _memberships = KernelFile.TryOpen(Path.Combine(options.ProcRoot, "self", "cgroup"), faults: null);
        Lay();
    }

    public KernelGroup Group { get; private set; } = KernelGroup.None;

    private bool IsFirstVersion => Group.Kind is KernelGroupKind.Version1 or KernelGroupKind.Hybrid;

    /// <summary>Reads the limiting group; the limit too, because it may be changed under us at any time.</summary>
    public KernelGroupFigures Read()
    {
        if (_limit is null || _usage is null)
            return default;

        long limit = ReadLimit(_limit);
        if (limit < 0)
            return default;
        if (limit != _limitBytes)
            ChooseLimit();

        long usage = _usage is null ? -1 : ReadNumber(_usage);
        if (usage < 0)
            return default;

        int length = _stat?.Read(_buffer) ?? 0;
        ReadOnlySpan<byte> stat = _buffer.AsSpan(0, Math.Max(0, length));
        long inactive = KernelText.Keyed(stat, IsFirstVersion ? "total_inactive_file"u8 : "inactive_file"u8);
        long active = KernelText.Keyed(stat, IsFirstVersion ? "total_active_file"u8 : "active_file"u8);
        long mapped = Math.Max(0, KernelText.Keyed(stat, IsFirstVersion ? "total_mapped_file"u8 : "file_mapped"u8));
        long refaults = Math.Max(0, KernelText.Keyed(stat, IsFirstVersion ? "total_workingset_refault_file"u8 : "workingset_refault_file"u8));
        long majorFaults = Math.Max(0, KernelText.Keyed(stat, IsFirstVersion ? "total_pgmajfault"u8 : "pgmajfault"u8));

        // Last, because it uses the same buffer.
        var filePages = new FilePageFigures(mapped, refaults, majorFaults, ReadHits());
        return new KernelGroupFigures(_limitBytes != long.MaxValue, usage, Math.Max(0, inactive), Math.Max(0, active), _limitBytes, filePages);
    }

    /// <summary>How many processes of the group the kernel has killed for memory; -1 when that cannot be read.</summary>
    public long ReadKills()
    {
        int length = _kills?.Read(_buffer) ?? -1;
        return length < 0 ? -1 : KernelText.Keyed(_buffer.AsSpan(0, length), "oom_kill"u8);
    }

    /// <summary>Looks again at where the process belongs and at all limits; returns whether anything is different.</summary>
    public bool Recheck()
    {
        KernelGroup before = Group;
        int length = _memberships?.Read(_buffer) ?? -1;
        bool isMoved = length >= 0 && !_buffer.AsSpan(0, length).SequenceEqual(_membership.AsSpan(0, _membershipLength));
        bool isGone = _limit is not null && ReadLimit(_limit) < 0;
        if (isMoved || isGone)
            Lay();
        else
            ChooseLimit();

        return !ReferenceEquals(before, Group);
    }

    public void Dispose()
    {
        _memberships?.Dispose();
        _memberships = null;
        CloseLevels();
        CloseFigures();
    }

    private void Lay()
    {
        CloseLevels();
        CloseFigures();
        _limitBytes = long.MaxValue;
        _membershipLength = Math.Max(0, _memberships?.Read(_membership) ?? 0);

        var faults = new List<string>();
        KernelGroupPlace place = KernelGroupLocator.Locate(_options, faults);
        bool isFirst = place.Kind is KernelGroupKind.Version1 or KernelGroupKind.Hybrid;
        string name = isFirst ? "memory.limit_in_bytes" : "memory.max";
        for (int level = 0; level < place.Folders.Count; level++)
        {
            // The root of version 2 has no limit file at all, so only its absence elsewhere is a fault.
            bool isRoot = !isFirst && level == place.Folders.Count - 1;
            string folder = place.Folders[level];
            if (KernelFile.TryOpen(Path.Combine(folder, name), isRoot ? null : faults) is { } limit)
                _levels.Add((folder, limit));
        }

        string path = place.Folders.Count > 0 ? place.Folders[0] : string.Empty;
        _placeFaults = faults;
        Group = new KernelGroup(place.Kind, path, long.MaxValue, string.Empty, faults);
        ChooseLimit();
    }

    /// <summary>Finds the smallest limit; where several groups share it, the outermost, whose usage counts all their members.</summary>
    private void ChooseLimit()
    {
        long smallest = long.MaxValue;
        int chosen = -1;
        for (int level = 0; level < _levels.Count; level++)
        {
            long limit = ReadLimit(_levels[level].Limit);
            if (limit >= 0 && limit <= smallest && limit != long.MaxValue)
            {
                smallest = limit;
                chosen = level;
            }
        }

        string folder = chosen < 0 ? string.Empty : _levels[chosen].Folder;
        bool isSameFolder = string.Equals(folder, Group.LimitPath, StringComparison.Ordinal);
        if (isSameFolder && smallest == Group.LimitBytes)
            return;

        _limitBytes = smallest;
        if (!isSameFolder)
            OpenFigures(folder, chosen < 0 ? null : _levels[chosen].Limit);
        Group = Group with { LimitBytes = smallest, LimitPath = folder };
    }

    private void OpenFigures(string folder, KernelFile? limit)
    {
        CloseFigures();
        if (limit is null)
            return;

        _limit = limit;
        var faults = new List<string>(_placeFaults);
        _usage = KernelFile.TryOpen(Path.Combine(folder, IsFirstVersion ? "memory.usage_in_bytes" : "memory.current"), faults);
        _stat = KernelFile.TryOpen(Path.Combine(folder, "memory.stat"), faults);
        _hits = KernelFile.TryOpen(Path.Combine(folder, IsFirstVersion ? "memory.failcnt" : "memory.events"), faults);
        _kills = KernelFile.TryOpen(Path.Combine(folder, IsFirstVersion ? "memory.oom_control" : "memory.events"), faults);
        Group = Group with { Faults = faults };
    }

    private long ReadHits()
    {
        int length = _hits?.Read(_buffer) ?? -1;
        if (length < 0)
            return 0;

        ReadOnlySpan<byte> text = _buffer.AsSpan(0, length);
        return Math.Max(0, IsFirstVersion ? KernelText.Number(text) : KernelText.Keyed(text, "max"u8));
    }

    /// <summary>A limit in bytes, <see cref="long.MaxValue"/> for none, -1 when it cannot be read.</summary>
    private long ReadLimit(KernelFile file)
    {
        int length = file.Read(_buffer);
        if (length <= 0)
            return -1;
        if (_buffer.AsSpan(0, length).StartsWith("max"u8))
            return long.MaxValue;

        long limit = KernelText.Number(_buffer.AsSpan(0, length));
        return limit >= NoLimitFrom ? long.MaxValue : limit;
    }

    private long ReadNumber(KernelFile file)
    {
        int length = file.Read(_buffer);
        return length <= 0 ? -1 : KernelText.Number(_buffer.AsSpan(0, length));
    }

    private void CloseLevels()
    {
        foreach ((string _, KernelFile limit) in _levels)
            limit.Dispose();
        _levels.Clear();
    }

    private void CloseFigures()
    {
        _usage?.Dispose();
        _stat?.Dispose();
        _hits?.Dispose();
        _kills?.Dispose();
        _limit = _usage = _stat = _hits = _kills = null;
    }
}
