namespace Plimsoll.Memory;

/// <summary>Who can give memory back. Its own lock: reclaiming runs outside the governor's, because it calls foreign code.</summary>
internal sealed class ReclaimRegistry
{
    private readonly Lock _gate = new();
    private readonly List<IReclaimable> _members = [];

    public IDisposable Add(IReclaimable member)
    {
        lock (_gate) _members.Add(member);
        return new Registration(this, member);
    }

    public bool HasAny(ReclaimCost cost)
    {
        lock (_gate)
        {
            foreach (IReclaimable member in _members)
            {
                if (member.Cost == cost) return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Asks those of one class, the largest first, until enough came back. Ends after one round: each member is asked once.
    /// A member that throws is reported and the next one asked.
    /// </summary>
    public long Reclaim(ReclaimCost cost, long bytesWanted, Action<IReclaimable, Exception> onFailure, CancellationToken cancellationToken)
    {
        long freed = 0;
        foreach (IReclaimable member in LargestFirst(cost))
        {
            if (freed >= bytesWanted || cancellationToken.IsCancellationRequested) break;
            try
            {
                freed += Math.Max(0, member.Reclaim(bytesWanted - freed, cancellationToken));
            }
            catch (Exception exception) when (exception is not LedgerBrokenException)
            {
                onFailure(member, exception);
            }
        }

        return freed;
    }

    private IReclaimable[] LargestFirst(ReclaimCost cost)
    {
        List<IReclaimable> members;
        lock (_gate) members = _members.FindAll(member => member.Cost == cost);
        var sorted = members.ToArray();
        var keys = new long[sorted.Length];
        for (int i = 0; i < sorted.Length; i++) keys[i] = -sorted[i].ReclaimableBytes;
        Array.Sort(keys, sorted);
        return sorted;
    }

    private void Remove(IReclaimable member)
    {
        lock (_gate) _members.Remove(member);
    }

    private sealed class Registration(ReclaimRegistry registry, IReclaimable member) : IDisposable
    {
        private int _removed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _removed, 1) == 0) registry.Remove(member);
        }
    }
}
