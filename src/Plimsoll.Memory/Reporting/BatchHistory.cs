namespace Plimsoll.Memory;

/// <summary>
/// A history of bounded length that keeps its shape: when it is full every second entry goes, and from then on only every second (fourth, eighth) new
/// one is kept. Not safe for several threads.
/// </summary>
internal sealed class BatchHistory
{
    /// <summary>Enough for a curve on a page; 12 KB.</summary>
    public const int Capacity = 512;

    private readonly List<BatchRecord> _records = new(Capacity);
    private int _stride = 1;
    private long _seen;

    public void Add(BatchRecord record)
    {
        if (_seen++ % _stride != 0)
            return;
        if (_records.Count == Capacity)
            Thin();
        _records.Add(record);
    }

    public IReadOnlyList<BatchRecord> ToList() => _records.ToArray();

    private void Thin()
    {
        int kept = 0;
        for (int i = 0; i < _records.Count; i += 2)
            _records[kept++] = _records[i];
        _records.RemoveRange(kept, _records.Count - kept);
        _stride *= 2;
    }
}
