using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Plimsoll.Memory;

/// <summary>
/// Watches the pressure on a budget. It only observes: a budget is kept by leases, because memory fills faster than any sampler reacts. One poll takes
/// a few microseconds and allocates nothing; <see cref="Start"/> polls on a thread of its own, so that busy pool threads cannot delay it.
/// </summary>
public sealed class PressureMonitor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<MemorySample> _sample;
    private readonly PressureGauge _gauge;
    private readonly TimeSpan _period;
    private readonly ManualResetEventSlim _stop = new();
    private readonly List<Channel<MemoryPressure>> _watchers = [];
    private Thread? _thread;
    private MemorySample _last;
    private long _peakBytes;
    private bool _isDisposed;

    /// <summary>Makes a monitor; it does not poll before <see cref="Start"/> or <see cref="Poll"/>.</summary>
    /// <param name="probe">The probe to sample. The caller disposes it, after the monitor.</param>
    /// <param name="budget">The budget that the pressure is measured against.</param>
    /// <param name="profile">Gives the lines, the dwell and the period; null for <see cref="MemoryProfile.Balanced"/>.</param>
    /// <param name="clock">The clock for the dwell; null for the system's.</param>
    public PressureMonitor(MemoryProbe probe, MemoryBudget budget, MemoryProfile? profile = null, TimeProvider? clock = null)
        : this(SampleOf(probe), budget, profile ?? MemoryProfile.Balanced, clock ?? TimeProvider.System)
    {
    }

    /// <summary>Makes a monitor of any source of samples.</summary>
    internal PressureMonitor(Func<MemorySample> sample, MemoryBudget budget, MemoryProfile profile, TimeProvider clock)
    {
        _sample = sample;
        Budget = budget;
        _period = profile.SamplePeriod;
        _gauge = new PressureGauge(profile.Thresholds, budget.Bytes, profile.Dwell, clock);
    }

    /// <summary>
    /// Raised after the level has changed, outside of all locks, on the thread that polled. A handler that throws ends that thread's poll, so it must not.
    /// </summary>
    public event EventHandler<PressureChangedEventArgs>? Changed;

    /// <summary>The budget that the pressure is measured against.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Sees every sample, on the polling thread; for the recorder of a report.</summary>
    internal Action<MemorySample>? Observer { get; set; }

    /// <summary>The level of the last poll; <see cref="MemoryPressure.Low"/> before the first.</summary>
    public MemoryPressure Current
    {
        get
        {
            lock (_gate)
                return _gauge.Current;
        }
    }

    /// <summary>The sample of the last poll; empty before the first.</summary>
    public MemorySample LastSample
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>The most that any poll has seen used of the budget, in bytes.</summary>
    public long PeakBytes
    {
        get
        {
            lock (_gate)
                return _peakBytes;
        }
    }

    /// <summary>Starts to poll on a thread of its own; once started, it polls until it is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The monitor was disposed.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_thread is not null)
                return;

            // The loop is shallow; a small stack keeps the watcher out of the figures that it watches.
            _thread = new Thread(PollUntilStopped, maxStackSize: 256 << 10) { IsBackground = true, Name = "plimsoll pressure" };
            _thread.Start();
        }
    }

    /// <summary>Takes one sample and updates the level.</summary>
    /// <returns>The level.</returns>
    public MemoryPressure Poll()
    {
        MemorySample sample = _sample();
        long used = sample.UsedOf(Budget.Bytes);
        MemoryPressure before;
        MemoryPressure after;
        lock (_gate)
        {
            _last = sample;
            _peakBytes = Math.Max(_peakBytes, used);
            before = _gauge.Current;
            after = _gauge.Observe(used);
            if (before != after)
                Tell_NeedsLock(after);
        }

        Observer?.Invoke(sample);
        if (before != after)
            Changed?.Invoke(this, new PressureChangedEventArgs(before, after, used, Budget.Bytes));
        return after;
    }

    /// <summary>The level now and each later one. A slow reader gets the newest level and misses those between. Ends when the monitor is disposed.</summary>
    /// <param name="cancellation">Ends the watch.</param>
    /// <returns>The levels.</returns>
    public async IAsyncEnumerable<MemoryPressure> WatchAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Channel<MemoryPressure> channel = Subscribe();
        try
        {
            await foreach (MemoryPressure level in channel.Reader.ReadAllAsync(cancellation))
                yield return level;
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Stops the thread and ends all watches.</summary>
    public void Dispose()
    {
        Thread? thread;
        lock (_gate)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            thread = _thread;
            foreach (Channel<MemoryPressure> watcher in _watchers)
                watcher.Writer.TryComplete();
        }

        _stop.Set();
        if (thread is not null && thread != Thread.CurrentThread)
            thread.Join();
        _stop.Dispose();
    }

    private static Func<MemorySample> SampleOf(MemoryProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return probe.Sample;
    }

    private void PollUntilStopped()
    {
        try
        {
            do
            {
                Poll();
            }
            while (!_stop.Wait(_period));
        }
        catch (ObjectDisposedException) when (_isDisposed)
        {
            // A handler may dispose the monitor on this very thread; the wait then finds its event gone, and that is the end of the loop.
            return;
        }
    }

    private Channel<MemoryPressure> Subscribe()
    {
        var options = new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        Channel<MemoryPressure> channel = Channel.CreateBounded<MemoryPressure>(options);
        lock (_gate)
        {
            channel.Writer.TryWrite(_gauge.Current);
            if (_isDisposed)
                channel.Writer.TryComplete();
            else
                _watchers.Add(channel);
        }

        return channel;
    }

    private void Tell_NeedsLock(MemoryPressure level)
    {
        foreach (Channel<MemoryPressure> watcher in _watchers)
            watcher.Writer.TryWrite(level);
    }
}
