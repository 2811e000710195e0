namespace Plimsoll.Bench.Names;

/// <summary>How well one program was named, each figure a share of its bindings that count.</summary>
/// <param name="Count">How many count.</param>
/// <param name="Exact">Letter by letter.</param>
/// <param name="Same">The same words.</param>
/// <param name="Words">Words in common (F1).</param>
/// <param name="Known">Those in functions that the table has as a whole, so that it need not guess.</param>
/// <param name="WordsOfOthers">Words in common, of all but those.</param>
internal sealed record NameScore(int Count, double Exact, double Same, double Words, double Known, double WordsOfOthers)
{
    /// <summary>Compares names with the original ones. A binding that kept its minified name counts 0.</summary>
    /// <param name="truth">The program.</param>
    /// <param name="names">The name of each binding, by where it is declared.</param>
    /// <param name="known">Where those are declared that are known as a whole.</param>
    public static NameScore Of(NameTruth truth, IReadOnlyDictionary<int, string> names, IReadOnlySet<int> known)
    {
        double exact = 0, same = 0, words = 0, wordsOfOthers = 0;
        int knownCount = 0;
        foreach (NamedBinding binding in truth.Bindings)
        {
            bool isKnown = known.Contains(binding.Offset);
            if (isKnown) knownCount++;
            if (!names.TryGetValue(binding.Offset, out string? name) || string.Equals(name, binding.Name, StringComparison.Ordinal)) continue;
            string[] given = NameWords.Of(name), original = NameWords.Of(binding.Original);
            if (string.Equals(name, binding.Original, StringComparison.Ordinal)) exact++;
            if (given.SequenceEqual(original, StringComparer.Ordinal)) same++;
            double common = NameWords.Common(given, original);
            words += common;
            if (!isKnown) wordsOfOthers += common;
        }

        int count = truth.Bindings.Count;
        return new NameScore(count, exact / count, same / count, words / count, (double)knownCount / count, wordsOfOthers / Math.Max(1, count - knownCount));
    }

    /// <summary>The mean of several, each with a weight.</summary>
    public static NameScore Mean(IReadOnlyCollection<NameScore> scores, Func<NameScore, double> weight)
    {
        double all = scores.Sum(weight);
        return new NameScore(scores.Sum(one => one.Count), Of(one => one.Exact), Of(one => one.Same), Of(one => one.Words), Of(one => one.Known), Of(one => one.WordsOfOthers));
        double Of(Func<NameScore, double> figure) => scores.Sum(one => figure(one) * weight(one)) / all;
    }
}
