using System.Diagnostics;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Search;

/// <summary>
/// Checks the search against universal-ctags: `definitions --root DIR [--index-dir DIR] [--tags FILE] [--count 500] [--seed 1] [--verbose]`.
/// Samples functions, classes and methods whose name is defined at most three times in the tree and asks for each name: the
/// definition must be among the first three hits, with its exact line.
/// </summary>
internal static class DefinitionBench
{
    private const int MostSameNamed = 3;
    private const double Bar = .97;

    public static int Run(string[] args)
    {
        string root = Path.GetFullPath(Arguments.Value(args, "--root") ?? ".");
        int count = int.Parse(Arguments.Value(args, "--count") ?? "500");
        var random = new Random(int.Parse(Arguments.Value(args, "--seed") ?? "1"));
        bool verbose = args.Contains("--verbose");
        using Searcher searcher = Searcher.Open(root, Arguments.Value(args, "--index-dir"));
        List<Tag> tags = [.. TagFile.Read(root, Arguments.Value(args, "--tags")).OrderBy(tag => tag.Path, StringComparer.Ordinal).ThenBy(tag => tag.Line)];
        List<Tag> sample = Sample(tags, count, random);
        int found = 0;
        var times = new List<double>();
        foreach (Tag tag in sample)
        {
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<SearchHit> hits = searcher.Search(new SearchQuery { Text = tag.Name, Limit = MostSameNamed });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            bool isThere = hits.Any(hit => hit.Path == tag.Path && hit.StartLine == tag.Line);
            found += isThere ? 1 : 0;
            if (!isThere && verbose)
                Explain(tag, hits);
        }

        times.Sort();
        double share = sample.Count == 0 ? 0 : (double)found / sample.Count;
        Console.WriteLine($"{root}: {found} of {sample.Count} definitions in the first three = {share:p1} (bar {Bar:p0}); p50 {times[times.Count / 2]:f2} ms, p99 {times[times.Count * 99 / 100]:f2} ms");
        return share >= Bar ? 0 : 1;
    }

    private static List<Tag> Sample(List<Tag> tags, int count, Random random)
    {
        Dictionary<string, int> counts = tags.GroupBy(tag => tag.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        Tag[] wanted = [.. tags.Where(tag => tag.IsWanted && counts[tag.Name] <= MostSameNamed)];
        random.Shuffle(wanted);
        return [.. wanted.Take(count)];
    }

    private static void Explain(Tag tag, IReadOnlyList<SearchHit> hits)
    {
        Console.WriteLine($"miss: {tag.Name} ({tag.Kind}) {tag.Path}:{tag.Line}");
        foreach (SearchHit hit in hits)
            Console.WriteLine($"      {hit.Path}:{hit.StartLine} {hit.Symbol} {hit.Kind} {hit.Score:f2}");
    }
}
