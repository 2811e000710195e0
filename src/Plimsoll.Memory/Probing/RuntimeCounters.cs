namespace Plimsoll.Memory;

/// <summary>
/// What the runtime says about its heaps. The committed size only changes with a collection and asking for it allocates, so it is asked for at most
/// once for each collection; the heap's size is free to ask.
/// </summary>
internal sealed class RuntimeCounters
{
    private int _collections = -1;
    private long _committed;

    public long CommittedBytes
    {
        get
        {
            int collections = GC.CollectionCount(0);
            if (collections != _collections)
            {
                _collections = collections;
                _committed = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            }

            return _committed;
        }
    }

    public static long HeapBytes => GC.GetTotalMemory(forceFullCollection: false);
}
