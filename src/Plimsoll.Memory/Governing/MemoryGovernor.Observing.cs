namespace Plimsoll.Memory;

/// <content>Reading the process: slack is learnt, the line follows the kernel group's limit, overdue waits end.</content>
public sealed partial class MemoryGovernor
{
    private readonly DriftEstimator _drift = new();
    private readonly FileRoom _fileRoom;
    private readonly GcSpiralGuard _spiral;

    /// <summary>When nobody holds a lease, only unleased memory can make room; its worst is remembered for three seconds, and three times that is enough.</summary>
    private static readonly TimeSpan Despair = TimeSpan.FromSeconds(10);

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
            EndOverdue_NeedsLock();
            _ledger.Check();
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
    /// Slack covers the worst drift of the last readings and half of the slack's floor on top, and the room that the program's own file
    /// pages turned out to need. It rises with one reading; it falls by whole granules, so that noise does not move the heap limit.
    /// </summary>
    private void LearnSlack_NeedsLock(in GovernorReading reading)
    {
        if (!_options.GovernsProcess) return;
        _drift.Add(reading, _ledger.Native - _ledger.Kernel, _ledger.GcLimit);
        long floor = _options.SlackFor(_ledger.Budget);

        // Room for file pages is of use only when it is empty: the collector has to let go of what it keeps.
        if (_fileRoom.Add(reading.FilePages, Math.Min(_ledger.Budget / 4, SlackCap_NeedsLock()))) _collectorWanted = true;
        long wanted = Math.Max(floor, _drift.Worst - _ledger.Base + floor / 2) + _fileRoom.Bytes;
        wanted = Math.Max(floor, Math.Min(wanted, SlackCap_NeedsLock()));

        // A granule more than wanted may be just what somebody waits for.
        bool isWaitedFor = _queue.Count > 0 && wanted < _ledger.Slack;
        if (wanted > _ledger.Slack || wanted < _ledger.Slack - _granule || isWaitedFor) _ledger.SetSlack(wanted);
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

    /// <summary>The queue is in order of time, so the overdue are in front. The text is made before one is taken out: making it may fail.</summary>
    private void EndOverdue_NeedsLock()
    {
        while (_queue.First is { } waiter)
        {
            TimeSpan waited = _time.GetElapsedTime(waiter.Since);
            bool isHopeless = _table.Held == 0 && waiter.IsRelieved && waited >= Despair;
            if (waited < _options.WaitLimit && !isHopeless) return;
            string holders = Holders_NeedsLock();
            _queue.Remove(waiter);
            waiter.TimeOut(waited, holders);
        }
    }

    private string Holders_NeedsLock()
    {
        var names = new List<string>();
        foreach (OwnerUsage usage in _owners.Snapshot())
        {
            if (usage.CurrentBytes > 0 && names.Count < 5) names.Add($"{usage.Owner} {MemorySize.Format(usage.CurrentBytes)}");
        }

        return names.Count == 0 ? $"nobody; {MemorySize.Format(_drift.Last)} are in use outside of leases" : string.Join(", ", names);
    }
}
