namespace Plimsoll.Memory;

/// <summary>When to save a checkpoint: every few batches, and after each batch while memory is short.</summary>
public sealed class CheckpointCadence
{
    /// <summary>Batches between saves for small work: losing five batches costs less than saving each.</summary>
    public const int DefaultEveryBatches = 5;

    /// <summary>Batches between saves for large work, where a restart from far back is felt.</summary>
    public const int LargeWorkEveryBatches = 3;

    /// <summary>Above this many items the work counts as large.</summary>
    public const long LargeWorkItems = 10_000;

    private int _sinceSave;

    /// <summary>Chooses the pace by the number of items to do.</summary>
    public CheckpointCadence(long itemCount)
        : this(itemCount, itemCount > LargeWorkItems ? LargeWorkEveryBatches : DefaultEveryBatches)
    {
    }

    /// <summary>Sets the pace by hand: 1 saves after each batch.</summary>
    public CheckpointCadence(long itemCount, int everyBatches)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(everyBatches, 1);
        EveryBatches = everyBatches;
    }

    /// <summary>How many batches lie between two saves while memory is not short.</summary>
    public int EveryBatches { get; }

    /// <summary>Counts a finished batch and says whether to save now. At high pressure always: the next thing to come may be the kill.</summary>
    public bool BatchDone(MemoryPressure pressure)
    {
        _sinceSave++;
        if (_sinceSave < EveryBatches && pressure < MemoryPressure.High) return false;
        _sinceSave = 0;
        return true;
    }
}
