namespace Plimsoll.Memory;

/// <summary>
/// Looks at the memory of this process and of its kernel group. A sample reads kept file handles and allocates nothing; it decides on the group's usage
/// without inactive file pages where the group has a limit, else on anonymous and shared memory, and never on resident memory.
/// All members may be called from several threads.
/// </summary>
public sealed class MemoryProbe : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MemoryProbeOptions _options;
    private readonly ProcessCounters _process;
    private readonly RuntimeCounters _runtime = new();
    private readonly KernelGroupReader _group;
    private long _lastRecheck;
    private bool _isDisposed;

    /// <summary>Makes a probe of this process.</summary>
    /// <param name="options">Where to look; null for the machine itself.</param>
    public MemoryProbe(MemoryProbeOptions? options = null)
    {
        _options = options ?? new MemoryProbeOptions();
        _process = new ProcessCounters(_options);
        _group = new KernelGroupReader(_options);
        _lastRecheck = _options.Clock.GetTimestamp();
        PhysicalBytes = ReadPhysical(_options);
        _process.ReadExactly();
    }

    /// <summary>Physical memory of the machine in bytes.</summary>
    public long PhysicalBytes { get; }

    /// <summary>The kernel group as it was last looked at.</summary>
    public KernelGroup Group
    {
        get
        {
            lock (_gate)
                return _group.Group;
        }
    }

    /// <summary>How many processes of the limiting group the kernel has killed for memory; -1 when the kernel does not say.</summary>
    public long GroupKills
    {
        get
        {
            lock (_gate)
                return _group.ReadKills();
        }
    }

    /// <summary>
    /// Takes a cheap sample: 1.5 µs, 14 µs in a group with a limit; nothing allocated except once after each collection. The limit in force is read each time; membership, the
    /// limits of ancestors and exact shared memory only once in <see cref="MemoryProbeOptions.RecheckPeriod"/>.
    /// </summary>
    /// <returns>The sample.</returns>
    /// <exception cref="ObjectDisposedException">The probe was disposed.</exception>
    public MemorySample Sample() => Take(isExact: false);

    /// <summary>Takes a sample whose shared memory is exact as well; some ten microseconds more.</summary>
    /// <returns>The sample.</returns>
    /// <exception cref="ObjectDisposedException">The probe was disposed.</exception>
    public MemorySample SampleExactly() => Take(isExact: true);

    /// <summary>Looks again at the group, its ancestors and their limits, now.</summary>
    /// <returns>Whether the group, its limit or the group that has the limit is another one.</returns>
    /// <exception cref="ObjectDisposedException">The probe was disposed.</exception>
    public bool Recheck()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _lastRecheck = _options.Clock.GetTimestamp();
            return _group.Recheck();
        }
    }

    /// <summary>How long tasks stood still for memory; opens and reads a file, so it is for reports and slow loops.</summary>
    /// <returns>The stall, unknown where the kernel does not say.</returns>
    public MemoryStall ReadStall()
    {
        KernelGroup group = Group;
        MemoryStall own = group.Kind == KernelGroupKind.Version2 ? MemoryStall.Read(Path.Combine(group.Path, "memory.pressure")) : default;
        return own.IsKnown ? own : MemoryStall.Read(Path.Combine(_options.ProcRoot, "pressure", "memory"));
    }

    /// <summary>Which promises are weaker on this system than on Linux with a kernel group, in words for people; empty when none is.</summary>
    /// <returns>One sentence for each.</returns>
    public IReadOnlyList<string> DescribeWeaknesses()
    {
        var weaknesses = new List<string>();
        KernelGroup group = Group;
        if (!_process.IsSplit)
            weaknesses.Add("The system does not tell anonymous memory from pages of files: the working set decides, which counts pages that could be taken back.");
        if (group.Kind == KernelGroupKind.None)
            weaknesses.Add("There is no kernel memory group: nothing outside of this process enforces the budget, and its neighbours may use up the machine.");
        else if (!group.HasLimit)
            weaknesses.Add("The kernel memory group has no limit: nothing outside of this process enforces the budget.");
        foreach (string fault in group.Faults)
            weaknesses.Add($"Could not be read: {fault}");
        return weaknesses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _process.Dispose();
            _group.Dispose();
        }
    }

    private static long ReadPhysical(MemoryProbeOptions options)
    {
        string? text = KernelFile.ReadOnce(Path.Combine(options.ProcRoot, "meminfo"), faults: null);
        long kilobytes = text is null ? -1 : KernelText.Keyed(System.Text.Encoding.UTF8.GetBytes(text), "MemTotal"u8);

        // Elsewhere the runtime knows the machine, though it may already have taken a container's limit off.
        return kilobytes > 0 ? kilobytes << 10 : GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes;
    }

    private MemorySample Take(bool isExact)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            long now = _options.Clock.GetTimestamp();
            bool isDue = _options.Clock.GetElapsedTime(_lastRecheck, now) >= _options.RecheckPeriod;
            if (isDue)
            {
                _lastRecheck = now;
                _group.Recheck();
            }

            ProcessFigures process = isExact || isDue ? _process.ReadExactly() : _process.Read();
            KernelGroupFigures group = ReadGroup_NeedsLock();
            return new MemorySample(now, process, _runtime.CommittedBytes, RuntimeCounters.HeapBytes, group);
        }
    }

    /// <summary>A group that had a limit and cannot be read any more was removed or left: look once where we are now.</summary>
    private KernelGroupFigures ReadGroup_NeedsLock()
    {
        KernelGroupFigures figures = _group.Read();
        if (!figures.IsRead && _group.Group.HasLimit && _group.Recheck())
            figures = _group.Read();
        return figures;
    }
}
