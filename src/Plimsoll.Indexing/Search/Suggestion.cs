namespace Plimsoll.Indexing.Search;

/// <summary>Guesses what a mistyped word was meant to be; capitals make no difference.</summary>
public static class Suggestion
{
    /// <summary>"; did you mean X?", or nothing when no candidate is near.</summary>
    public static string For(string word, IReadOnlyList<string> candidates) =>
        Nearest(word, candidates) is string near ? $"; did you mean {near}?" : "";

    /// <summary>The candidate with the fewest edits, if those are at most a third of the word (and one for short words), or that the word begins.</summary>
    public static string? Nearest(string word, IReadOnlyList<string> candidates)
    {
        string? best = null;
        int least = Math.Max(1, word.TrimStart('-').Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int edits = Edits(word, candidate);
            if (edits >= least) continue;
            least = edits;
            best = candidate;
        }
        if (best is not null) return best;
        foreach (string candidate in candidates)
        {
            if (word.TrimStart('-').Length >= 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return candidate;
        }
        return null;
    }

    /// <summary>Edits between two words, a swap of neighbours counting as one (optimal string alignment).</summary>
    private static int Edits(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = cost[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
                if (swapped) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
