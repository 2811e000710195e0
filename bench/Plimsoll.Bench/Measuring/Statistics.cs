namespace Plimsoll.Bench.Measuring;

/// <summary>A middle with its spread.</summary>
internal readonly record struct Spread(double Median, double Min, double Max);

/// <summary>The few figures that runs are summed up by.</summary>
internal static class Statistics
{
    /// <summary>Median, smallest and largest.</summary>
    public static Spread Of(IReadOnlyCollection<double> values) =>
        values.Count == 0 ? new Spread(double.NaN, double.NaN, double.NaN) : new Spread(Percentile(values, 50), values.Min(), values.Max());

    /// <summary>The ratios within pairs, first by second. A pair ran next to each other, so what slowed the machine slowed both.</summary>
    public static Spread Ratio(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        Of([.. first.Zip(second, (left, right) => left / right)]);

    /// <summary>The differences within pairs, first minus second.</summary>
    public static Spread Difference(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        Of([.. first.Zip(second, (left, right) => left - right)]);

    /// <summary>The value below which this percentage of the values lies, interpolated between neighbours.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, double percent)
    {
        if (values.Count == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        double at = percent / 100 * (sorted.Length - 1);
        int below = (int)at;
        double share = at - below;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + share * (sorted[below + 1] - sorted[below]);
    }
}
