namespace Plimsoll.Memory;

/// <summary>
/// Writes down what a job does with memory: phases, peaks, batch sizes. It holds a bounded amount however long the job runs. Safe for several threads;
/// phases may overlap.
/// </summary>
public sealed class MemoryRecorder
{
    /// <summary>A job has a dozen phases; names made from data by mistake end in one common entry.</summary>
    private const int PhasesMax = 64;

    private const string OtherPhases = "(other)";

    private readonly Lock _gate = new();
    private readonly Func<MemorySample> _sample;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _clock;
    private readonly List<PhaseBook> _phases = [];
    private readonly BatchHistory _batches = new();
    private readonly long _started;
    private readonly CollectorBase _collectorBase = CollectorBase.Now();
    private readonly long _limitHitsBefore;
    private MemorySample _last;
    private long _peak;

    /// <summary>Starts a recording.</summary>
    /// <param name="probe">Is sampled at the start and end of each phase.</param>
    /// <param name="budget">The budget that is reported.</param>
    /// <param name="monitor">Every sample of this monitor counts towards the peaks; null for only the samples at phase borders and <see cref="Observe"/>.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public MemoryRecorder(MemoryProbe probe, MemoryBudget budget, PressureMonitor? monitor = null, TimeProvider? clock = null)
        : this(SampleOf(probe), budget, clock ?? TimeProvider.System)
    {
        if (monitor is not null)
            monitor.Observer = sample => Observe(sample);
    }

    internal MemoryRecorder(Func<MemorySample> sample, MemoryBudget budget, TimeProvider clock)
    {
        _sample = sample;
        _budget = budget;
        _clock = clock;
        _started = clock.GetTimestamp();
        MemorySample first = sample();
        _limitHitsBefore = first.GroupLimitHits;
        Observe(first);
    }

    /// <summary>Begins a phase; phases of one name are added up.</summary>
    /// <param name="name">The phase's name: a constant, not data.</param>
    /// <returns>Ends the phase when disposed; disposing it again does nothing.</returns>
    public IDisposable BeginPhase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        MemorySample sample = _sample();
        lock (_gate)
        {
            Observe_NeedsLock(sample);
            PhaseBook book = BookOf_NeedsLock(name);
            book.Begin(sample.UsedOf(_budget.Bytes));
            return new PhaseScope(this, book, _clock.GetTimestamp());
        }
    }

    /// <summary>Counts a sample towards the peaks.</summary>
    /// <param name="sample">The sample.</param>
    public void Observe(in MemorySample sample)
    {
        lock (_gate)
            Observe_NeedsLock(sample);
    }

    /// <summary>Adds a batch to the history.</summary>
    /// <param name="stage">The stage that formed it: a constant, not data.</param>
    /// <param name="items">How many items it has.</param>
    public void RecordBatch(string stage, int items)
    {
        lock (_gate)
            _batches.Add(new BatchRecord(_clock.GetElapsedTime(_started), stage, items));
    }

    /// <summary>The report so far; phases that still run are in it up to the last sample.</summary>
    /// <param name="governor">The books of the governor, for owners and drift; null without one.</param>
    /// <returns>The report.</returns>
    public MemoryReport Build(GovernorSnapshot? governor = null)
    {
        Observe(_sample());
        lock (_gate)
        {
            TimeSpan duration = _clock.GetElapsedTime(_started);
            return new MemoryReport
            {
                Budget = _budget,
                Duration = duration,
                PeakBytes = Math.Max(_peak, governor?.PeakUsedBytes ?? 0),
                Phases = [.. _phases.ConvertAll(book => book.ToPhase(_last.UsedOf(_budget.Bytes)))],
                Owners = governor?.Owners ?? [],
                Collector = _collectorBase.Since(duration),
                DriftBytes = governor?.DriftBytes ?? 0,
                GroupLimitHits = Math.Max(0, _last.GroupLimitHits - _limitHitsBefore),
                Batches = _batches.ToList(),
            };
        }
    }

    private static Func<MemorySample> SampleOf(MemoryProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return probe.Sample;
    }

    private void Observe_NeedsLock(in MemorySample sample)
    {
        _last = sample;
        long used = sample.UsedOf(_budget.Bytes);
        _peak = Math.Max(_peak, used);
        foreach (PhaseBook book in _phases)
            book.Observe(used);
    }

    private PhaseBook BookOf_NeedsLock(string name)
    {
        string kept = _phases.Count < PhasesMax ? name : OtherPhases;
        foreach (PhaseBook book in _phases)
        {
            if (string.Equals(book.Name, name, StringComparison.Ordinal) || string.Equals(book.Name, kept, StringComparison.Ordinal))
                return book;
        }

        var added = new PhaseBook(kept);
        _phases.Add(added);
        return added;
    }

    private void End(PhaseBook book, long began)
    {
        MemorySample sample = _sample();
        lock (_gate)
        {
            Observe_NeedsLock(sample);
            book.End(sample.UsedOf(_budget.Bytes), _clock.GetElapsedTime(began));
        }
    }

    private sealed class PhaseScope(MemoryRecorder recorder, PhaseBook book, long began) : IDisposable
    {
        private int _isEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isEnded, 1) == 0)
                recorder.End(book, began);
        }
    }
}
