namespace Plimsoll.Memory;

/// <summary>
/// Keeps a process under a memory line. Work takes its memory by leases; the ledger says budget = base + slack + native leases + heap
/// limit, and the heap limit is moved at run time, so that what is promised to native memory is taken from the collector first.
/// <para>Goals: within the budget with native memory included; nobody starves; no deadlock. Not a goal: stopping code that takes memory
/// without a lease; such growth is seen as drift and paid from the slack.</para>
/// <para>The deadlock rule: who holds a lease does not wait for another. A holder's growth (<see cref="MemoryLease.TryGrow(long)"/>) answers at
/// once and passes the queue; several leases are asked for before the first is used, in one place, in one order. Who breaks the rule ends
/// after the wait limit with a <see cref="LeaseTimeoutException"/> that names the holders, not in a hang.</para>
/// Thread safe: one lock; foreign code and collections run outside of it.
/// </summary>
public sealed partial class MemoryGovernor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Ledger _ledger;
    private readonly LeaseTable _table = new();
    private readonly OwnerBook _owners = new();
    private readonly LeaseQueue _queue = new();
    private readonly MemoryGovernorOptions _options;
    private readonly GovernorPlatform _platform;
    private readonly MemoryProbe? _ownProbe;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private readonly Func<LeaseWaiter, bool> _serve;
    private readonly long _granule;
    private long _granted;
    private long _refused;
    private long _doubleReleases;
    private bool _isDisposed;

    /// <summary>Draws the line.</summary>
    /// <exception cref="BudgetTooSmallException">Not even an idle process fits; the exception names the smallest budget that would do.</exception>
    /// <exception cref="InvalidOperationException">Another governor owns the heap limit of this process.</exception>
    public MemoryGovernor(MemoryGovernorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MemoryGovernorOptions.Validate(options);
        _options = options;
        _time = options.Time;
        _budget = options.Budget;
        _serve = Serve_NeedsLock;
        _granule = Math.Clamp(options.Budget.Bytes / 64, 1L << 18, 16L << 20);
        _fileRoom = new FileRoom(_granule);
        _spiral = new GcSpiralGuard(options.Cores, options.Profile.PauseShareMax);
        if (options.Platform is null && options.GovernsProcess && options.Probe is null) _ownProbe = new MemoryProbe();
        try
        {
            _platform = options.Platform ?? NewPlatform(options, options.Probe ?? _ownProbe);
            _ledger = OpenLedger();
        }
        catch
        {
            _platform?.Dispose();
            _ownProbe?.Dispose();
            throw;
        }

        if (options.ObserveEvery > TimeSpan.Zero)
            _timer = _time.CreateTimer(static state => ((MemoryGovernor)state!).OnTimer(), this, options.ObserveEvery, options.ObserveEvery);
    }

    /// <summary>A governor of this process with the default settings.</summary>
    public MemoryGovernor(MemoryBudget budget)
        : this(new MemoryGovernorOptions { Budget = budget })
    {
    }

    /// <summary>The line now, in bytes; lower than the given budget while the kernel group's limit is.</summary>
    public long BudgetBytes
    {
        get
        {
            lock (_gate) return _ledger.Budget;
        }
    }

    /// <summary>Workers advised now: as many as cores, fewer while the collector takes more than half of the time.</summary>
    public int AdvisedConcurrency => _spiral.Concurrency;

    /// <summary>What a request of this kind could get at once, in bytes. For choosing buffer sizes; it is no promise.</summary>
    public long BudgetAvailableFor(LeaseKind kind)
    {
        lock (_gate)
        {
            _ledger.Check();
            return Available_NeedsLock(kind);
        }
    }

    /// <summary>
    /// The most a request of this kind could get under the budget, in bytes, with nothing else leased and with as much unleased memory as
    /// there is now. For choosing buffer sizes: a job that takes no more than half of it also gets it when the process grows.
    /// </summary>
    public long LargestLease(LeaseKind kind)
    {
        lock (_gate)
        {
            _ledger.Check();
            return Largest_NeedsLock(kind, _ledger.Slack);
        }
    }

    /// <summary>The smallest budget, in bytes, under which these leases could be held together.</summary>
    public long SmallestBudgetFor(long managedBytes, long nativeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(managedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(nativeBytes);
        long gcLimit = Math.Max(_options.GcFloorBytes, LimitForManaged(managedBytes));
        return _options.SmallestBudget(_ledger.Base, gcLimit, nativeBytes);
    }

    /// <summary>The books at this moment.</summary>
    public GovernorSnapshot Snapshot()
    {
        lock (_gate)
        {
            _ledger.Check();
            return new GovernorSnapshot
            {
                BudgetBytes = _ledger.Budget,
                BaseBytes = _ledger.Base,
                SlackBytes = _ledger.Slack,
                NativeBytes = _ledger.Native,
                IdleBytes = _ledger.Idle,
                GcLimitBytes = _ledger.GcLimit,
                ManagedBytes = _ledger.Managed,
                DeficitBytes = _ledger.Deficit,
                DriftBytes = _drift.Last,
                UsedBytes = _lastReading.OwnBytes,
                PeakUsedBytes = _peakUsed,
                HeldLeases = _table.Held,
                WaitingRequests = _queue.Count,
                GrantedLeases = _granted,
                RefusedRequests = _refused,
                DoubleReleases = _doubleReleases,
                ForcedCollections = _collections,
                Relief = _relief,
                AdvisedConcurrency = _spiral.Concurrency,
                GcPauseShare = _spiral.PauseShare,
                Owners = _owners.Snapshot(),
            };
        }
    }

    /// <summary>Ends the waiting requests with <see cref="ObjectDisposedException"/> and gives the heap limit back. Leases may be released afterwards.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _ledger.Check();
            _isDisposed = true;

            // Ends: each turn takes one out.
            while (_queue.First is { } waiter)
            {
                _queue.Remove(waiter);
                waiter.ShutDown();
            }
        }

        _timer?.Dispose();
        _ballast = null;
        _platform.Dispose();
        _ownProbe?.Dispose();
    }

    private static GovernorPlatform NewPlatform(MemoryGovernorOptions options, MemoryProbe? probe) =>
        options.GovernsProcess ? new ProcessPlatform(probe!) : new DetachedPlatform(probe);

    /// <summary>Base is what is there before any work; the heap is not part of it, because it has its own place in the ledger.</summary>
    private Ledger OpenLedger()
    {
        GovernorReading reading = _platform.Read(_budget.Bytes);
        long budget = Math.Min(_budget.Bytes, reading.LimitBytes);
        long measured = _options.GovernsProcess ? Math.Max(0, reading.OwnBytes - reading.GcCommittedBytes) : 0;
        long baseBytes = _options.BaseBytes ?? measured;
        long slack = _options.SlackFor(budget);
        if (_options.GovernsProcess) _fileRoom.Begin(reading, budget, _options.FileShare(budget), budget - baseBytes - slack - _options.GcFloorBytes);
        var ledger = new Ledger(budget, baseBytes, slack + _fileRoom.Bytes);
        if (ledger.GcLimit < _options.GcFloorBytes || !SetFirstLimit(ledger.GcLimit))
        {
            long gcLimit = Math.Max(_options.GcFloorBytes, reading.GcCommittedBytes);
            throw new BudgetTooSmallException(budget, baseBytes, _options.SmallestBudget(baseBytes, gcLimit, 0));
        }

        _lastReading = reading;
        return ledger;
    }

    private bool SetFirstLimit(long bytes)
    {
        if (_platform.TrySetGcLimit(bytes)) return true;
        _platform.CollectAggressively();
        return _platform.TrySetGcLimit(bytes);
    }
}
