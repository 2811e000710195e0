namespace Plimsoll.Bench.Names;

/// <summary>How well one program was named, each figure a share of its bindings that count.</summary>
/// <param name="Count">How many count.</param>
/// <param name="Exact">Letter by letter.</param>
/// <param name="Same">The same words.</param>
/// <param name="Words">Words in common (F1).</param>
internal sealed record NameScore(int Count, double Exact, double Same, double Words)
{
    /// <summary>Compares names with the original ones. A binding that kept its minified name counts 0.</summary>
    public static NameScore Of(NameTruth truth, IReadOnlyDictionary<int, string> names)
    {
        double exact = 0, same = 0, words = 0;
        foreach (NamedBinding binding in truth.Bindings)
        {
            if (!names.TryGetValue(binding.Offset, out string? name) || string.Equals(name, binding.Name, StringComparison.Ordinal)) continue;
            string[] given = NameWords.Of(name), original = NameWords.Of(binding.Original);
            if (string.Equals(name, binding.Original, StringComparison.Ordinal)) exact++;
            if (given.SequenceEqual(original, StringComparer.Ordinal)) same++;
            words += NameWords.Common(given, original);
        }

        int count = truth.Bindings.Count;
        return new NameScore(count, exact / count, same / count, words / count);
    }
}
