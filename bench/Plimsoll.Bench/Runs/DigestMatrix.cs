using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>Whether the digest depends on budget, threads or batch size. It must not.</summary>
internal static class DigestMatrix
{
    private static readonly string[] Budgets = ["96MB", "256MB", "1GB"];
    private static readonly string[] Threads = ["1", "2"];
    private static readonly string[] Batches = ["8", "256"];

    public static int Run(BenchOptions options, TextWriter output)
    {
        PlimsollTool tool = new(options);
        ResultFile file = new("digests", options, tool);
        using TempFolder folder = new();
        List<Combination> runs = [];
        Table table = new("budget", "threads", "batch", "wall s", "segments", "digest");
        foreach (string budget in Budgets)
            foreach (string threads in Threads)
                foreach (string batch in Batches)
                {
                    Combination run = Measure(tool, folder.PathOf("index"), budget, threads, batch);
                    runs.Add(run);
                    table.Add(budget, threads, batch, Table.Number(run.WallMs / 1000, 2), $"{run.Segments}", run.Digest);
                }
        table.Write(output);
        int different = runs.Select(run => run.Digest).Distinct(StringComparer.Ordinal).Count();
        output.WriteLine(different == 1 ? $"{runs.Count} runs, one digest" : $"{runs.Count} runs, {different} different digests");
        file["runs"] = runs;
        file.Save(output);
        return different == 1 ? 0 : 1;
    }

    private static Combination Measure(PlimsollTool tool, string index, string budget, string threads, string batch)
    {
        Timing timing = tool.Index(index, budget, ["--fresh", "--threads", threads, "--batch-size", batch]).Run()
            .Expect($"index with {budget}, {threads} threads, batch {batch}");
        return new Combination(budget, threads, batch, timing.WallMs, IndexFigures.Parse(timing.Output).Segments, tool.Digest(index));
    }

    private sealed record Combination(string Budget, string Threads, string Batch, double WallMs, long Segments, string Digest);
}
