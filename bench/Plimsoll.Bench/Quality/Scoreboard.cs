using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality;

/// <summary>
/// The tables of a benchmark as text: the same scores give the same bytes, so that a commit that changes them shows it. Three decimals: less is noise.
/// </summary>
internal static class Scoreboard
{
    private const int Decimals = 3;

    /// <summary>Writes the tables.</summary>
    /// <param name="title">The name of the benchmark.</param>
    /// <param name="scored">All questions.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(string title, IReadOnlyList<Scored> scored, TextWriter output)
    {
        output.WriteLine($"{title}: {scored.Count} questions, {scored.Select(one => one.Repository).Distinct(StringComparer.Ordinal).Count()} repositories");
        output.WriteLine();
        Table all = New("");
        Add(all, "all questions", scored);
        AddMean(all, "mean of repositories", scored, one => one.Repository);
        all.Write(output);
        Write("language", scored, one => one.Question.Language, output);
        Write("category", scored, one => one.Question.Category, output);
        Write("repository", scored, one => one.Repository, output);
    }

    private static void Write(string label, IReadOnlyList<Scored> scored, Func<Scored, string> group, TextWriter output)
    {
        Table table = New(label);
        foreach (IGrouping<string, Scored> part in scored.GroupBy(group, StringComparer.Ordinal).OrderBy(part => part.Key, StringComparer.Ordinal))
            Add(table, part.Key, [.. part]);
        table.Write(output);
    }

    private static Table New(string label) =>
        new(label, "questions", "chunk NDCG@10", "MRR@10", "hit@10", "file NDCG@10", "MRR@10", "hit@10");

    private static void Add(Table table, string name, IReadOnlyCollection<Scored> scored) =>
        Add(table, name, $"{scored.Count}", Score.Mean([.. scored.Select(one => one.Chunks)]), Score.Mean([.. scored.Select(one => one.Files)]));

    private static void AddMean(Table table, string name, IReadOnlyList<Scored> scored, Func<Scored, string> group)
    {
        List<List<Scored>> parts = [.. scored.GroupBy(group, StringComparer.Ordinal).Select(part => part.ToList())];
        Score chunks = Score.Mean([.. parts.Select(part => Score.Mean([.. part.Select(one => one.Chunks)]))]);
        Score files = Score.Mean([.. parts.Select(part => Score.Mean([.. part.Select(one => one.Files)]))]);
        Add(table, name, "", chunks, files);
    }

    private static void Add(Table table, string name, string count, Score chunks, Score files) => table.Add(
        name, count, Cell(chunks.Gain), Cell(chunks.Reciprocal), Cell(chunks.Found), Cell(files.Gain), Cell(files.Reciprocal), Cell(files.Found));

    private static string Cell(double value) => Table.Number(value, Decimals);
}
