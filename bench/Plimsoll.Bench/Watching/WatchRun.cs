using System.Diagnostics;
using Plimsoll.Bench.Measuring;
using Plimsoll.Indexing.Search;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Watching;

/// <summary>
/// Changes a copy of the tree thousands of times under `plimsoll watch` while searches run, measures how long it takes until a search sees each change, and
/// compares what the index knows at the end with an index made anew.
/// </summary>
internal sealed class WatchRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Much longer than any update takes: nothing more will come.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(4);

    private readonly ChangingTree _tree;
    private readonly WatchedProcess _watch;
    private readonly Searcher _searcher;
    private readonly Random _random;
    private readonly List<Seen> _seen = [];
    private readonly List<double> _anon = [];
    private readonly List<string> _problems = [];
    private readonly ManualResetEventSlim _pause = new();
    private long _searches;

    private WatchRun(ChangingTree tree, WatchedProcess watch, string index, Random random)
    {
        (_tree, _watch, _random) = (tree, watch, random);
        _searcher = Searcher.Open(tree.Root, index);
    }

    public static int Run(BenchOptions options, TextWriter output)
    {
        PlimsollTool tool = new(options);
        ResultFile file = new("watch", options, tool);
        using TempFolder folder = new();
        Random random = new(options.Seed);
        ChangingTree tree = new(options.Root, folder.PathOf("tree"), random);
        string index = folder.PathOf("index");
        using WatchedProcess watch = new(tool.Watch(tree.Root, index, options.Memory));
        using WatchRun run = new(tree, watch, index, random);
        output.WriteLine($"ready: {watch.Ready}");
        run.Change(options.Edits, index);
        watch.AwaitQuiet(Settled);
        run.CheckAll();
        IReadOnlyDictionary<string, int> events = watch.Events;
        int exit = watch.Stop();
        string digest = tool.Digest(index, tree.Root);
        string fresh = run.Fresh(tool, folder.PathOf("fresh"));
        if (digest != fresh) run._problems.Add($"the digest is {digest}, that of a fresh index {fresh}");
        run.CompareSkipped(tool, index, folder.PathOf("fresh"));
        if (exit != 143) run._problems.Add($"watch ended with {exit} after SIGTERM, not 143");
        if (watch.Problems.Length > 0) run._problems.Add(watch.Problems.TrimEnd());
        run.Write(options, events, output);
        output.WriteLine($"digest {digest}, fresh index {fresh}: {(digest == fresh ? "equal" : "DIFFERENT")}");
        foreach (string problem in run._problems) output.WriteLine($"problem: {problem}");
        (file["edits"], file["memory"], file["digest"], file["fresh_digest"]) = (options.Edits, options.Memory, digest, fresh);
        (file["problems"], file["events"], file["anon_bytes"], file["searches"]) = (run._problems, events, run._anon, run._searches);
        file["latency_ms"] = run._seen.GroupBy(seen => seen.Kind, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Percentiles([.. group.Select(seen => seen.Ms)]), StringComparer.Ordinal);
        file["latency_ms_all"] = Percentiles([.. run._seen.Select(seen => seen.Ms)]);
        file.Save(output);
        return run._problems.Count == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _searcher.Dispose();
        _pause.Dispose();
    }

    private void Change(int count, string index)
    {
        using ManualResetEventSlim stop = new();
        Thread others = new(() => SearchUntil(stop, index)) { Name = "searches", IsBackground = true };
        others.Start();
        int step = Math.Max(1, count / 10);
        for (int done = 0; done < count;)
        {
            // Now and then many changes come at once, as from a program; of those only the last is waited for.
            int burst = _random.Next(20) == 0 ? Math.Min(_random.Next(2, 30), count - done) : 1;
            Change change = _tree.Next();
            for (int i = 1; i < burst; i++) change = _tree.Next();
            Await(change, burst);
            if (done / step != (done + burst) / step)
            {
                _anon.Add(_watch.AnonBytes());
                Console.Error.WriteLine($"{done + burst} of {count} changes, watch has {Table.Megabytes(_anon[^1])} MB");
            }
            done += burst;
        }
        stop.Set();
        others.Join();
    }

    /// <summary>Waits until a search sees the new state and nothing of the old one.</summary>
    private void Await(Change change, int burst)
    {
        if (change.Present is null && change.Absent is null) return;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            _searcher.Refresh();
            bool isSeen = (change.Present is null || Find(change.Present) == change.Path) && (change.Absent is null || Find(change.Absent) is null);
            TimeSpan passed = Stopwatch.GetElapsedTime(start);
            if (isSeen && burst == 1 && change.Kind is not ("ignore" or "untrack")) _seen.Add(new Seen(change.Kind, passed.TotalMilliseconds));
            if (isSeen) return;
            if (passed > Patience)
            {
                _problems.Add($"after {passed.TotalSeconds:F0} s no search sees: {change}");
                return;
            }
            _pause.Wait(1);
        }
    }

    /// <summary>Every word of the present state is found where it is, and none of the past.</summary>
    private void CheckAll()
    {
        _searcher.Refresh();
        foreach ((string word, string path) in _tree.Words)
        {
            if (Find(word) is var found && found != path) _problems.Add($"missing: {word} should be in {path}, found in {found ?? "nothing"}");
        }
        foreach (string word in _tree.Gone)
        {
            if (Find(word) is string found) _problems.Add($"stale: {word} is still found in {found}");
        }
    }

    private string? Find(string word)
    {
        foreach (SearchHit hit in _searcher.Search(new SearchQuery { Text = word, Limit = 1, Mode = SearchMode.Lexical }))
            return hit.Path;
        return null;
    }

    private void SearchUntil(ManualResetEventSlim stop, string index)
    {
        string[] texts = ["render state", "commit root", "parse header", "useEffect", "error boundary", "function"];
        try
        {
            using Searcher searcher = Searcher.Open(_tree.Root, index);
            do
            {
                searcher.Refresh();
                _ = searcher.Search(new SearchQuery { Text = texts[_searches % texts.Length], Limit = 10 });
                _searches++;
            }
            while (!stop.Wait(20));
        }
        catch (Exception error)
        {
            _problems.Add($"a search failed while the tree changed: {error}");
        }
    }

    private string Fresh(PlimsollTool tool, string index)
    {
        _ = tool.Index(index, null, root: _tree.Root).Run().Expect("index");
        return tool.Digest(index, _tree.Root);
    }

    private void CompareSkipped(PlimsollTool tool, string index, string fresh)
    {
        string[] Lines(string folder) => [.. tool.Skipped(_tree.Root, folder).Run().Expect("status --skipped").Output.Split('\n').Order(StringComparer.Ordinal)];
        string[] ours = Lines(index), theirs = Lines(fresh);
        foreach (string line in ours.Except(theirs, StringComparer.Ordinal).Take(3)) _problems.Add($"left out here only: {line}");
        foreach (string line in theirs.Except(ours, StringComparer.Ordinal).Take(3)) _problems.Add($"left out by a fresh index only: {line}");
        if (ours.Length != theirs.Length) _problems.Add($"{ours.Length} left out here, {theirs.Length} by a fresh index");
    }

    private void Write(BenchOptions options, IReadOnlyDictionary<string, int> events, TextWriter output)
    {
        Table table = new("write to searchable", "changes", "p50 ms", "p95 ms", "p99 ms", "max ms");
        foreach (IGrouping<string, Seen> group in _seen.GroupBy(seen => seen.Kind, StringComparer.Ordinal).OrderByDescending(group => group.Count())) Add(table, group.Key, [.. group.Select(seen => seen.Ms)]);
        Add(table, "all", [.. _seen.Select(seen => seen.Ms)]);
        table.Write(output);
        output.WriteLine($"{options.Edits} changes, {_searches} other searches meanwhile, events {string.Join(", ", events.Select(pair => $"{pair.Key} {pair.Value}"))}");
        output.WriteLine($"anonymous memory of watch (MB, every tenth of the run): {string.Join(", ", _anon.Select(bytes => Table.Megabytes(bytes)))} of {options.Memory}");
    }

    private static void Add(Table table, string name, double[] ms)
    {
        double[] figures = Percentiles(ms);
        table.Add(name, $"{ms.Length}", Table.Number(figures[0]), Table.Number(figures[1]), Table.Number(figures[2]), Table.Number(figures[3]));
    }

    /// <summary>p50, p95, p99, largest.</summary>
    private static double[] Percentiles(double[] ms) => ms.Length == 0
        ? [double.NaN, double.NaN, double.NaN, double.NaN]
        : [Statistics.Percentile(ms, 50), Statistics.Percentile(ms, 95), Statistics.Percentile(ms, 99), ms.Max()];

    private sealed record Seen(string Kind, double Ms);
}
