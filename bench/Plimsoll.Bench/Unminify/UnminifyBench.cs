using System.Globalization;
using Plimsoll.Bench.Measuring;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Unminify;

/// <summary>
/// `plimsoll unminify` on large bundles: `unminify --bundles DIR [--esbuild FILE] [--rounds 3] [--only limits|times|chunks]`. Whether it finishes inside kernel memory groups; processor time in turns with
/// esbuild, which reads the file and prints it again; and what chunks and spilling cost.
/// </summary>
internal static class UnminifyBench
{
    /// <summary>The bundles and the groups in which they must finish.</summary>
    private static readonly (string File, string Group)[] Bundles = [("tf.min.js", "64MB"), ("babylon7.js", "80MB"), ("big13.js", "96MB"), ("big45.js", "160MB")];

    private static readonly string[] NamesOnly = ["--no-tidy", "--no-format", "--no-unpack"];

    /// <summary>Runs it.</summary>
    /// <returns>0 all runs did what they should, 1 one did not, 2 it could not be measured.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        try
        {
            string folder = Arguments.Value(args, "--bundles") ?? throw new BenchException("unminify needs --bundles DIR, a folder with " + string.Join(", ", Bundles.Select(one => one.File)));
            BenchOptions options = new() { Root = Path.GetFullPath(folder), Plimsoll = Arguments.Value(args, "--plimsoll") };
            using UnminifyRuns runs = new(options, Rounds(args));
            ResultFile file = new("unminify", options, runs.Tool, "node");
            string? only = Arguments.Value(args, "--only");
            bool holds = true;
            if (only is null or "limits") holds &= Limits(runs, file, output);
            if (only is null or "times") Times(runs, Arguments.Value(args, "--esbuild"), file, output);
            if (only is null or "chunks") Chunks(runs, file, output);
            if (only is null) file.Save(output);
            return holds ? 0 : 1;
        }
        catch (BenchException error)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    private static int Rounds(string[] args) =>
        int.TryParse(Arguments.Value(args, "--rounds") ?? "3", NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0
            ? rounds : throw new BenchException("--rounds: expected a whole number from 1");

    private static bool Limits(UnminifyRuns runs, ResultFile file, TextWriter output)
    {
        if (KernelGroupFixture.WhyNot is string reason) throw new BenchException($"no kernel memory group can be made here: {reason}");
        Table table = new("bundle", "group", "exit", "oom_kill", "peak MB", "anon peak MB", "failcnt", "wall s", "CPU s", "identifiers", "modules", "spilled MB", "verified");
        List<LimitedUnminify> results = [];
        foreach ((string bundle, string group) in Bundles)
        {
            LimitedUnminify one = runs.Limited(bundle, MemorySize.Parse(group));
            results.Add(one);
            table.Add(bundle, group, $"{one.ExitCode}", $"{one.OomKills}", Table.Megabytes(one.PeakBytes), Table.Megabytes(one.AnonPeakBytes), $"{one.FailCount}", Table.Number(one.WallMs / 1000, 2),
                Table.Number(one.CpuMs / 1000, 2), $"{one.Report?.Identifiers}", $"{one.Report?.Modules}", Table.Megabytes(one.Report?.SpilledBytes ?? -1), $"{one.Report?.Verified}");
            if (one.Message.Length > 0) output.WriteLine(one.Message);
        }

        table.Write(output);
        file["limits"] = results;
        return results.TrueForAll(one => one is { ExitCode: 0, OomKills: 0, Report.Verified: true });
    }

    private static void Times(UnminifyRuns runs, string? esbuild, ResultFile file, TextWriter output)
    {
        Table table = new("bundle", "what", "CPU s", "wall s", "esbuild CPU s", "CPU / esbuild");
        Dictionary<string, object> results = new(StringComparer.Ordinal);
        foreach ((string bundle, _) in Bundles)
        {
            foreach ((string what, string[] options) in (ReadOnlySpan<(string, string[])>)[("names only", NamesOnly), ("whole", [])])
            {
                Pairs pairs = runs.Beside(bundle, options, esbuild);
                results[$"{bundle} {what}"] = pairs;
                table.Add(bundle, what, Table.Range(Statistics.Of(pairs.Cpu), 2), Table.Range(Statistics.Of(pairs.Wall), 2), Table.Range(Statistics.Of(pairs.OtherCpu), 2), Table.Range(Statistics.Ratio(pairs.Cpu, pairs.OtherCpu), 2));
            }
        }

        table.Write(output);
        file["times"] = results;
    }

    private static void Chunks(UnminifyRuns runs, ResultFile file, TextWriter output)
    {
        Table table = new("bundle", "chunks / whole", "spilled / roomy", "the same bytes");
        Dictionary<string, object> results = new(StringComparer.Ordinal);
        foreach ((string bundle, string group) in Bundles[..3])
        {
            (Pairs chunks, bool isSame) = runs.Pair(bundle, ["--chunk-size", "50000"], ["--no-chunking"]);
            (Pairs spilled, bool isSameToo) = runs.Pair(bundle, ["--memory", group, "--disk-cache", runs.Scratch], []);
            results[bundle] = new { chunks, spilled, same_bytes = isSame && isSameToo };
            table.Add(bundle, Table.Range(Statistics.Ratio(chunks.Cpu, chunks.OtherCpu), 3), Table.Range(Statistics.Ratio(spilled.Cpu, spilled.OtherCpu), 3), $"{isSame && isSameToo}");
        }

        table.Write(output);
        file["chunks"] = results;
    }
}
