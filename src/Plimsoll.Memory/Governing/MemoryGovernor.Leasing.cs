namespace Plimsoll.Memory;

/// <content>Asking for leases and giving them back.</content>
public sealed partial class MemoryGovernor
{
    /// <summary>
    /// Asks for memory without waiting. When the room is short it drops caches, and asks the collector once, before it refuses.
    /// </summary>
    /// <param name="owner">A constant tag, for reports by owner.</param>
    /// <param name="kind">Where the memory will be.</param>
    /// <param name="bytes">How much; 0 is allowed.</param>
    /// <param name="lease">The lease; the default (holding nothing) when refused.</param>
    /// <param name="refusal">Why not now.</param>
    /// <exception cref="LeaseNeverFitsException">No waiting would help.</exception>
    /// <exception cref="MemoryExhaustedException">Relief failed again and again, or the collector takes all the time.</exception>
    public bool TryLease(string owner, LeaseKind kind, long bytes, out MemoryLease lease, out LeaseRefusal refusal)
    {
        CheckRequest(owner, kind, bytes);
        if (TryTake(owner, kind, bytes, out lease, out refusal)) return true;
        return TryMakeRoom(refusal) && TryTake(owner, kind, bytes, out lease, out refusal);
    }

    /// <summary>
    /// Asks for memory and waits, first come, first served. The deadlock rule: who holds a lease does not wait here; it grows, or releases first.
    /// </summary>
    /// <exception cref="LeaseNeverFitsException">No waiting would help.</exception>
    /// <exception cref="LeaseTimeoutException">The wait limit ended the wait; the text names the holders.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; nothing is held then.</exception>
    public ValueTask<MemoryLease> LeaseAsync(string owner, LeaseKind kind, long bytes, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<MemoryLease>(cancellationToken);
        if (TryLease(owner, kind, bytes, out MemoryLease lease, out _)) return new ValueTask<MemoryLease>(lease);
        var waiter = new LeaseWaiter(owner, kind, bytes, _time.GetTimestamp());
        Task<MemoryLease> fate = waiter.WaitAsync();
        if (!fate.IsCompleted) Enqueue(waiter, cancellationToken);
        return new ValueTask<MemoryLease>(fate);
    }

    /// <summary>As <see cref="LeaseAsync"/>, blocking the thread while it waits.</summary>
    public MemoryLease Lease(string owner, LeaseKind kind, long bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryLease(owner, kind, bytes, out MemoryLease lease, out _)) return lease;
        var waiter = new LeaseWaiter(owner, kind, bytes, _time.GetTimestamp());
        Enqueue(waiter, cancellationToken);
        try
        {
            return waiter.Wait();
        }
        catch (OutOfMemoryException)
        {
            // The heap had no room for the wait itself. Nobody would take the lease then, so it must not be granted, or goes back.
            Abandon(waiter);
            throw;
        }
    }

    internal long BytesOf(int slot, int generation)
    {
        lock (_gate) return _table.IsHeld(slot, generation) ? _table.At(slot).Bytes : 0;
    }

    internal bool IsHeld(int slot, int generation)
    {
        lock (_gate) return _table.IsHeld(slot, generation);
    }

    internal string OwnerOf(int slot, int generation)
    {
        lock (_gate) return _table.IsHeld(slot, generation) ? _owners.NameOf(_table.At(slot).Owner) : "";
    }

    internal void Release(LeaseKind kind, int slot, int generation)
    {
        if (kind == LeaseKind.Native) TrimBeforeReturn(BytesOf(slot, generation));
        lock (_gate)
        {
            _ledger.Check();
            if (!_table.IsHeld(slot, generation))
            {
                _doubleReleases++;
                return;
            }

            ref LeaseTable.Slot held = ref _table.At(slot);
            long bytes = held.Bytes;
            _table.Remove(slot);
            GiveBack_NeedsLock(ref held, bytes);
            ServeQueue_NeedsLock();
            _ledger.Check();
        }
    }

    internal void Shrink(LeaseKind kind, int slot, int generation, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (kind == LeaseKind.Native) TrimBeforeReturn(BytesOf(slot, generation) - bytes);
        ShrinkTrimmed(slot, generation, bytes);
    }

    private void ShrinkTrimmed(int slot, int generation, long bytes)
    {
        lock (_gate)
        {
            _ledger.Check();
            ref LeaseTable.Slot held = ref Held_NeedsLock(slot, generation);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, held.Bytes);
            GiveBack_NeedsLock(ref held, held.Bytes - bytes);
            held.Bytes = bytes;
            ServeQueue_NeedsLock();
            _ledger.Check();
        }
    }

    internal bool TryGrow(int slot, int generation, long bytes, out LeaseRefusal refusal)
    {
        if (TryGrowOnce(slot, generation, bytes, out refusal)) return true;
        return TryMakeRoom(refusal) && TryGrowOnce(slot, generation, bytes, out refusal);
    }

    /// <summary>The holder has nothing under the lease any more, but the C library may: it returns that first.</summary>
    internal bool TryRenew(LeaseKind kind, int slot, int generation, long bytes, out LeaseRefusal refusal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long held = BytesOf(slot, generation);
        if (kind == LeaseKind.Native) TrimBeforeReturn(held);
        if (bytes > held) return TryGrow(slot, generation, bytes, out refusal);
        ShrinkTrimmed(slot, generation, bytes);
        refusal = default;
        return true;
    }

    private bool TryGrowOnce(int slot, int generation, long bytes, out LeaseRefusal refusal)
    {
        lock (_gate)
        {
            _ledger.Check();
            ref LeaseTable.Slot held = ref Held_NeedsLock(slot, generation);
            ArgumentOutOfRangeException.ThrowIfLessThan(bytes, held.Bytes);
            ThrowIfNeverFits_NeedsLock(_owners.NameOf(held.Owner), held.Kind, bytes);
            long more = bytes - held.Bytes;
            bool isGranted = Grant_NeedsLock(held.Kind, more, out LeaseRefusalReason reason);
            if (isGranted)
            {
                held.Bytes = bytes;
                _owners.Grow(held.Owner, more, isNewLease: false);
            }

            refusal = Refusal_NeedsLock(reason, held.Kind, more);
            _ledger.Check();
            return isGranted;
        }
    }

    private bool TryTake(string owner, LeaseKind kind, long bytes, out MemoryLease lease, out LeaseRefusal refusal)
    {
        lock (_gate)
        {
            _ledger.Check();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            ThrowIfExhausted_NeedsLock();
            ThrowIfNeverFits_NeedsLock(owner, kind, bytes);
            int id = Prepare_NeedsLock(owner);
            LeaseRefusalReason reason = _queue.Count > 0 ? LeaseRefusalReason.Queued
                : _stopGranting ? LeaseRefusalReason.Relieving
                : LeaseRefusalReason.None;
            if (reason == LeaseRefusalReason.None && Grant_NeedsLock(kind, bytes, out reason)) lease = NewLease_NeedsLock(id, kind, bytes);
            else lease = default;
            refusal = Refusal_NeedsLock(reason, kind, bytes);
            _ledger.Check();
            return reason == LeaseRefusalReason.None;
        }
    }

    /// <summary>What can fail for want of memory comes before the request is in the queue: nobody would wait for its lease.</summary>
    private void Enqueue(LeaseWaiter waiter, CancellationToken cancellationToken)
    {
        var place = new LinkedListNode<LeaseWaiter>(waiter);
        waiter.Cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (governor, waiter) = ((MemoryGovernor, LeaseWaiter))state!;
                governor.Cancel(waiter, token);
            },
            (this, waiter));
        lock (_gate)
        {
            _ledger.Check();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (waiter.IsEnded) return;
            _queue.Add(place);

            // Room may have come back between the refusal and this moment.
            ServeQueue_NeedsLock();
            _ledger.Check();
        }
    }

    private void Abandon(LeaseWaiter waiter)
    {
        waiter.Cancellation.Unregister();
        Cancel(waiter, CancellationToken.None);
        waiter.Granted.Dispose();
    }

    private void Cancel(LeaseWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _ledger.Check();
            if (waiter.IsEnded) return;
            _queue.Remove(waiter);
            waiter.Cancel(cancellationToken);
            ServeQueue_NeedsLock();
            _ledger.Check();
        }
    }

    /// <summary>Called where memory comes back, among them a Dispose and a cancellation: these must not throw because the heap is full.</summary>
    private void ServeQueue_NeedsLock()
    {
        if (_queue.Count == 0 || _stopGranting || _isDisposed) return;
        try
        {
            _queue.Serve(_serve);
        }
        catch (OutOfMemoryException)
        {
            // Nothing was granted to the one whose turn it was; the next reading serves it, after a collection.
            _collectorWanted = true;
        }
    }

    /// <summary>Continuations of a waiter run elsewhere (it is made so), hence completing it under the lock calls no foreign code.</summary>
    private bool Serve_NeedsLock(LeaseWaiter waiter)
    {
        int id = Prepare_NeedsLock(waiter.Owner);
        if (!Grant_NeedsLock(waiter.Kind, waiter.Bytes, out _)) return false;
        waiter.Cancellation.Unregister();
        waiter.TrySetResult(NewLease_NeedsLock(id, waiter.Kind, waiter.Bytes));
        return true;
    }

    /// <summary>Everything about a new lease that may allocate, before anything is granted: running out of heap here leaves the books as they were.</summary>
    private int Prepare_NeedsLock(string owner)
    {
        _table.MakeRoom();
        return _owners.IdOf(owner);
    }

    private MemoryLease NewLease_NeedsLock(int id, LeaseKind kind, long bytes)
    {
        int slot = _table.Add(id, kind, bytes, out int generation);
        _owners.Grow(id, bytes, isNewLease: true);
        _granted++;
        return new MemoryLease(this, kind, slot, generation);
    }

    private void GiveBack_NeedsLock(ref LeaseTable.Slot held, long bytes)
    {
        Return_NeedsLock(held.Kind, bytes);
        _owners.Shrink(held.Owner, bytes);
    }

    private ref LeaseTable.Slot Held_NeedsLock(int slot, int generation)
    {
        if (!_table.IsHeld(slot, generation)) throw new ObjectDisposedException(nameof(MemoryLease), "The lease was released already.");
        return ref _table.At(slot);
    }

    private LeaseRefusal Refusal_NeedsLock(LeaseRefusalReason reason, LeaseKind kind, long bytes)
    {
        if (reason == LeaseRefusalReason.None) return default;
        _refused++;
        return new LeaseRefusal(reason, bytes, Available_NeedsLock(kind));
    }

    private static void CheckRequest(string owner, LeaseKind kind, long bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (kind > LeaseKind.Kernel || kind < LeaseKind.Managed) throw new ArgumentOutOfRangeException(nameof(kind), kind, "Managed, Native or Kernel.");
    }
}
