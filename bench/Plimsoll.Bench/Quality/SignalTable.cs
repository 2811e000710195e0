using Plimsoll.Bench.Measuring;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Quality;

/// <summary>`quality signals`: what each signal is worth, by leaving it out. Searches in this process, because the product has no switch for that.</summary>
internal static class SignalTable
{
    private const int Decimals = 4;

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        List<Study> studies = Study.Read(options);
        using Asker asker = new(options);
        List<(Signal? Signal, Score[] Scores)> rows = [.. Rows().Select(signal => (signal, new Score[studies.Count * 2]))];
        for (int i = 0; i < studies.Count; i++) Ask(studies[i], asker, rows, i * 2);
        Table table = new(["without", .. studies.SelectMany(study => new[] { $"{study.Name} chunk", $"{study.Name} file" })]);
        table.Add(["nothing (NDCG@10)", .. rows[0].Scores.Select(score => Table.Number(score.Gain, Decimals))]);
        foreach ((Signal? signal, Score[] scores) in rows.Skip(1))
            table.Add([Signals.Names[(int)signal!], .. scores.Zip(rows[0].Scores, (score, all) => Difference(score.Gain - all.Gain))]);
        using StringWriter text = new();
        table.Write(text);
        return Benchmark.Keep(text.ToString(), [], options, output);
    }

    /// <summary>Nothing left out, then each signal.</summary>
    private static IEnumerable<Signal?> Rows() => [null, .. Enum.GetValues<Signal>()];

    private static void Ask(Study study, Asker asker, List<(Signal? Signal, Score[] Scores)> rows, int column)
    {
        List<Score>[] chunks = [.. rows.Select(_ => new List<Score>())], files = [.. rows.Select(_ => new List<Score>())];
        foreach (QuestionSet set in study.Sets)
        {
            using Searcher searcher = Searcher.Open(set.Folder, asker.Index(set, study.Name));
            for (int row = 0; row < rows.Count; row++)
            {
                foreach (Question question in set.Questions)
                {
                    chunks[row].Add(Ask(searcher, question, HitView.Chunks, rows[row].Signal, wholeFile: false));
                    files[row].Add(Ask(searcher, question, HitView.Files, rows[row].Signal, study.FilesAreEnough));
                }
            }
            Console.Error.WriteLine($"{study.Name}: {set.Repository}, {set.Questions.Count} questions");
        }
        for (int row = 0; row < rows.Count; row++)
            (rows[row].Scores[column], rows[row].Scores[column + 1]) = (Score.Mean(chunks[row]), Score.Mean(files[row]));
    }

    private static Score Ask(Searcher searcher, Question question, HitView view, Signal? without, bool wholeFile)
    {
        SearchQuery query = new() { Text = question.Text, Limit = Score.Depth, View = view, Study = new RankingStudy { Without = without } };
        List<Target> results = [.. searcher.Search(query).Select(hit => new Target(hit.Path, hit.StartLine, hit.EndLine))];
        return Score.Of(results, question, wholeFile);
    }

    private static string Difference(double value) => (value < 0 ? "" : "+") + Table.Number(value, Decimals);
}
