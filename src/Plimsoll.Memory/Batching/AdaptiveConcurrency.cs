namespace Plimsoll.Memory;

/// <summary>
/// How many workers may work at once, adapted as batches are: one more after five good batches under low pressure, a quarter less under
/// high, half under critical pressure, one at least. Thread safe; lowering takes effect as workers finish.
/// </summary>
public sealed class AdaptiveConcurrency : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _permits;
    private readonly AdaptiveBatcher _steps;
    private int _allowed;
    private int _owed;

    /// <summary>Starts with all workers.</summary>
    /// <param name="workersMax">The most at once; 1 or more.</param>
    public AdaptiveConcurrency(int workersMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workersMax);
        _permits = new SemaphoreSlim(workersMax);
        _steps = new AdaptiveBatcher(new BatchLimits { Base = workersMax, Min = 1, Max = workersMax });
        _allowed = workersMax;
    }

    /// <summary>Workers allowed now.</summary>
    public int Allowed
    {
        get
        {
            lock (_gate) return _allowed;
        }
    }

    /// <summary>Waits until one more may work; <see cref="Leave"/> must follow.</summary>
    public Task EnterAsync(CancellationToken cancellationToken = default) => _permits.WaitAsync(cancellationToken);

    /// <summary>Ends what <see cref="EnterAsync"/> allowed.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (_owed > 0) _owed--;
            else _permits.Release();
        }
    }

    /// <summary>Tells how a batch went; the advice of a governor caps the result.</summary>
    public int Report(bool isGood, MemoryPressure pressure, int advisedMax = int.MaxValue)
    {
        int allowed = Math.Max(1, Math.Min(advisedMax, _steps.Report(isGood, pressure)));
        lock (_gate)
        {
            int more = allowed - _allowed;
            _allowed = allowed;

            // Fewer: who is inside finishes, and its permit is not given back. More: debts are forgiven before permits are made.
            int forgiven = Math.Min(_owed, Math.Max(0, more));
            _owed += Math.Max(0, -more) - forgiven;
            if (more > forgiven) _permits.Release(more - forgiven);
        }

        return allowed;
    }

    /// <inheritdoc/>
    public void Dispose() => _permits.Dispose();
}
