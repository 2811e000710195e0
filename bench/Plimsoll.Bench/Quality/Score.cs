namespace Plimsoll.Bench.Quality;

/// <summary>
/// How good one list of results is. Each answer counts at the rank of the first result that hits it: the gain is the sum of 1 / log2(rank + 1) over the ranks
/// that hit, by the same of an ideal list (NDCG@10). This is the metric of the benchmark that searchbench is a part of.
/// </summary>
/// <param name="Gain">NDCG@10.</param>
/// <param name="Reciprocal">1 / the first rank that hits, or 0.</param>
/// <param name="Found">1 if any of the first ten hits, else 0.</param>
internal readonly record struct Score(double Gain, double Reciprocal, double Found)
{
    /// <summary>Results that count.</summary>
    public const int Depth = 10;

    /// <summary>Scores a list, best first.</summary>
    public static Score Of(IReadOnlyList<Target> results, Question question, bool wholeFile)
    {
        Span<bool> hits = stackalloc bool[Depth];
        foreach (Target target in question.Targets)
        {
            int rank = RankOf(results, target, wholeFile);
            if (rank >= 0) hits[rank] = true;
        }
        double gain = 0, ideal = 0;
        for (int i = 0; i < Depth; i++)
        {
            gain += hits[i] ? 1 / Math.Log2(i + 2) : 0;
            ideal += i < question.Targets.Count ? 1 / Math.Log2(i + 2) : 0;
        }
        int first = hits.IndexOf(true);
        return new Score(ideal > 0 ? gain / ideal : 0, first < 0 ? 0 : 1.0 / (first + 1), first < 0 ? 0 : 1);
    }

    /// <summary>The mean; NaN of none.</summary>
    public static Score Mean(IReadOnlyCollection<Score> scores) => scores.Count == 0
        ? new Score(double.NaN, double.NaN, double.NaN)
        : new Score(scores.Average(score => score.Gain), scores.Average(score => score.Reciprocal), scores.Average(score => score.Found));

    private static int RankOf(IReadOnlyList<Target> results, Target target, bool wholeFile)
    {
        for (int i = 0; i < Math.Min(Depth, results.Count); i++)
        {
            if (target.IsHitBy(results[i], wholeFile)) return i;
        }
        return -1;
    }
}
