namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>One thing that was ranked for a question.</summary>
/// <param name="Measures">A measure a signal.</param>
/// <param name="File">The number of its file among those of the question.</param>
/// <param name="Hits">Which answers it is, as a view counts them, a bit each.</param>
internal sealed record FitItem(double[] Measures, int File, ulong Hits);

/// <summary>Everything that was ranked for a question.</summary>
/// <param name="Repository">The repository that was asked.</param>
/// <param name="Question">The question.</param>
/// <param name="First">What stands above the ranking whatever its weights: which answers each definition of the query's name is.</param>
/// <param name="FirstFiles">The files of those definitions, by the numbers that items have.</param>
/// <param name="Items">The rest, in a fixed order.</param>
internal sealed record FitList(string Repository, Question Question, ulong[] First, int[] FirstFiles, FitItem[] Items)
{
    /// <summary>The items that compete under some weights: all of them, or the best of each file.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="byFile">Whether a file competes by its best item.</param>
    /// <returns>The items, best first; equal ones in their order.</returns>
    public List<FitItem> Ranked(double[] weights, bool byFile)
    {
        var scored = new List<(double Score, int Index)>(Items.Length);
        for (int i = 0; i < Items.Length; i++)
            scored.Add((Fit.Dot(Items[i].Measures, weights), i));
        scored.Sort(static (left, right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Index - right.Index);
        var ranked = new List<FitItem>(Items.Length);
        var files = new HashSet<int>(byFile ? FirstFiles : []);
        foreach ((_, int index) in scored)
        {
            if (!byFile || files.Add(Items[index].File)) ranked.Add(Items[index]);
        }
        return ranked;
    }
}
