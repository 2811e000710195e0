namespace Plimsoll.Memory;

/// <summary>What happens when an item fails.</summary>
public enum ItemFailurePolicy
{
    /// <summary>That item fails, by name and with its error; the others go on.</summary>
    FailItem,

    /// <summary>The run ends with the item's error.</summary>
    FailRun,
}

/// <summary>An item that was not done, and why.</summary>
/// <param name="Item">Its name.</param>
/// <param name="Reason">The error's type and message.</param>
public readonly record struct ItemFailure(string Item, string Reason);

/// <summary>How far a run is. Every item that was read is in one of: done, failed, or in flight.</summary>
/// <param name="ItemsRead">Items taken from the source.</param>
/// <param name="ItemsDone">Items whose results went into the sink.</param>
/// <param name="ItemsFailed">Items that failed.</param>
/// <param name="Batches">Batches that went into the sink.</param>
/// <param name="Splits">Batches that were split and run again because they failed as a whole.</param>
/// <param name="LastBatchItems">Items of the last batch.</param>
/// <param name="Pressure">Memory pressure at that moment.</param>
public readonly record struct BatchProgress(
    long ItemsRead, long ItemsDone, long ItemsFailed, long Batches, long Splits, int LastBatchItems, MemoryPressure Pressure);

/// <summary>How a run went.</summary>
/// <param name="Progress">The counts at the end.</param>
/// <param name="Failures">The first failures; <see cref="BatchProgress.ItemsFailed"/> counts all.</param>
/// <param name="LargestBatchItems">Items of the largest batch.</param>
/// <param name="SmallestBatchItems">Items of the smallest batch; 0 when there was none.</param>
/// <param name="Checkpoints">How often the checkpoint hook ran.</param>
public sealed record BatchReport(
    BatchProgress Progress, IReadOnlyList<ItemFailure> Failures, int LargestBatchItems, int SmallestBatchItems, long Checkpoints);

/// <summary>A batch asked for more memory than it can have now; the pipeline splits it and runs the parts.</summary>
public sealed class BatchTooLargeException : Exception
{
    internal BatchTooLargeException(int items, long bytes)
        : base(items == 1
            ? $"This item alone needs {MemorySize.Format(bytes)}, more than the budget can give it."
            : $"A batch of {items} items needs {MemorySize.Format(bytes)}, more than the budget can give it now.")
    {
    }
}

/// <summary>How a pipeline runs.</summary>
/// <typeparam name="TIn">What the source yields.</typeparam>
public sealed record BatchPipelineOptions<TIn>
{
    /// <summary>The tag of its leases and of its forecasts; a constant.</summary>
    public string Name { get; init; } = "batches";

    /// <summary>Where the batches' memory is; <see cref="LeaseKind.Managed"/> by default.</summary>
    public LeaseKind Kind { get; init; } = LeaseKind.Managed;

    /// <summary>What is known of an item's size beforehand (its length, say); 1 for each by default. 0 counts as 1.</summary>
    public Func<TIn, long> Weigh { get; init; } = static _ => 1;

    /// <summary>An item's name for failures; its text by default.</summary>
    public Func<TIn, string> NameOf { get; init; } = static item => item?.ToString() ?? "";

    /// <summary>True (the default): results come out in the order of the source.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>Workers at most; the number of processors by default.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>What a failing item does; it alone fails by default.</summary>
    public ItemFailurePolicy OnItemFailure { get; init; } = ItemFailurePolicy.FailItem;

    /// <summary>Batch sizes.</summary>
    public BatchLimits Limits { get; init; } = new();

    /// <summary>The forecast of sizes; shared between pipelines or kept from run to run when given.</summary>
    public SizePredictor? Predictor { get; init; }

    /// <summary>Batches between two checkpoints; 50 by default. Under critical pressure one is written at once.</summary>
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>Called by the sink's thread after a batch is wholly in the sink; with ordered results everything before is done then.</summary>
    public Func<BatchProgress, CancellationToken, ValueTask>? Checkpoint { get; init; }

    /// <summary>Told after each batch.</summary>
    public IProgress<BatchProgress>? Progress { get; init; }

    /// <summary>Failures whose names are kept; 100 by default, all are counted.</summary>
    public int FailuresKept { get; init; } = 100;

    internal static void Validate(BatchPipelineOptions<TIn> options)
    {
        if (string.IsNullOrEmpty(options.Name) || options.Workers < 1 || options.CheckpointEvery < 1 || options.FailuresKept < 0)
            throw new ArgumentException($"Expected a name, Workers >= 1, CheckpointEvery >= 1 and FailuresKept >= 0, found {options}.", nameof(options));
        BatchLimits.Validate(options.Limits);
    }
}
