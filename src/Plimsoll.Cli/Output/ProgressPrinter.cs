using System.Globalization;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Output;

/// <summary>
/// Progress on stderr for what takes longer than a second: one line redrawn ten times a second on a terminal, a plain line every five seconds elsewhere.
/// It looks at the job by a timer, so the job itself pays nothing for being watched.
/// </summary>
internal sealed class ProgressPrinter(Terminal terminal, MemoryGovernor governor) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TerminalPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly long _start = terminal.Time.GetTimestamp();
    private Func<TimeSpan, ProgressLine>? _look;
    private ITimer? _timer;
    private int _drawn;
    private bool _isFinished;

    /// <summary>Begins to watch a run of the indexer.</summary>
    /// <param name="look">Gives the progress at this moment; called from a timer's thread.</param>
    public void Start(Func<IndexProgress> look) => Start(elapsed =>
    {
        IndexProgress value = look();
        double share = value.WalkFinished && value.FilesSeen > 0 ? (double)Math.Min(value.FilesDone, value.FilesSeen) / value.FilesSeen : 0;
        return new ProgressLine(share, Describe(value, elapsed));
    });

    /// <summary>Begins to watch.</summary>
    /// <param name="look">Gives the progress for the time since the start; called from a timer's thread.</param>
    public void Start(Func<TimeSpan, ProgressLine> look)
    {
        _look = look;
        TimeSpan first = terminal.IsErrorTerminal ? Patience : LinePeriod;
        TimeSpan period = terminal.IsErrorTerminal ? TerminalPeriod : LinePeriod;
        _timer = terminal.Time.CreateTimer(static state => ((ProgressPrinter)state!).OnTimer(), this, first, period);
    }

    /// <summary>Ends, and takes the redrawn line away, so that what follows starts on an empty one.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            Clear_NeedsLock();
            _isFinished = true;
        }
    }

    /// <summary>Asks whether to go on; only yes means yes. Nothing is drawn meanwhile.</summary>
    public bool Confirm(string question)
    {
        lock (_gate)
        {
            Clear_NeedsLock();
            terminal.Error.Write(question + " [y/N] ");
            using StreamReader input = new(terminal.OpenInput());
            return input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
        }
    }

    /// <summary>Tells something while the job goes on, on a line of its own.</summary>
    public void Tell(string line)
    {
        lock (_gate)
        {
            Clear_NeedsLock();
            terminal.Error.WriteLine(line);
        }
    }

    internal string Describe(IndexProgress value, TimeSpan elapsed)
    {
        double seconds = Math.Max(0.001, elapsed.TotalSeconds);
        string files = value.WalkFinished ? $"{value.FilesDone}/{value.FilesSeen} files" : $"{value.FilesDone} files of {value.FilesSeen} found so far";
        string rest = Remaining(value, seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{files}, {value.Chunks / seconds:0} chunks/s, {DescribeMemory()}, batch {value.BatchSize}{rest}");
    }

    /// <summary>What is used, of what, and how tight it is.</summary>
    internal string DescribeMemory()
    {
        GovernorSnapshot memory = governor.Snapshot();
        return $"{MemorySize.Format(memory.UsedBytes)} of {MemorySize.Format(memory.BudgetBytes)}, pressure {Word(governor.Pressure)}";
    }

    private static string Remaining(IndexProgress value, double seconds)
    {
        if (!value.WalkFinished || value.FilesDone == 0 || value.FilesSeen <= value.FilesDone) return "";
        double left = seconds / value.FilesDone * (value.FilesSeen - value.FilesDone);
        return ", about " + Durations.Format(TimeSpan.FromSeconds(left)) + " left";
    }

    private void Clear_NeedsLock()
    {
        if (_drawn > 0) terminal.Error.Write("\r" + new string(' ', _drawn) + "\r");
        _drawn = 0;
    }

    private void OnTimer()
    {
        // A slow terminal must not queue up drawings: whoever finds another one drawing leaves.
        if (!_gate.TryEnter()) return;
        try
        {
            if (_isFinished) return;
            TimeSpan elapsed = terminal.Time.GetElapsedTime(_start);
            if (terminal.IsErrorTerminal) Draw(_look!(elapsed));
            else terminal.Error.WriteLine(_look!(elapsed).Text);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Draw(ProgressLine progress)
    {
        const int BarWidth = 20;
        int full = (int)(BarWidth * Math.Clamp(progress.Share, 0, 1));
        string line = "[" + new string('#', full) + new string('.', BarWidth - full) + "] " + progress.Text;
        if (line.Length >= terminal.Width) line = line[..(terminal.Width - 1)];
        terminal.Error.Write("\r" + line.PadRight(_drawn));
        _drawn = line.Length;
    }

    private static string Word(MemoryPressure pressure) => pressure switch
    {
        MemoryPressure.Low => "low",
        MemoryPressure.Moderate => "moderate",
        MemoryPressure.High => "high",
        _ => "critical",
    };
}

/// <summary>Progress as it is drawn.</summary>
/// <param name="Share">How much is done, from 0 to 1; 0 where it is not known.</param>
/// <param name="Text">In words and figures.</param>
internal readonly record struct ProgressLine(double Share, string Text);
