using System.Diagnostics;
using System.Globalization;
using Plimsoll.Bench.Measuring;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Bench.JavaScript;

/// <summary>
/// How fast JavaScript is surveyed and what its tables take: `javascript-survey FILE.. [--esbuild FILE] [--rounds 5]`. Warm is the median of rounds in this process, cold
/// a new process from its start to its end, in turns with one of esbuild that reads the file and prints it again.
/// </summary>
internal static class SurveyBench
{
    private const int Rounds = 5;

    public static int Run(string[] args, TextWriter output)
    {
        string? esbuild = Arguments.Value(args, "--esbuild");
        string given = Arguments.Value(args, "--rounds") ?? Rounds.ToString(CultureInfo.InvariantCulture);
        string[] files = [.. args.Where((argument, at) => !argument.StartsWith("--", StringComparison.Ordinal) && (at == 0 || args[at - 1] is not ("--esbuild" or "--rounds")))];
        try
        {
            if (files.Length == 0) throw new BenchException("javascript-survey needs a FILE");
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) || rounds < 1) throw new BenchException($"--rounds: found '{given}', expected a whole number from 1");
            Table table = new("file", "MB", "warm MB/s", "cold MB/s", "cold CPU s", "esbuild CPU s", "ratio", "names", "occurrences", "scopes", "bindings", "tables MB", "of the file", "tree MB");
            foreach (string file in files) table.Add(Row(file, rounds, esbuild));
            table.Write(output);
            return 0;
        }
        catch (Exception error) when (error is BenchException or JavaScriptSyntaxException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return 2;
        }
    }

    /// <summary>Surveys a file once and ends: what a cold run measures.</summary>
    public static int RunOnce(string file)
    {
        using SourceText source = new(File.ReadAllBytes(file), file);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        return 0;
    }

    private static string[] Row(string file, int rounds, string? esbuild)
    {
        using SourceText source = new(File.ReadAllBytes(file), file);
        double megabytes = source.Length / 1e6;
        TreeCounter tree = new();
        List<double> warm = [];
        string[] tables = Survey(source, tree, out _);
        for (int i = 0; i < rounds; i++)
        {
            Survey(source, tree, out TimeSpan time);
            warm.Add(megabytes / time.TotalSeconds);
        }

        Runs runs = RunCold(file, rounds, esbuild);
        return
        [
            Path.GetFileName(file), Table.Number(megabytes, 2), Table.Range(Statistics.Of(warm), 1), Table.Range(Statistics.Of([.. runs.Wall.Select(one => megabytes / one)]), 1),
            Table.Range(Statistics.Of(runs.Cpu), 3), Table.Range(Statistics.Of(runs.Esbuild), 3), Table.Range(Statistics.Ratio(runs.Cpu, runs.Esbuild), 2), .. tables,
            Table.Megabytes(tree.Peak, 2),
        ];
    }

    private static string[] Survey(SourceText source, TreeCounter tree, out TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode, TreeStore = tree });
        time = Stopwatch.GetElapsedTime(start);
        return
        [
            Table.Number(tables.Names.Count), Table.Number(tables.Occurrences.Count), Table.Number(tables.Scopes.Count), Table.Number(tables.Symbols.Count),
            Table.Megabytes(tables.BytesHeld, 2), Table.Number((double)tables.BytesHeld / source.Length, 2),
        ];
    }

    private static Runs RunCold(string file, int rounds, string? esbuild)
    {
        Runs runs = new([], [], []);
        string printed = Path.GetTempFileName();
        // `dotnet run` starts the program by its own file, `dotnet FILE.dll` by the host.
        string[] self = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(SurveyBench).Assembly.Location] : [];
        for (int i = 0; i < rounds; i++)
        {
            Timing ours = new Command(Environment.ProcessPath!, [.. self, "javascript-survey-once", file]).Run().Expect("the survey");
            runs.Wall.Add(ours.WallMs / 1000);
            runs.Cpu.Add(ours.CpuMs / 1000);
            if (esbuild is not null) runs.Esbuild.Add(new Command(esbuild, [file, "--log-level=error", "--allow-overwrite", $"--outfile={printed}"]).Run().Expect("esbuild").CpuMs / 1000);
        }

        File.Delete(printed);
        return runs;
    }

    /// <summary>Seconds of each round.</summary>
    private sealed record Runs(List<double> Wall, List<double> Cpu, List<double> Esbuild);

    /// <summary>The most bytes that trees had at once.</summary>
    private sealed class TreeCounter : ChunkStore
    {
        private long _held;

        public long Peak { get; private set; }

        public override nint Rent(int bytes)
        {
            _held += bytes;
            Peak = Math.Max(Peak, _held);
            return Native.Rent(bytes);
        }

        public override void Return(nint block, int bytes)
        {
            _held -= bytes;
            Native.Return(block, bytes);
        }
    }
}
