using System.Runtime.ExceptionServices;

namespace Plimsoll.Memory;

/// <summary>Keeps the first error of several tasks and stops the others; what they throw because of the stop is not news.</summary>
internal sealed class FirstFailure(CancellationTokenSource stop)
{
    private readonly Lock _gate = new();
    private ExceptionDispatchInfo? _first;

    /// <summary>Runs a stage; the task it returns never fails.</summary>
    public async Task Watch(Func<Task> stage)
    {
        try
        {
            await stage().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            lock (_gate) _first ??= ExceptionDispatchInfo.Capture(exception);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Rethrow() => _first?.Throw();
}
