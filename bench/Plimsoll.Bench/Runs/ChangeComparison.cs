using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>Bringing an index up to date: nothing changed, one file changed. On a copy of the indexed files, because one of them is edited.</summary>
internal static class ChangeComparison
{
    public static object Run(BenchOptions options, PlimsollTool tool, SourceList sources, TempFolder folder, TextWriter output)
    {
        Console.Error.WriteLine("no change and one changed file, on a copy");
        string copy = folder.PathOf("copy");
        string index = folder.PathOf("copy-index");
        sources.CopyTo(copy);
        Command update = tool.Index(index, options.Memory, root: copy);
        _ = update.Run().Expect("index of the copy");
        // A file written in the same instant as it was indexed is read once more by the next run; that is not what is measured.
        _ = update.Run().Expect("index of the copy");
        Random random = new(options.Seed);
        List<ChangeRun> runs = [];
        for (int round = 1; round <= options.Runs; round++)
        {
            ChildTime.Settle();
            double start = tool.Start().Run().Expect("--version").WallMs;
            double same = update.Run().Expect("index without a change").WallMs;
            string path = sources.Paths[random.Next(sources.Paths.Length)];
            File.AppendAllText(Path.Combine(copy, path), $"\nplimsoll_bench_{round}\n");
            runs.Add(new ChangeRun(round, start, same, update.Run().Expect("index with a change").WallMs));
        }
        Write(runs, output);
        return runs;
    }

    private static void Write(List<ChangeRun> runs, TextWriter output)
    {
        double[] start = [.. runs.Select(run => run.StartMs)];
        double[] same = [.. runs.Select(run => run.SameMs)];
        double[] changed = [.. runs.Select(run => run.ChangedMs)];
        Table table = new("bring up to date", "wall ms (min-max)");
        table.Add("process start (--version)", Table.Range(Statistics.Of(start)));
        table.Add("nothing changed", Table.Range(Statistics.Of(same)));
        table.Add("one file changed", Table.Range(Statistics.Of(changed)));
        table.Add("nothing changed, beyond start", Table.Range(Statistics.Difference(same, start)));
        table.Add("one file changed, beyond nothing changed", Table.Range(Statistics.Difference(changed, same)));
        table.Write(output);
    }

    private sealed record ChangeRun(int Round, double StartMs, double SameMs, double ChangedMs);
}
