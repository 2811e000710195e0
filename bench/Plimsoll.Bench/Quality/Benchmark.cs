using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality;

/// <summary>Asks all questions of a benchmark and keeps what came out.</summary>
internal static class Benchmark
{
    /// <summary>Asks each repository for passages and for files.</summary>
    /// <param name="name">The name of the benchmark.</param>
    /// <param name="sets">The questions.</param>
    /// <param name="filesAreEnough">Whether the view of files is right with the file, whatever passage of it is shown.</param>
    /// <param name="asker">Asks.</param>
    public static List<Scored> Ask(string name, IReadOnlyList<QuestionSet> sets, bool filesAreEnough, Asker asker)
    {
        List<Scored> scored = [];
        foreach (QuestionSet set in sets)
        {
            string index = asker.Index(set, name);
            List<IReadOnlyList<Target>> chunks = asker.Ask(set, index, "chunks"), files = asker.Ask(set, index, "files");
            for (int i = 0; i < set.Questions.Count; i++)
            {
                Question question = set.Questions[i];
                scored.Add(new Scored(set.Repository, question, Score.Of(chunks[i], question, false), Score.Of(files[i], question, filesAreEnough)));
            }
            Console.Error.WriteLine($"{name}: {set.Repository}, {set.Questions.Count} questions");
        }
        return scored.Count > 0 ? scored : throw new BenchException("none of the repositories is there");
    }

    /// <summary>Keeps raw results, with machine, versions and commit.</summary>
    public static void Save(string name, IReadOnlyList<Scored> scored, Asker asker, QualityOptions options, TextWriter output)
    {
        // The tree of such a result is not one folder; it goes by the name of the benchmark.
        ResultFile file = new("quality", new BenchOptions { Root = name, Out = options.Out }, asker.Tool);
        file["all"] = Means(scored);
        file["repositories"] = scored.GroupBy(one => one.Repository, StringComparer.Ordinal).ToDictionary(part => part.Key, part => Means([.. part]), StringComparer.Ordinal);
        file.Save(output);
    }

    /// <summary>Writes the table that is compared from commit to commit, where one is asked for and all repositories are there.</summary>
    /// <returns>0, or 1 when some are not.</returns>
    public static int Keep(string text, IReadOnlyList<string> missing, QualityOptions options, TextWriter output)
    {
        output.Write(text);
        if (missing.Count > 0)
        {
            output.WriteLine($"not there and not asked: {string.Join(", ", missing)}");
            return 1;
        }
        if (options.Golden is not null) File.WriteAllText(options.Golden, text);
        return 0;
    }

    private static object Means(IReadOnlyCollection<Scored> scored) => new
    {
        questions = scored.Count,
        chunks = Score.Mean([.. scored.Select(one => one.Chunks)]),
        files = Score.Mean([.. scored.Select(one => one.Files)]),
    };
}
