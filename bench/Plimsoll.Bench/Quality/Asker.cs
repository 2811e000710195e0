using System.Text.Json;
using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Quality;

/// <summary>Asks the product as a user does: `index` of the folder, then `search --batch`, each a process of its own.</summary>
internal sealed class Asker(QualityOptions options) : IDisposable
{
    /// <summary>`search` answers 1 where a question has no result.</summary>
    private const int NothingFound = 1;

    private readonly TempFolder _folder = new();

    /// <summary>The product.</summary>
    public PlimsollTool Tool { get; } = new(new BenchOptions { Root = "", Plimsoll = options.Plimsoll });

    /// <summary>Brings the index of a repository up to date.</summary>
    /// <returns>The folder of the index.</returns>
    public string Index(QuestionSet set, string benchmark)
    {
        string index = options.Indexes is null ? _folder.PathOf(set.Repository) : Path.Combine(options.Indexes, benchmark, set.Repository);
        Directory.CreateDirectory(index);
        Tool.Index(index, null, root: set.Folder).Run().Expect($"index of {set.Repository}");
        return index;
    }

    /// <summary>The results of each question, best first.</summary>
    /// <param name="set">The questions.</param>
    /// <param name="index">The folder of the index.</param>
    /// <param name="view">`chunks` or `files`.</param>
    public List<IReadOnlyList<Target>> Ask(QuestionSet set, string index, string view)
    {
        string batch = _folder.Write("questions.txt", string.Concat(set.Questions.Select(question => question.Text + "\n")));
        Timing timing = Tool.Batch(set.Folder, index, batch, view, Score.Depth).Run();
        string[] answers = timing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (timing.ExitCode is not (0 or NothingFound) || answers.Length != set.Questions.Count)
            throw new BenchException($"{set.Repository}: {answers.Length} answers to {set.Questions.Count} questions, exit {timing.ExitCode}: {timing.Errors.Trim()}");
        return [.. answers.Select(Results)];
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static List<Target> Results(string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        List<Target> results = [];
        foreach (JsonElement hit in document.RootElement.GetProperty("results").EnumerateArray())
            results.Add(new Target(hit.GetProperty("path").GetString()!, hit.GetProperty("start_line").GetInt32(), hit.GetProperty("end_line").GetInt32()));
        return results;
    }
}
