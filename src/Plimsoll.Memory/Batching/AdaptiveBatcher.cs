namespace Plimsoll.Memory;

/// <summary>
/// The size of the next batch, in items: additive patience up, multiplicative down. Low pressure: +10 % after five good batches; moderate:
/// as it is; high: −25 %; critical: −50 %; never outside the limits. How many of these items fit the lease is
/// <see cref="SizePredictor"/>'s matter. Thread safe.
/// </summary>
public sealed class AdaptiveBatcher
{
    private readonly Lock _gate = new();
    private readonly BatchLimits _limits;
    private double _size;
    private int _good;

    /// <summary>Starts at the base size.</summary>
    /// <exception cref="ArgumentException">The limits contradict each other.</exception>
    public AdaptiveBatcher(BatchLimits? limits = null)
    {
        _limits = limits ?? new BatchLimits();
        BatchLimits.Validate(_limits);
        _size = _limits.Base;
    }

    /// <summary>Items the next batch should have.</summary>
    public int Size
    {
        get
        {
            lock (_gate) return (int)_size;
        }
    }

    /// <summary>Tells how a batch went.</summary>
    /// <param name="isGood">Done without a refusal, an item's failure or an out-of-memory error.</param>
    /// <param name="pressure">The pressure after it.</param>
    /// <returns>The size of the next batch.</returns>
    public int Report(bool isGood, MemoryPressure pressure)
    {
        lock (_gate)
        {
            switch (pressure)
            {
                case MemoryPressure.Low:
                    Grow_NeedsLock(isGood);
                    break;
                case MemoryPressure.High:
                    Cut_NeedsLock(_limits.HighCut);
                    break;
                case MemoryPressure.Critical:
                    Cut_NeedsLock(_limits.CriticalCut);
                    break;
                default:
                    _good = 0;
                    break;
            }

            return (int)_size;
        }
    }

    /// <summary>Cuts as under critical pressure: for an out-of-memory error, which needs no second sign.</summary>
    public int CutNow()
    {
        lock (_gate)
        {
            Cut_NeedsLock(_limits.CriticalCut);
            return (int)_size;
        }
    }

    private void Grow_NeedsLock(bool isGood)
    {
        _good = isGood ? _good + 1 : 0;
        if (_good < _limits.GoodBatches) return;
        _good = 0;

        // At small sizes ten percent are less than an item; a step is one item at least.
        _size = Math.Min(_limits.Max, Math.Max(_size * (1 + _limits.Growth), _size + 1));
    }

    private void Cut_NeedsLock(double share)
    {
        _good = 0;
        _size = Math.Max(_limits.Min, Math.Floor(_size * (1 - share)));
    }
}
