namespace Plimsoll.Memory;

/// <summary>
/// First come, first served, with two guards against starvation: a request in front that does not fit now lets up to
/// <see cref="PassesMax"/> later ones pass that do (so the small ones do not starve behind it), then none (so it does not starve behind
/// them); and nobody waits longer than the wait limit. Not thread safe: the governor's one lock guards it.
/// </summary>
internal sealed class LeaseQueue
{
    /// <summary>Enough to keep workers busy with small leases while a large one waits, few enough that it waits for one round of them.</summary>
    public const int PassesMax = 16;

    private readonly LinkedList<LeaseWaiter> _waiters = new();

    public int Count => _waiters.Count;

    public LeaseWaiter? First => _waiters.First?.Value;

    public void Add(LinkedListNode<LeaseWaiter> place) => _waiters.AddLast(place);

    /// <summary>False when it is not in the queue any more: its fate is decided.</summary>
    public bool Remove(LeaseWaiter waiter) => _waiters.Remove(waiter);

    /// <summary>Serves whom the grant function can serve. Ends after one pass over the queue.</summary>
    public void Serve(Func<LeaseWaiter, bool> grant)
    {
        LinkedListNode<LeaseWaiter>? first = null;
        for (LinkedListNode<LeaseWaiter>? node = _waiters.First; node is not null;)
        {
            LinkedListNode<LeaseWaiter>? next = node.Next;
            if (first is not null && first.Value.Passed >= PassesMax) return;
            if (grant(node.Value))
            {
                _waiters.Remove(node);
                if (first is not null) first.Value.Passed++;
            }
            else
            {
                first ??= node;
            }

            node = next;
        }
    }
}
