namespace Plimsoll.Indexing.Search;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A sentence with the nearest of the names, with a space before it, or nothing when none is near.</summary>
    public static string For(string typed, IReadOnlyList<string> names)
    {
        string? best = null;
        int least = Math.Max(2, typed.Length / 3) + 1;
        foreach (string name in names)
        {
            int distance = name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1 : Distance(typed, name);
            if (distance < least)
            {
                least = distance;
                best = name;
            }
        }

        return best is null ? "" : $" Did you mean \"{best}\"?";
    }

    /// <summary>Insertions, deletions and replacements of characters from one to the other (Levenshtein), in any case.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = new int[right.Length + 1];
        for (int i = 0; i < row.Length; i++)
            row[i] = i;
        foreach (char character in left)
        {
            int diagonal = row[0]++;
            for (int i = 1; i < row.Length; i++)
            {
                int same = char.ToLowerInvariant(character) == char.ToLowerInvariant(right[i - 1]) ? diagonal : diagonal + 1;
                diagonal = row[i];
                row[i] = Math.Min(same, Math.Min(row[i], row[i - 1]) + 1);
            }
        }

        return row[^1];
    }
}
