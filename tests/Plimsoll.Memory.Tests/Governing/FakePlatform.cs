namespace Plimsoll.Memory.Tests.Governing;

/// <summary>A process that does what the test says: how much the collector holds, what a reading shows.</summary>
internal sealed class FakePlatform : GovernorPlatform
{
    /// <summary>A limit below this is refused.</summary>
    public long CollectorHolds { get; set; }

    /// <summary>What an aggressive collection leaves.</summary>
    public long HeldAfterCollection { get; set; }

    public bool RefusesRaises { get; set; }

    public GovernorReading Reading { get; set; } = new(0, 0, 0, 0, 0, long.MaxValue);

    public PauseReading Pauses { get; set; }

    public List<long> Limits { get; } = [];

    public int Collections { get; private set; }

    public int Trims { get; private set; }

    public bool IsDisposed { get; private set; }

    public Action OnCollect { get; set; } = static () => { };

    public override bool TrySetGcLimit(long bytes)
    {
        if (bytes < CollectorHolds || (RefusesRaises && Limits.Count > 0 && bytes > Limits[^1])) return false;
        Limits.Add(bytes);
        return true;
    }

    public override void CollectAggressively()
    {
        Collections++;
        CollectorHolds = Math.Min(CollectorHolds, HeldAfterCollection);
        OnCollect();
    }

    public override void TrimNative() => Trims++;

    public override GovernorReading Read(long budgetBytes) => Reading;

    public override PauseReading ReadPauses() => Pauses;

    public override void Dispose() => IsDisposed = true;
}
