using System.Runtime.InteropServices;
using Plimsoll.Cli.Output;

namespace Plimsoll.Cli;

/// <summary>
/// Ctrl-C and SIGTERM during a job that saves its state. The first asks the job to finish its batch and save; the second ends the process at once,
/// which loses at most what was not yet saved.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>`timeout` sends its signal to the process and then to its group, a terminal to every process of a line: that is one wish, and nobody presses twice so fast.</summary>
    private static readonly TimeSpan SameSignal = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop;
    private readonly Terminal _terminal;
    private readonly Action<int> _exit;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;
    private long _first;

    /// <param name="terminal">Where to say what happens.</param>
    /// <param name="outer">Stops the job too; for tests.</param>
    /// <param name="exit">Ends the process at once; null for the process's own exit.</param>
    public Interruption(Terminal terminal, CancellationToken outer, Action<int>? exit = null)
    {
        _terminal = terminal;
        _exit = exit ?? Environment.Exit;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>What the first signal brings on, for people.</summary>
    public string Notice { get; init; } = "finishing this batch and saving; once more stops at once";

    /// <summary>130 after Ctrl-C, 143 after SIGTERM.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    /// <summary>What a signal does; separate from the registration, so that tests need no signal.</summary>
    internal void OnSignal(PosixSignal signal)
    {
        ExitCode = signal == PosixSignal.SIGTERM ? Cli.ExitCode.Terminated : Cli.ExitCode.Interrupted;
        long now = _terminal.Time.GetTimestamp();
        // Before the signals are counted: the second may come while the first is at work here.
        Interlocked.CompareExchange(ref _first, now, 0);
        if (Interlocked.Increment(ref _signals) > 1)
        {
            if (_terminal.Time.GetElapsedTime(Interlocked.Read(ref _first), now) >= SameSignal) _exit(ExitCode);
            return;
        }
        _terminal.Error.WriteLine($"\nplimsoll: {Notice}");
        _stop.Cancel();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        OnSignal(context.Signal);
    }
}
