namespace Plimsoll.Memory;

/// <summary>
/// Predicts the memory of a batch from what batches of the same stage took: bytes per unit of weight, where the weight of an item is what is
/// known of it beforehand (its length, or 1). The forecast is a high quantile of the last ratios, times a margin: the mean would be wrong
/// every second time, and the maximum would let one freak rule for ever. A surprise above the forecast raises it at once. Thread safe.
/// </summary>
public sealed class SizePredictor
{
    /// <summary>Long enough for a quantile of 95 % to mean something, short enough to follow a drift within 64 batches.</summary>
    private const int Window = 64;

    private const double Quantile = 0.95;

    /// <summary>A quarter above the quantile: fragmentation and what the sample has not seen.</summary>
    private const double Margin = 1.25;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stage> _stages = new(StringComparer.Ordinal);
    private readonly double _firstBytesPerUnit;

    /// <summary>Makes a predictor that has seen nothing yet.</summary>
    /// <param name="firstBytesPerUnit">The forecast before anything was seen; better too high than too low.</param>
    public SizePredictor(double firstBytesPerUnit = 16 << 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstBytesPerUnit);
        _firstBytesPerUnit = firstBytesPerUnit;
    }

    /// <summary>Bytes that so much weight will need in this stage.</summary>
    public long Predict(string stage, long weight)
    {
        double bytes = BytesPerUnit(stage) * Math.Max(0, weight);
        return bytes >= long.MaxValue ? long.MaxValue : (long)Math.Ceiling(bytes);
    }

    /// <summary>The forecast for one unit of weight, in bytes.</summary>
    public double BytesPerUnit(string stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        lock (_gate) return _stages.TryGetValue(stage, out Stage? seen) ? seen.Forecast : _firstBytesPerUnit;
    }

    /// <summary>How many items of one unit each fit; at least 1, because an item goes alone before it is refused.</summary>
    public int ItemsThatFit(string stage, long bytes) => (int)Math.Clamp(bytes / Math.Max(1, BytesPerUnit(stage)), 1, int.MaxValue);

    /// <summary>Tells what a batch really took at its peak.</summary>
    public void Observe(string stage, long weight, long bytes)
    {
        ArgumentNullException.ThrowIfNull(stage);
        if (weight <= 0 || bytes < 0) return;
        lock (_gate)
        {
            if (!_stages.TryGetValue(stage, out Stage? seen)) _stages.Add(stage, seen = new Stage());
            seen.Add((double)bytes / weight);
        }
    }

    private sealed class Stage
    {
        private readonly double[] _ratios = new double[Window];
        private readonly double[] _sorted = new double[Window];
        private int _count;
        private int _next;
        private double _surprise;

        public double Forecast { get; private set; }

        public void Add(double ratio)
        {
            // The quantile needs some four large ones before it believes; until then the largest of late rules, fading by a quarter a batch.
            _surprise = Math.Max(ratio, _surprise * 0.75);
            _ratios[_next] = ratio;
            _next = (_next + 1) % Window;
            _count = Math.Min(_count + 1, Window);
            Forecast = Math.Max(HighQuantile(), _surprise) * Margin;
        }

        private double HighQuantile()
        {
            Array.Copy(_ratios, _sorted, _count);
            Array.Sort(_sorted, 0, _count);
            return _sorted[Math.Max(0, (int)Math.Ceiling(_count * Quantile) - 1)];
        }
    }
}
