using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>How good the lists are that some weights make.</summary>
internal static class FitScore
{
    /// <summary>The mean NDCG@10 of questions.</summary>
    /// <param name="lists">What was ranked for each.</param>
    /// <param name="weights">A weight a signal.</param>
    /// <param name="byFile">Whether a list has files, or passages.</param>
    public static double Mean(IReadOnlyList<FitList> lists, double[] weights, bool byFile) =>
        lists.Count == 0 ? double.NaN : lists.Average(list => Gain(byFile ? Files(list, weights) : Passages(list, weights), list.Question.Targets.Count));

    private static List<ulong> Files(FitList list, double[] weights)
    {
        List<ulong> hits = [];
        var files = new HashSet<int>();
        for (int i = 0; i < list.First.Length; i++)
        {
            if (files.Add(list.FirstFiles[i])) hits.Add(list.First[i]);
        }
        hits.AddRange(list.Ranked(weights, byFile: true).Select(item => item.Hits));
        return hits;
    }

    /// <summary>As the product spreads passages: each better one of the same file lowers the next.</summary>
    private static List<ulong> Passages(FitList list, double[] weights)
    {
        var before = new Dictionary<int, int>();
        foreach (int file in list.FirstFiles) before[file] = before.GetValueOrDefault(file) + 1;
        var spread = new List<(double Key, int Order, ulong Hits)>();
        foreach (FitItem item in list.Ranked(weights, byFile: false))
        {
            int count = before.GetValueOrDefault(item.File);
            before[item.File] = count + 1;
            double key = Fit.Dot(item.Measures, weights) + (weights[(int)Signal.Repeat] * Math.Min(count, Ranking.RepeatMost));
            spread.Add((key, spread.Count, item.Hits));
        }
        return [.. list.First, .. spread.OrderByDescending(one => one.Key).ThenBy(one => one.Order).Select(one => one.Hits)];
    }

    /// <summary>NDCG@10, each answer at the rank of its first hit.</summary>
    private static double Gain(List<ulong> hits, int targets)
    {
        ulong found = 0;
        double gain = 0, ideal = 0;
        for (int i = 0; i < Score.Depth; i++)
        {
            ulong fresh = i < hits.Count ? hits[i] & ~found : 0;
            found |= fresh;
            gain += fresh != 0 ? 1 / Math.Log2(i + 2) : 0;
            ideal += i < targets ? 1 / Math.Log2(i + 2) : 0;
        }
        return gain / ideal;
    }
}
