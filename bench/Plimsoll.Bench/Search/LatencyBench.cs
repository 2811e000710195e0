using System.Diagnostics;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Search;

/// <summary>Latency of searches in one process: `latency --root DIR [--index-dir DIR] [--queries FILE] [--rounds N]`.</summary>
internal static class LatencyBench
{
    private static readonly string[] Usual =
    [
        "useState", "render", "schedule update on fiber", "parse json", "hydrate root", "how are effects cleaned up", "getDisplayName",
        "token", "authentication session expired", "read file", "kmalloc", "tcp congestion window", "mutex_lock", "probe", "init",
        "error boundary", "memory allocation failure", "interrupt handler registration", "list", "struct page reference count",
    ];

    public static int Run(string[] args)
    {
        string root = Arguments.Value(args, "--root") ?? ".";
        string? file = Arguments.Value(args, "--queries");
        int rounds = int.Parse(Arguments.Value(args, "--rounds") ?? "10");
        string[] queries = file is null ? Usual : File.ReadAllLines(file);
        long start = Stopwatch.GetTimestamp();
        using Searcher searcher = Searcher.Open(root, Arguments.Value(args, "--index-dir"));
        double open = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        searcher.Search(new SearchQuery { Text = queries[0] });
        Console.WriteLine($"open {open:f1} ms, first query {Stopwatch.GetElapsedTime(start).TotalMilliseconds:f1} ms");
        Report("hybrid", Measure(searcher, queries, rounds, SearchMode.Hybrid));
        Report("lexical", Measure(searcher, queries, rounds, SearchMode.Lexical));
        Report("semantic", Measure(searcher, queries, rounds, SearchMode.Semantic));
        return 0;
    }

    private static List<(double Ms, string Query)> Measure(Searcher searcher, string[] queries, int rounds, SearchMode mode)
    {
        var times = new List<(double, string)>();
        for (int round = 0; round < rounds; round++)
        {
            foreach (string query in queries)
            {
                long start = Stopwatch.GetTimestamp();
                searcher.Search(new SearchQuery { Text = query, Mode = mode });
                times.Add((Stopwatch.GetElapsedTime(start).TotalMilliseconds, query));
            }
        }

        return times;
    }

    private static void Report(string name, List<(double Ms, string Query)> times)
    {
        times.Sort();
        (double most, string slowest) = times[^1];
        Console.WriteLine(
            $"{name,-9} p50 {times[times.Count / 2].Ms,7:f2} ms  p90 {times[times.Count * 9 / 10].Ms,7:f2} ms  p99 {times[times.Count * 99 / 100].Ms,7:f2} ms  slowest {most:f2} ms \"{slowest}\"");
    }
}
