namespace Plimsoll.Memory;

/// <summary>A batch on its way through the pipeline: numbered by the reader, worked on, emptied into the sink. Its lease lives as long.</summary>
internal sealed class BatchParcel<TIn, TOut>(long number, TIn[] items, long weight, MemoryLease lease)
{
    public long Number { get; } = number;

    public TIn[] Items { get; } = items;

    public long Weight { get; } = weight;

    public MemoryLease Lease { get; } = lease;

    public List<TOut> Results { get; } = [];

    public int FailedItems { get; set; }

    public bool IsGood { get; set; } = true;
}
