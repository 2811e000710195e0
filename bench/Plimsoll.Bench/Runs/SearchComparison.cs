using System.Diagnostics;
using Plimsoll.Bench.Measuring;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Runs;

/// <summary>Searching: a process for each query, everybody in turns; then ours in one process with the index mapped.</summary>
internal static class SearchComparison
{
    /// <summary>In one process a query takes milliseconds, so more of them cost little and steady the percentiles.</summary>
    private const int WarmFactor = 10;

    public static object Run(BenchOptions options, PlimsollTool tool, SourceList sources, List<Contestant> all, TextWriter output)
    {
        List<Contestant> contestants = [.. all.Where(contestant => contestant.Search is not null)];
        // What was built last inside the memory measurement still lies there; every store is complete.
        List<string> names = QuerySample.Names(sources, options.Queries, options.Seed);
        Dictionary<string, List<double>> cold = contestants.ToDictionary(contestant => contestant.Name, _ => new List<double>(), StringComparer.Ordinal);
        Console.Error.WriteLine($"{names.Count} searches, {contestants.Count} processes each");
        foreach (string name in names)
        {
            foreach (Contestant contestant in contestants)
            {
                Timing timing = contestant.Search!(name).Run();
                // 1 is everybody's "nothing found": our filters of text or another tool's idea of a word may leave nothing.
                if (timing.ExitCode is not (0 or 1)) _ = timing.Expect($"{contestant.Name} searching {name}");
                cold[contestant.Name].Add(timing.WallMs);
            }
        }
        WriteCold(contestants, cold, tool.Start().Run().WallMs, output);
        object warm = Warm(options, sources, contestants[0].Store, output);
        return new { names, cold, warm };
    }

    private static void WriteCold(List<Contestant> contestants, Dictionary<string, List<double>> cold, double startMs, TextWriter output)
    {
        List<double> reference = cold[contestants[0].Name];
        Table table = new("search, a process each", "p50 ms", "p99 ms", "max ms", "plimsoll / it (min-max)");
        foreach (Contestant contestant in contestants)
        {
            List<double> own = cold[contestant.Name];
            table.Add(
                contestant.Name == "cindex" ? "csearch" : contestant.Name, Table.Number(Statistics.Percentile(own, 50), 1), Table.Number(Statistics.Percentile(own, 99), 1),
                Table.Number(own.DefaultIfEmpty(double.NaN).Max(), 1), Table.Range(Statistics.Ratio(reference, own), 2));
        }
        table.Add("plimsoll --version", Table.Number(startMs, 1), "-", "-", "-");
        table.Write(output);
    }

    private static object Warm(BenchOptions options, SourceList sources, string index, TextWriter output)
    {
        List<string> names = QuerySample.Names(sources, options.Queries * WarmFactor, options.Seed + 1);
        List<string> phrases = [.. names.Select(QuerySample.Words).Where(words => words.Contains(' ')).Distinct(StringComparer.Ordinal)];
        using Searcher searcher = Searcher.Open(sources.Root, index);
        // Once unmeasured: the pages are mapped and the code is compiled.
        _ = Time(searcher, names);
        _ = Time(searcher, phrases);
        double[] byName = Time(searcher, names);
        double[] byWords = Time(searcher, phrases);
        Table table = new("search, one process", "queries", "p50 ms", "p99 ms", "max ms");
        Add(table, "names", byName);
        Add(table, "words of names", byWords);
        table.Write(output);
        return new { byName, byWords };
    }

    private static double[] Time(Searcher searcher, List<string> queries)
    {
        double[] times = new double[queries.Count];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = searcher.Search(new SearchQuery { Text = queries[i] });
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return times;
    }

    private static void Add(Table table, string name, double[] times) =>
        table.Add(
            name, $"{times.Length}", Table.Number(Statistics.Percentile(times, 50), 2), Table.Number(Statistics.Percentile(times, 99), 2),
            Table.Number(times.DefaultIfEmpty(double.NaN).Max(), 2));
}
