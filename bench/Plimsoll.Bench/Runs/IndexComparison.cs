using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>Building an index from nothing: everybody once in each round, then everybody once more inside a kernel group for the memory.</summary>
internal static class IndexComparison
{
    /// <summary>A limit that nobody meets: the group only counts.</summary>
    private const long CountingGroupBytes = 64L << 30;

    public static object Run(BenchOptions options, List<Contestant> all, IndexFigures figures, TextWriter output)
    {
        List<Contestant> contestants = [.. all.Where(contestant => contestant.Index is not null)];
        Dictionary<string, List<IndexRun>> runs = contestants.ToDictionary(contestant => contestant.Name, _ => new List<IndexRun>(), StringComparer.Ordinal);
        for (int round = 1; round <= options.Runs; round++)
        {
            foreach (Contestant contestant in contestants)
            {
                Timing timing = Once(contestant, null);
                Console.Error.WriteLine($"round {round} of {options.Runs}: {contestant.Name} {timing.WallMs:F0} ms, CPU {timing.CpuMs:F0} ms");
                runs[contestant.Name].Add(new IndexRun(round, timing.WallMs, timing.CpuMs, contestant.StoreBytes()));
            }
        }
        Dictionary<string, Charge> charges = Charges(contestants, output);
        Write(contestants, runs, charges, figures, output);
        return new { runs, charges };
    }

    private static Timing Once(Contestant contestant, KernelGroupFixture? group)
    {
        contestant.Clear();
        ChildTime.Settle();
        return contestant.Index!.Run(group).Expect(contestant.Name);
    }

    /// <summary>Memory apart from the timed rounds: watching it costs time.</summary>
    private static Dictionary<string, Charge> Charges(List<Contestant> contestants, TextWriter output)
    {
        Dictionary<string, Charge> charges = new(StringComparer.Ordinal);
        if (KernelGroupFixture.WhyNot is string reason)
        {
            output.WriteLine($"memory is not measured: {reason}");
            return charges;
        }
        foreach (Contestant contestant in contestants)
        {
            using KernelGroupFixture group = KernelGroupFixture.Create(CountingGroupBytes);
            _ = Once(contestant, group);
            charges[contestant.Name] = new Charge(group.PeakBytes, group.AnonPeakBytes);
        }
        return charges;
    }

    private static void Write(
        List<Contestant> contestants, Dictionary<string, List<IndexRun>> runs, Dictionary<string, Charge> charges, IndexFigures figures, TextWriter output)
    {
        List<IndexRun> reference = runs[contestants[0].Name];
        double megabytes = figures.SourceBytes / (double)(1 << 20);
        Table table = new("index from nothing", "wall s (min-max)", "CPU s", "MB/s", "chunks/s", "peak MB", "anon peak MB", "index MB", "% of source", "wall: plimsoll / it", "CPU: plimsoll / it");
        foreach (Contestant contestant in contestants)
        {
            List<IndexRun> own = runs[contestant.Name];
            double[] wall = Wall(own);
            Spread seconds = Statistics.Of([.. wall.Select(value => value / 1000)]);
            Charge charge = charges.GetValueOrDefault(contestant.Name, new Charge(-1, -1));
            bool ours = contestant.Name.StartsWith("plimsoll", StringComparison.Ordinal);
            table.Add(
                contestant.Name, Table.Range(seconds, 2), Table.Number(Statistics.Of(Cpu(own)).Median / 1000, 2),
                Table.Number(megabytes / seconds.Median, 1), ours ? Table.Number(figures.Chunks / seconds.Median) : "-",
                Table.Megabytes(charge.PeakBytes), Table.Megabytes(charge.AnonPeakBytes), Table.Megabytes(own[^1].IndexBytes),
                Table.Number(100.0 * own[^1].IndexBytes / figures.SourceBytes, 1), Table.Range(Statistics.Ratio(Wall(reference), wall), 2),
                Table.Range(Statistics.Ratio(Cpu(reference), Cpu(own)), 2));
        }
        table.Write(output);
    }

    private static double[] Wall(List<IndexRun> runs) => [.. runs.Select(run => run.WallMs)];

    private static double[] Cpu(List<IndexRun> runs) => [.. runs.Select(run => run.CpuMs)];

    private sealed record IndexRun(int Round, double WallMs, double CpuMs, long IndexBytes);

    private sealed record Charge(long PeakBytes, long AnonPeakBytes);
}
