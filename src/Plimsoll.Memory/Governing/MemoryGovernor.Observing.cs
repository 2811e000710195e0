namespace Plimsoll.Memory;

/// <content>Reading the process: slack is learnt, the line follows the kernel group's limit, overdue waits end.</content>
public sealed partial class MemoryGovernor
{
    private readonly DriftEstimator _drift = new();
    private readonly GcSpiralGuard _spiral;
    private MemoryBudget _budget;
    private GovernorReading _lastReading;
    private long _peakUsed;
    private volatile MemoryPressure _pressure;

    /// <summary>How near the line the process was at the last reading, with hysteresis. Cheap: ask it before each batch.</summary>
    public MemoryPressure Pressure => _pressure;

    /// <summary>Reads the process once and acts on what is seen, short of freeing memory. The governor does this by itself unless told otherwise.</summary>
    /// <returns>The pressure now.</returns>
    public MemoryPressure Observe()
    {
        GovernorReading reading = _platform.Read(_ledger.Budget);
        _spiral.Add(_platform.ReadPauses(), _time.GetElapsedTime(0));
        List<LeaseWaiter> overdue;
        string holders;
        lock (_gate)
        {
            _ledger.Check();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _lastReading = reading;
            _peakUsed = Math.Max(_peakUsed, reading.OwnBytes);
            FollowLimit_NeedsLock(reading);
            LearnSlack_NeedsLock(reading);
            if (_ledger.Deficit > 0) Settle_NeedsLock();
            else if (_ledger.Idle > 2 * _granule) RaiseLimit_NeedsLock(_ledger.Idle - _granule);
            _pressure = Classify_NeedsLock(reading);
            ServeQueue_NeedsLock();
            overdue = TakeOverdue_NeedsLock(out holders);
            _ledger.Check();
        }

        foreach (LeaseWaiter waiter in overdue)
        {
            waiter.Cancellation.Unregister();
            waiter.TrySetException(new LeaseTimeoutException(waiter.Owner, waiter.Kind, waiter.Bytes, _time.GetElapsedTime(waiter.Since), holders));
        }

        return _pressure;
    }

    /// <summary>
    /// Draws another line. A lower one takes effect as far as memory is free; what is granted beyond it is owed, and nothing is granted until
    /// it is paid back.
    /// </summary>
    public void SetBudget(MemoryBudget budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(budget.Bytes, nameof(budget));
        lock (_gate)
        {
            _ledger.Check();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _budget = budget;
            ChangeBudget_NeedsLock(budget.Bytes);
            ServeQueue_NeedsLock();
            _ledger.Check();
        }
    }

    /// <summary>The kernel's limit can be changed, and the process moved, under us; the line is never above it.</summary>
    private void FollowLimit_NeedsLock(in GovernorReading reading)
    {
        long limit = reading.LimitBytes;
        bool isFromGroup = _budget.Source == MemoryBudgetSource.KernelGroup && limit != long.MaxValue;
        ChangeBudget_NeedsLock(isFromGroup ? limit : Math.Min(_budget.Bytes, limit));
    }

    private void ChangeBudget_NeedsLock(long bytes)
    {
        if (bytes == _ledger.Budget) return;
        _ledger.SetBudget(bytes);
        _ledger.SetSlack(Math.Max(_options.SlackFor(bytes), Math.Min(_ledger.Slack, SlackCap_NeedsLock())));
        if (!Settle_NeedsLock()) _collectorWanted = true;
        if (_ledger.Idle > 2 * _granule) RaiseLimit_NeedsLock(_ledger.Idle - _granule);
    }

    /// <summary>
    /// Slack covers the worst drift of the last readings and half of the slack's floor on top. It rises with one reading; it falls by
    /// whole granules, so that noise does not move the heap limit.
    /// </summary>
    private void LearnSlack_NeedsLock(in GovernorReading reading)
    {
        if (!_options.GovernsProcess) return;
        _drift.Add(reading, _ledger.Native - _ledger.Kernel, _ledger.GcLimit);
        long floor = _options.SlackFor(_ledger.Budget);
        long wanted = Math.Max(floor, Math.Min(_drift.Worst - _ledger.Base + floor / 2, SlackCap_NeedsLock()));
        if (wanted > _ledger.Slack || wanted < _ledger.Slack - _granule) _ledger.SetSlack(wanted);
        if (_drift.Last > _ledger.Base + floor) _trimWanted = true;
    }

    private long SlackCap_NeedsLock() => Math.Max(0, _ledger.Budget - _ledger.Base - _options.GcFloorBytes);

    /// <summary>A governor that reads nothing judges by its leases.</summary>
    private MemoryPressure Classify_NeedsLock(in GovernorReading reading)
    {
        long used = reading.PressureBytes > 0 ? reading.PressureBytes : _ledger.Base + _ledger.Native + _ledger.Managed;
        MemoryPressure level = _options.Profile.Thresholds.Classify(_pressure, used, _ledger.Budget);
        return _ledger.Deficit > 0 && level < MemoryPressure.High ? MemoryPressure.High : level;
    }

    private List<LeaseWaiter> TakeOverdue_NeedsLock(out string holders)
    {
        holders = "";
        if (_queue.Count == 0) return [];
        long now = _time.GetTimestamp();
        List<LeaseWaiter> overdue = _queue.TakeWhere(waiter => _time.GetElapsedTime(waiter.Since, now) >= _options.WaitLimit);
        if (overdue.Count > 0) holders = Holders_NeedsLock();
        return overdue;
    }

    private string Holders_NeedsLock()
    {
        var names = new List<string>();
        foreach (OwnerUsage usage in _owners.Snapshot())
        {
            if (usage.CurrentBytes > 0 && names.Count < 5) names.Add($"{usage.Owner} {MemorySize.Format(usage.CurrentBytes)}");
        }

        return names.Count == 0 ? "nobody (the collector)" : string.Join(", ", names);
    }
}
