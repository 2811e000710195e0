namespace Plimsoll.Memory;

/// <summary>Callbacks of the ladder's last rungs. One that throws is reported and the next one called.</summary>
internal sealed class CallbackList
{
    private readonly Lock _gate = new();
    private readonly List<Action<CancellationToken>> _callbacks = [];

    public IDisposable Add(Action<CancellationToken> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_gate) _callbacks.Add(callback);
        return new Entry(this, callback);
    }

    public void Call(List<string> failures, CancellationToken cancellationToken)
    {
        Action<CancellationToken>[] callbacks;
        lock (_gate) callbacks = [.. _callbacks];
        foreach (Action<CancellationToken> callback in callbacks)
        {
            try
            {
                callback(cancellationToken);
            }
            catch (Exception exception) when (exception is not LedgerBrokenException)
            {
                failures.Add($"{callback.Method.Name}: {exception.Message}");
            }
        }
    }

    private sealed class Entry(CallbackList list, Action<CancellationToken> callback) : IDisposable
    {
        public void Dispose()
        {
            lock (list._gate) list._callbacks.Remove(callback);
        }
    }
}
