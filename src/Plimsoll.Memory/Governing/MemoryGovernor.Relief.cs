namespace Plimsoll.Memory;

/// <content>Getting memory back: cheap and at once on a request, the whole ladder under pressure.</content>
public sealed partial class MemoryGovernor
{
    /// <summary>The ballast is given up when the heap limit falls below this multiple of it: it must stay a small part of the heap.</summary>
    private const int BallastShare = 6;

    /// <summary>Over the line after this many climbs in a row, waiting longer is no use.</summary>
    private const int FailedClimbsMax = 3;

    /// <summary>A request that waited this long in front is more than back pressure; memory is freed for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(1);

    private readonly ReclaimRegistry _reclaimables = new();
    private readonly CallbackList _checkpoints = new();
    private readonly CallbackList _relaunches = new();
    private byte[]? _ballast;
    private ReliefStep _relief;
    private volatile bool _stopGranting;
    private volatile bool _collectorWanted;
    private volatile bool _trimWanted;
    private int _climbing;
    private int _failedClimbs;
    private long _collections;
    private long _returnedSinceTrim;
    private long _restUntil;
    private long _climbRestUntil;

    /// <summary>The rung of the relief ladder the governor stands on now.</summary>
    public ReliefStep Relief => _relief;

    /// <summary>How the last climb of the ladder ended; null before the first.</summary>
    public ReliefOutcome? LastRelief { get; private set; }

    internal bool HasBallast => _ballast is not null;

    /// <summary>Adds something that can give memory back; disposing of the result takes it out again.</summary>
    public IDisposable Register(IReclaimable reclaimable)
    {
        ArgumentNullException.ThrowIfNull(reclaimable);
        return _reclaimables.Add(reclaimable);
    }

    /// <summary>Adds what writes the job's checkpoint when memory gets tight. Called on any thread; disposing of the result takes it out.</summary>
    public IDisposable OnCheckpointWanted(Action<CancellationToken> callback) => _checkpoints.Add(callback);

    /// <summary>Adds what asks the supervisor to start the job again with leaner settings: the last rung.</summary>
    public IDisposable OnRelaunchWanted(Action<CancellationToken> callback) => _relaunches.Add(callback);

    /// <summary>
    /// To be called in a handler of <see cref="OutOfMemoryException"/>, after references were dropped: gives the ballast up, so that the
    /// handler can allocate, drops caches and collects.
    /// </summary>
    public void OnOutOfMemory()
    {
        _ballast = null;
        ReclaimClass(ReclaimCost.JustDrop, long.MaxValue, [], CancellationToken.None);
        CollectIfRested();
    }

    /// <summary>
    /// Climbs the relief ladder until pressure is below high, or the end, or the profile's time for relief. Only one climb at a time: a second
    /// caller gets the last outcome.
    /// </summary>
    /// <param name="highest">The last rung that may be used.</param>
    /// <param name="cancellationToken">Ends the climb between two members.</param>
    public ReliefOutcome Relieve(ReliefStep highest = ReliefStep.Relaunch, CancellationToken cancellationToken = default)
    {
        ReliefStep first = LeasesExplainUse() ? ReliefStep.StopGranting : ReliefStep.CollectAndTrim;
        return Climb(first, highest, BytesOverHigh(), () => Observe() < MemoryPressure.High, cancellationToken);
    }

    private ReliefOutcome Climb(ReliefStep first, ReliefStep highest, long wanted, Func<bool> isRelieved, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _climbing, 1, 0) != 0) return LastRelief ?? ReliefLadder.NotClimbed;
        try
        {
            var ladder = new ReliefLadder(_time, _options.Profile.ReliefTime, isRelieved, TakeStep);
            return LastRelief = ladder.Climb(first, highest, wanted, cancellationToken);
        }
        finally
        {
            _relief = ReliefStep.None;
            _stopGranting = false;
            Volatile.Write(ref _climbing, 0);
            lock (_gate) ServeQueue_NeedsLock();
        }
    }

    private long TakeStep(ReliefStep step, long wanted, List<string> failures, CancellationToken cancellationToken)
    {
        _relief = step;
        switch (step)
        {
            case ReliefStep.StopGranting:
                _stopGranting = true;
                return 0;
            case ReliefStep.DropCaches:
                return ReclaimClass(ReclaimCost.JustDrop, wanted, failures, cancellationToken);
            case ReliefStep.SpillBuffers:
                return ReclaimClass(ReclaimCost.MustWrite, wanted, failures, cancellationToken);
            case ReliefStep.LastResort:
                return ReclaimClass(ReclaimCost.LastResort, wanted, failures, cancellationToken);
            case ReliefStep.CollectAndTrim:
                Collect();
                _platform.TrimNative();
                return 0;
            case ReliefStep.Checkpoint:
                _checkpoints.Call(failures, cancellationToken);
                return 0;
            case ReliefStep.Relaunch:
                _relaunches.Call(failures, cancellationToken);
                return 0;
            default:
                // Smaller batches: batchers read the rung.
                return 0;
        }
    }

    private long ReclaimClass(ReclaimCost cost, long wanted, List<string> failures, CancellationToken cancellationToken) =>
        _reclaimables.Reclaim(cost, wanted, (member, exception) => failures.Add($"{member.Name}: {exception.Message}"), cancellationToken);

    /// <summary>What a refused request may cost at once: caches, and one collection. True when asking again makes sense.</summary>
    private bool TryMakeRoom(in LeaseRefusal refusal)
    {
        if (refusal.Reason is not (LeaseRefusalReason.NoRoom or LeaseRefusalReason.HeldByCollector or LeaseRefusalReason.OverBudget)) return false;
        bool isFreed = _reclaimables.HasAny(ReclaimCost.JustDrop)
            && ReclaimClass(ReclaimCost.JustDrop, refusal.RequestedBytes, [], CancellationToken.None) > 0;
        return (refusal.Reason != LeaseRefusalReason.NoRoom && CollectIfRested()) || isFreed;
    }

    /// <summary>
    /// At most a tenth of the time goes into aggressive collections: after one, the next waits nine times as long as it took. False when it
    /// is too early.
    /// </summary>
    private bool CollectIfRested()
    {
        if (_time.GetTimestamp() < Interlocked.Read(ref _restUntil)) return false;
        Collect();
        return true;
    }

    private void Collect()
    {
        long start = _time.GetTimestamp();
        _platform.CollectAggressively();
        Interlocked.Increment(ref _collections);
        _collectorWanted = false;
        TimeSpan rest = Clamp(_time.GetElapsedTime(start) * 9, RestMin, RestMax);
        Interlocked.Exchange(ref _restUntil, _time.GetTimestamp() + Ticks(rest));
    }

    /// <summary>
    /// What was freed may still be in the process: the C library keeps small blocks. So before more than half of the slack comes back to
    /// the ledger, the library has to return what it keeps; only then can the collector or another lease have it.
    /// </summary>
    private void TrimBeforeReturn(long bytes)
    {
        if (bytes <= 0 || Interlocked.Add(ref _returnedSinceTrim, bytes) < _ledger.Slack / 2) return;
        Interlocked.Exchange(ref _returnedSinceTrim, 0);
        _platform.TrimNative();
    }

    private void OnTimer()
    {
        try
        {
            MemoryPressure pressure = Observe();
            if (IsCollectionAwaited() && CollectIfRested()) pressure = Observe();
            if (_trimWanted) TrimOnce();
            if (pressure == MemoryPressure.Critical) RelieveRested();
            else if (pressure == MemoryPressure.High) ReclaimClass(ReclaimCost.JustDrop, BytesOverHigh(), [], CancellationToken.None);
            else if (pressure == MemoryPressure.Moderate) ArmBallast();
            RelieveFirstWaiter();
        }
        catch (ObjectDisposedException)
        {
            // Disposed between the timer's firing and here; there is nothing left to observe.
            _pressure = MemoryPressure.Low;
        }
        catch (OutOfMemoryException)
        {
            // The observer itself found no room; that is the moment the ballast is for.
            OnOutOfMemory();
        }
    }

    /// <summary>A refused request that did not wait is no reason to collect later.</summary>
    private bool IsCollectionAwaited()
    {
        lock (_gate) return _collectorWanted && (_queue.Count > 0 || _ledger.Deficit > 0);
    }

    /// <summary>Once for each rise above the slack's floor: after it, what is still there is in use.</summary>
    private void TrimOnce()
    {
        if (_time.GetTimestamp() < Interlocked.Read(ref _restUntil)) return;
        _platform.TrimNative();
        _trimWanted = false;
        Interlocked.Exchange(ref _restUntil, _time.GetTimestamp() + Ticks(Patience));
    }

    /// <summary>Climbs that did not help are repeated at growing distances: 1, 2, 4 ... 60 s.</summary>
    private void RelieveRested()
    {
        if (_time.GetTimestamp() < _climbRestUntil) return;
        ReliefOutcome outcome = Relieve();
        bool isOver = !outcome.Relieved && _lastReading.OwnBytes > _ledger.Budget;
        _failedClimbs = isOver ? _failedClimbs + 1 : 0;
        TimeSpan rest = outcome.Relieved ? Patience : Clamp(Patience * Math.Pow(2, _failedClimbs), outcome.Elapsed * 9, RestMax);
        _climbRestUntil = _time.GetTimestamp() + Ticks(rest);
    }

    private void RelieveFirstWaiter()
    {
        LeaseWaiter? waiter;
        lock (_gate) waiter = _queue.First;
        if (waiter is null || waiter.IsRelieved || _time.GetElapsedTime(waiter.Since) < Patience) return;
        waiter.IsRelieved = true;
        Climb(ReliefStep.DropCaches, ReliefStep.CollectAndTrim, waiter.Bytes, () => ServeAndSee(waiter), CancellationToken.None);
    }

    private bool ServeAndSee(LeaseWaiter waiter)
    {
        lock (_gate) ServeQueue_NeedsLock();
        return waiter.Task.IsCompleted;
    }

    private void ThrowIfExhausted_NeedsLock()
    {
        if (_spiral.IsHopeless)
        {
            throw new MemoryExhaustedException(
                $"The garbage collector takes {_spiral.PauseShare:P0} of the time even with one worker: the work does not fit into "
                + $"{MemorySize.Format(_ledger.Budget)}. Raise --memory to at least {MemorySize.Format(_ledger.Budget + _ledger.Budget / 2)}, or give it smaller pieces.");
        }

        if (_failedClimbs >= FailedClimbsMax)
        {
            throw new MemoryExhaustedException(
                $"{MemorySize.Format(_lastReading.OwnBytes)} are in use, the budget is {MemorySize.Format(_ledger.Budget)}, and freeing memory "
                + $"{_failedClimbs} times did not help. Held by: {Holders_NeedsLock()}; outside of leases: {MemorySize.Format(_drift.Last)}. Raise --memory.");
        }
    }

    /// <summary>When what is leased and known stays below the high line, the rest is garbage: collecting comes before spilling good data.</summary>
    private bool LeasesExplainUse()
    {
        lock (_gate)
        {
            long known = _ledger.Base + _ledger.Slack + _ledger.Native + _ledger.Managed + _ledger.Deficit;
            return known >= _options.Profile.Thresholds.LineBytes(MemoryPressure.High, _ledger.Budget);
        }
    }

    private long BytesOverHigh()
    {
        lock (_gate)
        {
            long line = _options.Profile.Thresholds.LineBytes(MemoryPressure.High, _ledger.Budget);
            return Math.Max(_granule, _lastReading.PressureBytes - line);
        }
    }

    /// <summary>
    /// Not before pressure is moderate: below, the heap has room without it, and an array of this size makes the runtime collect everything
    /// once, which a short-lived process would pay for nothing.
    /// </summary>
    private void ArmBallast()
    {
        long bytes = Math.Min(_options.BallastBytes, _ledger.GcLimit / 8);
        if (_ballast is not null || bytes < 1 << 16 || !_options.GovernsProcess || _isDisposed) return;
        if (_ledger.GcLimit < BallastShare * bytes) return;
        _ballast = GC.AllocateUninitializedArray<byte>((int)bytes);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
