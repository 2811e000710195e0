namespace Plimsoll.Bench.Quality;

/// <summary>`quality searchbench`: the tuning questions, with the metric of the benchmark's authors.</summary>
internal static class SearchbenchRun
{
    /// <summary>The name of the benchmark.</summary>
    public const string Name = "searchbench";

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        List<string> missing = [];
        List<QuestionSet> sets = Read(options, missing);
        using Asker asker = new(options);
        List<Scored> scored = Benchmark.Ask(Name, sets, filesAreEnough: false, asker);
        using StringWriter text = new();
        Scoreboard.Write($"{Name}, digest {QuestionFile.Digest(options.Tasks!)}", scored, text);
        Benchmark.Save(Name, scored, asker, options, output);
        return Benchmark.Keep(text.ToString(), missing, options, output);
    }

    /// <summary>The questions to the repositories that are there.</summary>
    public static List<QuestionSet> Read(QualityOptions options, List<string> missing) => QuestionFile.Read(
        QualityOptions.Need(options.Tasks, "--tasks FILE"), QualityOptions.Need(options.Checkouts, "--checkouts DIR"), options.Only, missing);
}
