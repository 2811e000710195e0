using Plimsoll.Bench.Measuring;
using Plimsoll.Bench.Quality.Docstrings;

namespace Plimsoll.Bench.Quality;

/// <summary>The questions of a benchmark that is studied in this process.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Sets">Its questions.</param>
/// <param name="FilesAreEnough">Whether the view of files is right with the file.</param>
internal sealed record Study(string Name, IReadOnlyList<QuestionSet> Sets, bool FilesAreEnough)
{
    /// <summary>The benchmarks that are given: searchbench by --tasks and --checkouts, docstrings by --data. Of docstrings only the development set, unless sets are named: whoever studies, chooses.</summary>
    /// <exception cref="BenchException">None is given, or repositories are missing.</exception>
    public static List<Study> Read(QualityOptions options)
    {
        List<Study> studies = [];
        List<string> missing = [];
        if (options.Tasks is not null) studies.Add(new Study(SearchbenchRun.Name, SearchbenchRun.Read(options, missing), FilesAreEnough: false));
        if (options.Data is string data)
        {
            IReadOnlyList<string> sets = options.Sets.Count > 0 ? options.Sets : [DocstringData.Development];
            studies.Add(new Study(DocstringRun.Name, [.. sets.SelectMany(set => DocstringRun.Read(data, set, options, missing))], FilesAreEnough: true));
        }
        if (studies.Count == 0) throw new BenchException("--tasks FILE with --checkouts DIR, or --data DIR is needed");
        return missing.Count == 0 ? studies : throw new BenchException($"not there: {string.Join(", ", missing)}");
    }
}
