namespace Plimsoll.Files;

/// <summary>
/// Gathers changes until it is worth while to act: until nothing has come for a moment, or for so long in a row that waiting on would make the first change
/// wait too long. Much at once is the work of a program such as git, for which both are longer.
/// </summary>
internal sealed class ChangeQueue(TimeProvider time)
{
    /// <summary>More places than a person changes at once.</summary>
    private const int ManyPaths = 64;

    private const int QuietOfMany = 3;
    private const int LongestOfFew = 3;
    private const int LongestOfMany = 20;

    private readonly object _gate = new();
    private TreeChanges _changes = new();
    private long _first;
    private long _last;

    /// <summary>Adds to the changes.</summary>
    public void Add(Action<TreeChanges> add)
    {
        lock (_gate)
        {
            var (wasEmpty, before) = (_changes.IsEmpty, _changes.Additions);
            add(_changes);
            if (_changes.Additions == before)
            {
                return;
            }

            _last = time.GetTimestamp();
            _first = wasEmpty ? _last : _first;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for changes and takes them.</summary>
    /// <param name="quiet">The moment for which nothing must come.</param>
    /// <param name="longest">How long to wait when nothing comes at all.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>The changes; null where none came or the waiting was ended.</returns>
    public TreeChanges? Take(TimeSpan quiet, TimeSpan longest, CancellationToken stop)
    {
        using var wake = stop.Register(Wake);
        var start = time.GetTimestamp();
        lock (_gate)
        {
            while (!stop.IsCancellationRequested)
            {
                var left = _changes.IsEmpty ? longest - time.GetElapsedTime(start) : Left(quiet);
                if (left <= TimeSpan.Zero)
                {
                    return _changes.IsEmpty ? null : TakeAll_NeedsLock();
                }

                // A whole number of milliseconds, upwards: a wait of none would spin.
                Monitor.Wait(_gate, (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue));
            }

            return null;
        }
    }

    private TreeChanges TakeAll_NeedsLock()
    {
        var taken = _changes;
        _changes = new TreeChanges();
        return taken;
    }

    private TimeSpan Left(TimeSpan quiet)
    {
        var isMuch = _changes.WholeBecause is not null || _changes.Paths.Count > ManyPaths;
        var now = time.GetTimestamp();
        var untilQuiet = (quiet * (isMuch ? QuietOfMany : 1)) - time.GetElapsedTime(_last, now);
        var untilDue = (quiet * (isMuch ? LongestOfMany : LongestOfFew)) - time.GetElapsedTime(_first, now);
        return untilQuiet < untilDue ? untilQuiet : untilDue;
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
