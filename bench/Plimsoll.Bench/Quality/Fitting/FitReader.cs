using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>Asks questions in this process and keeps what was measured of everything that was ranked.</summary>
internal static class FitReader
{
    /// <summary>More than both sides together retrieve.</summary>
    private const int Everything = 1000;

    /// <summary>Reads the lists of a benchmark.</summary>
    /// <param name="study">The benchmark.</param>
    /// <param name="wholeFile">Whether an item is right when its file is.</param>
    /// <param name="asker">Knows where the indexes are.</param>
    public static List<FitList> Read(Study study, bool wholeFile, Asker asker)
    {
        List<FitList> lists = [];
        foreach (QuestionSet set in study.Sets)
        {
            using Searcher searcher = Searcher.Open(set.Folder, asker.Index(set, study.Name));
            lists.AddRange(set.Questions.Select(question => Read(searcher, set.Repository, question, wholeFile)));
            Console.Error.WriteLine($"{study.Name}: {set.Repository}, {set.Questions.Count} questions");
        }
        return lists;
    }

    private static FitList Read(Searcher searcher, string repository, Question question, bool wholeFile)
    {
        SearchQuery query = new() { Text = question.Text, Limit = Score.Depth, Explain = true, Study = new RankingStudy { Kept = Everything, AsMeasured = true } };
        var files = new Dictionary<string, int>(StringComparer.Ordinal);
        List<FitItem> first = [], items = [];
        foreach (SearchHit hit in searcher.Search(query))
        {
            if (!files.TryGetValue(hit.Path, out int file)) files[hit.Path] = file = files.Count;
            FitItem item = new(MeasuresOf(hit), file, HitsOf(question, new Target(hit.Path, hit.StartLine, hit.EndLine), wholeFile));
            (item.Measures[(int)Signal.Definition] > 0 ? first : items).Add(item);
        }
        return new FitList(repository, question, [.. first.Select(item => item.Hits)], [.. first.Select(item => item.File)], [.. items]);
    }

    private static double[] MeasuresOf(SearchHit hit)
    {
        double[] measures = new double[Signals.Count];
        foreach (ScoreAddend addend in hit.Explain) measures[Array.IndexOf(Signals.Names, addend.Name)] = addend.Value;
        measures[(int)Signal.Repeat] = 0; // depends on the order, which is what is looked for
        return measures;
    }

    private static ulong HitsOf(Question question, Target place, bool wholeFile)
    {
        ulong hits = 0;
        for (int i = 0; i < question.Targets.Count; i++) hits |= question.Targets[i].IsHitBy(place, wholeFile) ? 1UL << i : 0;
        return hits;
    }
}
