namespace Plimsoll.Memory;

/// <summary>
/// A grant of memory. Free the memory first, then dispose of the lease. A lease is a small value (a slot and a generation in the
/// governor's table): copies are the same lease, it is released exactly once, and a second release is harmless and counted.
/// The default value holds nothing.
/// <para>Who frees native memory and takes other native memory under the same lease shrinks it first and grows it again: the C library may
/// keep freed blocks, and it is on a shrink or a release that the governor has them returned.</para>
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
