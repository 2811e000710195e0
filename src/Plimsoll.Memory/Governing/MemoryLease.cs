namespace Plimsoll.Memory;

/// <summary>
/// A grant of memory. Free the memory first, then dispose of the lease. A lease is a small value (a slot and a generation in the
/// governor's table): copies are the same lease, it is released exactly once, and a second release is harmless and counted.
/// The default value holds nothing.
/// <para>A lease stands for what is in use under it and for what the C library keeps of it after a free. So who frees native memory to take
/// other memory under the same lease asks with <see cref="TryRenew(long)"/> in between, or shrinks and grows: only then does the governor have
/// the kept blocks returned.</para>
/// </summary>
public readonly struct MemoryLease : IDisposable, IEquatable<MemoryLease>
{
    private readonly MemoryGovernor? _governor;
    private readonly int _slot;
    private readonly int _generation;
    private readonly LeaseKind _kind;

    internal MemoryLease(MemoryGovernor governor, LeaseKind kind, int slot, int generation)
    {
        _kind = kind;
        _governor = governor;
        _slot = slot;
        _generation = generation;
    }

    /// <summary>What the lease is for now, in bytes; 0 after its release.</summary>
    public long Bytes => _governor?.BytesOf(_slot, _generation) ?? 0;

    /// <summary>True until the release.</summary>
    public bool IsHeld => _governor?.IsHeld(_slot, _generation) ?? false;

    /// <summary>The tag it was asked with; empty after its release.</summary>
    public string Owner => _governor?.OwnerOf(_slot, _generation) ?? "";

    /// <summary>Where the memory is.</summary>
    public LeaseKind Kind => _kind;

    /// <summary>Gives back all but <paramref name="bytes"/>. The memory must have been freed before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than the lease has: growing is <see cref="TryGrow(long)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The lease was released.</exception>
    public void Shrink(long bytes) => Governor.Shrink(_kind, _slot, _generation, bytes);

    /// <summary>
    /// Asks for more, up to <paramref name="bytes"/> in all. Never waits, and comes before every request in the queue: who holds does not
    /// wait, so holders cannot block each other. On false the holder spills, shrinks or releases, then asks again.
    /// </summary>
    /// <exception cref="LeaseNeverFitsException">The budget cannot give as much at any time.</exception>
    /// <exception cref="ObjectDisposedException">The lease was released.</exception>
    public bool TryGrow(long bytes, out LeaseRefusal refusal) => Governor.TryGrow(_slot, _generation, bytes, out refusal);

    /// <inheritdoc cref="TryGrow(long, out LeaseRefusal)"/>
    public bool TryGrow(long bytes) => TryGrow(bytes, out _);

    /// <summary>
    /// Makes the lease one of <paramref name="bytes"/> for new memory, after everything under it was freed: one step, so that nobody takes
    /// the room in between. Never waits; on false the lease is as it was, and still nothing is in use under it.
    /// </summary>
    /// <exception cref="LeaseNeverFitsException">The budget cannot give as much at any time.</exception>
    /// <exception cref="ObjectDisposedException">The lease was released.</exception>
    public bool TryRenew(long bytes, out LeaseRefusal refusal) => Governor.TryRenew(_kind, _slot, _generation, bytes, out refusal);

    /// <inheritdoc cref="TryRenew(long, out LeaseRefusal)"/>
    public bool TryRenew(long bytes) => TryRenew(bytes, out _);

    private MemoryGovernor Governor => _governor ?? throw new ObjectDisposedException(nameof(MemoryLease), "The default lease holds nothing.");

    /// <summary>Releases the lease; a second call does nothing but count.</summary>
    public void Dispose() => _governor?.Release(_kind, _slot, _generation);

    /// <inheritdoc/>
    public bool Equals(MemoryLease other) => ReferenceEquals(_governor, other._governor) && _slot == other._slot && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MemoryLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_slot, _generation);

    /// <summary>The same lease.</summary>
    public static bool operator ==(MemoryLease left, MemoryLease right) => left.Equals(right);

    /// <summary>Not the same lease.</summary>
    public static bool operator !=(MemoryLease left, MemoryLease right) => !left.Equals(right);
}
