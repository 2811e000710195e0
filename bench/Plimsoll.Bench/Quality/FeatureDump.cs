using System.Globalization;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Quality;

/// <summary>
/// `quality features`: a line for each candidate that was ranked for a question, with the measure of each signal and whether it is right, for fitting weights
/// outside of the product. Columns, with a tab between: benchmark, repository, question (its number in the repository), language, category, targets (how many answers are
/// right), rank (from 1), path, start, end (what a hit shows), chunk_start, chunk_end, chunk_hits and file_hits (a bit for each answer that the passage, or its file,
/// is), score, then the measures. Those whose definition is 1 are
/// exact definitions, which stand before all others and have weights of their own.
/// </summary>
internal static class FeatureDump
{
    /// <summary>More than both sides together retrieve.</summary>
    private const int Everything = 1000;

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        string path = QualityOptions.Need(options.Out, "--out FILE");
        List<Study> studies = Study.Read(options);
        using Asker asker = new(options);
        using StreamWriter file = new(path);
        file.WriteLine(string.Join('\t', (string[])[.. Head(), .. Signals.Names.Select(name => name.Replace(' ', '_'))]));
        long lines = 0;
        foreach (Study study in studies)
        {
            foreach (QuestionSet set in study.Sets)
            {
                using Searcher searcher = Searcher.Open(set.Folder, asker.Index(set, study.Name));
                for (int i = 0; i < set.Questions.Count; i++) lines += Write(study.Name, set, i, searcher, file);
                Console.Error.WriteLine($"{study.Name}: {set.Repository}, {set.Questions.Count} questions");
            }
        }
        output.WriteLine($"{lines} candidates");
        return 0;
    }

    private static string[] Head() =>
    [
        "benchmark", "repository", "question", "language", "category", "targets", "rank", "path", "start", "end", "chunk_start", "chunk_end", "chunk_hits", "file_hits", "score",
    ];

    private static int Write(string benchmark, QuestionSet set, int number, Searcher searcher, StreamWriter file)
    {
        Question question = set.Questions[number];
        SearchQuery query = new() { Text = question.Text, Limit = Score.Depth, Explain = true, Study = new RankingStudy { Kept = Everything, AsMeasured = true } };
        IReadOnlyList<SearchHit> hits = searcher.Search(query);
        for (int i = 0; i < hits.Count; i++)
        {
            SearchHit hit = hits[i];
            Target place = new(hit.Path, hit.StartLine, hit.EndLine);
            string[] cells =
            [
                benchmark, set.Repository, $"{number}", question.Language, question.Category, $"{question.Targets.Count}", $"{i + 1}", hit.Path, $"{hit.StartLine}", $"{hit.EndLine}",
                $"{hit.ChunkStartLine}", $"{hit.ChunkEndLine}", $"{HitsOf(question, place, false)}", $"{HitsOf(question, place, true)}", Cell(hit.Score),
                .. Signals.Names.Select(name => Cell(ValueOf(hit, name))),
            ];
            file.WriteLine(string.Join('\t', cells));
        }
        return hits.Count;
    }

    private static ulong HitsOf(Question question, Target place, bool wholeFile)
    {
        ulong hits = 0;
        for (int i = 0; i < question.Targets.Count; i++) hits |= question.Targets[i].IsHitBy(place, wholeFile) ? 1UL << i : 0;
        return hits;
    }

    private static double ValueOf(SearchHit hit, string name)
    {
        foreach (ScoreAddend addend in hit.Explain)
        {
            if (addend.Name == name) return addend.Value;
        }
        return 0;
    }

    private static string Cell(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
