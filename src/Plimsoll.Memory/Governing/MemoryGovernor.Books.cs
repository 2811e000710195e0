namespace Plimsoll.Memory;

/// <content>Moving bytes within the ledger. Everything here runs under the one lock.</content>
public sealed partial class MemoryGovernor
{
    private bool Grant_NeedsLock(LeaseKind kind, long bytes, out LeaseRefusalReason reason)
    {
        reason = LeaseRefusalReason.OverBudget;
        if (_ledger.Deficit > 0 && !Settle_NeedsLock()) return false;
        return kind == LeaseKind.Managed ? GrantManaged_NeedsLock(bytes, out reason) : GrantNative_NeedsLock(kind, bytes, out reason);
    }

    private bool GrantManaged_NeedsLock(long bytes, out LeaseRefusalReason reason)
    {
        reason = LeaseRefusalReason.NoRoom;
        long missing = LimitForManaged(_ledger.Managed + bytes) - _ledger.GcLimit;
        if (missing > 0)
        {
            if (missing > _ledger.Idle) return false;
            if (!RaiseLimit_NeedsLock(Math.Min(_ledger.Idle, Math.Max(missing, _granule)))) return false;
        }

        _ledger.LeaseManaged(bytes);
        reason = LeaseRefusalReason.None;
        return true;
    }

    private bool GrantNative_NeedsLock(LeaseKind kind, long bytes, out LeaseRefusalReason reason)
    {
        long missing = bytes - _ledger.Idle;
        if (missing > 0)
        {
            reason = LeaseRefusalReason.NoRoom;
            long takeable = _ledger.GcLimit - LeastLimit_NeedsLock();
            if (missing > takeable) return false;

            // Whole granules, so that small leases do not each pay 25 microseconds for moving the limit.
            long rounded = Math.Min(takeable, (missing + _granule - 1) / _granule * _granule);
            reason = LeaseRefusalReason.HeldByCollector;
            if (!LowerLimit_NeedsLock(rounded) && !(rounded > missing && LowerLimit_NeedsLock(missing)))
            {
                _collectorWanted = true;
                return false;
            }
        }

        _ledger.LeaseIdle(bytes, kind == LeaseKind.Kernel);
        reason = LeaseRefusalReason.None;
        return true;
    }

    private void Return_NeedsLock(LeaseKind kind, long bytes)
    {
        if (kind == LeaseKind.Managed) _ledger.ReturnManaged(bytes);
        else _ledger.ReturnNative(bytes, kind == LeaseKind.Kernel);

        // One granule stays idle for the next native lease; the rest goes back to the collector, after the holder freed it.
        if (_ledger.Idle > 2 * _granule && !_isDisposed) RaiseLimit_NeedsLock(_ledger.Idle - _granule);
    }

    private bool LowerLimit_NeedsLock(long bytes)
    {
        long limit = _ledger.GcLimit - bytes;
        if (limit < BallastShare * (_ballast?.LongLength ?? 0)) _ballast = null;
        if (!_platform.TrySetGcLimit(limit)) return false;
        _ledger.MoveFromCollectorToIdle(bytes);
        return true;
    }

    private bool RaiseLimit_NeedsLock(long bytes)
    {
        if (!_platform.TrySetGcLimit(_ledger.GcLimit + bytes)) return false;
        _ledger.MoveFromIdleToCollector(bytes);
        return true;
    }

    /// <summary>Pays the deficit from idle room and from the collector, as far as these go. True when nothing is owed any more.</summary>
    private bool Settle_NeedsLock()
    {
        _ledger.RepayFromIdle();

        // Ends: each turn halves what is asked of the collector, and stops below one granule.
        for (long part = Math.Min(_ledger.Deficit, _ledger.GcLimit - LeastLimit_NeedsLock()); part > 0; part /= 2)
        {
            if (LowerLimit_NeedsLock(part))
            {
                _ledger.RepayFromIdle();
                break;
            }

            if (part < _granule) break;
        }

        return _ledger.Deficit == 0;
    }

    /// <summary>The collector's limit must hold the managed leases at their share, and the floor.</summary>
    private long LeastLimit_NeedsLock() => Math.Max(_options.GcFloorBytes, LimitForManaged(_ledger.Managed));

    private long LimitForManaged(long managedBytes) => (long)Math.Ceiling(managedBytes / _options.Profile.ManagedShare);

    private long Available_NeedsLock(LeaseKind kind)
    {
        if (_ledger.Deficit > 0) return 0;
        long room = _ledger.GcLimit + _ledger.Idle;
        long available = kind == LeaseKind.Managed
            ? ManagedWithin(room) - _ledger.Managed
            : room - LeastLimit_NeedsLock();
        return Math.Max(0, available);
    }

    private long Largest_NeedsLock(LeaseKind kind, long slackBytes)
    {
        long room = _ledger.Budget - _ledger.Base - slackBytes;
        return Math.Max(0, kind == LeaseKind.Managed ? ManagedWithin(room) : room - _options.GcFloorBytes);
    }

    private long ManagedWithin(long gcLimitBytes) => (long)(gcLimitBytes * _options.Profile.ManagedShare);

    private void ThrowIfNeverFits_NeedsLock(string owner, LeaseKind kind, long bytes)
    {
        // By the slack's floor: what was learnt may be forgotten again.
        long largest = Largest_NeedsLock(kind, _options.SlackFor(_ledger.Budget));
        if (bytes <= largest) return;
        bool isManaged = kind == LeaseKind.Managed;
        long gcLimit = Math.Max(_options.GcFloorBytes, isManaged ? LimitForManaged(bytes) : 0);
        long smallest = _options.SmallestBudget(_ledger.Base, gcLimit, isManaged ? 0 : bytes);
        throw new LeaseNeverFitsException(owner, kind, bytes, largest, _ledger.Budget, smallest);
    }
}
