using Plimsoll.Bench.Measuring;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>One index run inside a kernel memory group: whether it finishes, what it was charged, what it left.</summary>
internal static class LimitRun
{
    public static int Run(BenchOptions options, TextWriter output)
    {
        if (KernelGroupFixture.WhyNot is string reason) throw new BenchException($"no kernel memory group can be made here: {reason}");
        PlimsollTool tool = new(options);
        long limit = options.Group ?? MemorySize.Parse(options.Memory);
        ResultFile file = new("limits", options, tool) { Variant = MemorySize.Format(limit).Replace(" ", "") };
        using TempFolder folder = new();
        string index = folder.PathOf("index");
        Limited run;
        using (KernelGroupFixture group = KernelGroupFixture.Create(limit))
        {
            Timing timing = tool.Index(index, options.Memory, ["--fresh"]).Run(group);
            run = Read(timing, group, options.Memory);
        }
        if (run.ExitCode == 0) run = run with { Digest = tool.Digest(index) };
        Write(run, options, output);
        file["run"] = run;
        file.Save(output);
        return run is { ExitCode: 0, OomKills: 0 } ? 0 : 1;
    }

    private static Limited Read(Timing timing, KernelGroupFixture group, string memory)
    {
        IndexFigures? figures = timing.ExitCode == 0 ? IndexFigures.Parse(timing.Output) : null;
        return new Limited(memory, group.LimitBytes, timing.ExitCode, group.OomKills, group.PeakBytes, group.AnonPeakBytes, group.FailCount,
            timing.WallMs, timing.CpuMs, figures, "", timing.ExitCode == 0 ? "" : (timing.Errors + timing.Output).Trim());
    }

    private static void Write(Limited run, BenchOptions options, TextWriter output)
    {
        Table table = new("tree", "group", "budget", "exit", "oom_kill", "peak MB", "anon peak MB", "failcnt", "wall s", "CPU s", "files", "index %");
        table.Add(options.Tree, MemorySize.Format(run.GroupBytes), run.Memory, $"{run.ExitCode}", $"{run.OomKills}", Table.Megabytes(run.PeakBytes),
            Table.Megabytes(run.AnonPeakBytes), $"{run.FailCount}", Table.Number(run.WallMs / 1000, 2), Table.Number(run.CpuMs / 1000, 2),
            $"{run.Figures?.Files}", Table.Number(run.Figures?.SharePercent ?? double.NaN, 1));
        table.Write(output);
        output.WriteLine(run.Message.Length == 0 ? $"digest: {run.Digest}" : run.Message);
    }

    private sealed record Limited(
        string Memory, long GroupBytes, int ExitCode, long OomKills, long PeakBytes, long AnonPeakBytes, long FailCount,
        double WallMs, double CpuMs, IndexFigures? Figures, string Digest, string Message);
}
