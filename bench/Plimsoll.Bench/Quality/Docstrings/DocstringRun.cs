namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>
/// `quality docstrings`: the first sentence of the documentation of a definition is the question, the definition the answer, and the documentation is blank in
/// what is searched.
/// </summary>
internal static class DocstringRun
{
    /// <summary>The name of the benchmark.</summary>
    public const string Name = "docstrings";

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        string data = QualityOptions.Need(options.Data, "--data DIR");
        if (options.Mirrors is string mirrors) new DocstringPreparer(options, output).Run(data, mirrors);
        using Asker asker = new(options);
        using StringWriter text = new();
        List<Scored> all = [];
        List<string> missing = [];
        foreach (string set in DocstringData.SetsOf(options))
        {
            List<Scored> scored = Benchmark.Ask(Name, Read(data, set, options, missing), filesAreEnough: true, asker);
            Scoreboard.Write($"{Name}, {Title(set)}, digest {QuestionFile.Digest(DocstringData.QuestionsOf(data, set))}", scored, text);
            all.AddRange(scored);
        }
        Benchmark.Save(Name, all, asker, options, output);
        return Benchmark.Keep(text.ToString(), missing, options, output);
    }

    /// <summary>The questions of a set.</summary>
    public static List<QuestionSet> Read(string data, string set, QualityOptions options, List<string> missing) =>
        QuestionFile.Read(DocstringData.QuestionsOf(data, set), DocstringData.FolderOf(data, set), options.Only, missing);

    private static string Title(string set) => set == DocstringData.Test ? "test set (nothing is chosen on it)" : "development set";
}
