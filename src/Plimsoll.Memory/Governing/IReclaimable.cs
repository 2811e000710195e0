namespace Plimsoll.Memory;

/// <summary>What it costs to give memory back; the relief ladder asks the cheap ones first.</summary>
public enum ReclaimCost
{
    /// <summary>A cache: dropped, and computed again when needed.</summary>
    JustDrop,

    /// <summary>A buffer that has to be written (spilled) before it can be dropped.</summary>
    MustWrite,

    /// <summary>Giving it back makes the job markedly slower or poorer: pools, resident models.</summary>
    LastResort,
}

/// <summary>
/// Something that can give memory back when asked. It is called on any thread, outside the governor's lock, and releases its own leases.
/// It must not ask for leases and wait: what it needs for spilling it holds beforehand.
/// </summary>
public interface IReclaimable
{
    /// <summary>The name in reports and errors.</summary>
    string Name { get; }

    /// <summary>The class it is asked in.</summary>
    ReclaimCost Cost { get; }

    /// <summary>What it could give back now, in bytes; an estimate that orders those of one class.</summary>
    long ReclaimableBytes { get; }

    /// <summary>Gives back about <paramref name="bytesWanted"/> and says how many bytes it gave; 0 when nothing could be given.</summary>
    long Reclaim(long bytesWanted, CancellationToken cancellationToken);
}
