using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>
/// Kills the indexer at random instants over the whole span of a run, runs the same command again and compares the digest with that of
/// a run that nobody disturbed.
/// </summary>
internal sealed class KillRounds
{
    /// <summary>
    /// After how many kills the span is measured again: a machine that got slower would otherwise never see a kill at the end of a run, where segments and
    /// manifest are written.
    /// </summary>
    private const int KillsPerSpan = 20;

    /// <summary>Into how many parts of the span the table sorts the kills.</summary>
    private const int Parts = 5;

    private readonly PlimsollTool _tool;
    private readonly string _index;
    private readonly string _memory;
    private readonly Random _random;
    private readonly List<Round> _rounds = [];

    private KillRounds(PlimsollTool tool, string index, BenchOptions options) =>
        (_tool, _index, _memory, _random) = (tool, index, options.Memory, new Random(options.Seed));

    public static int Run(BenchOptions options, TextWriter output)
    {
        PlimsollTool tool = new(options);
        ResultFile file = new("kills", options, tool);
        using TempFolder folder = new();
        KillRounds rounds = new(tool, folder.PathOf("index"), options);
        (string digest, TimeSpan span) = rounds.Undisturbed();
        rounds.Repeat(options.Count, span);
        int wrong = rounds._rounds.Count(round => round.Digest != digest);
        rounds.Write(digest, output);
        output.WriteLine($"{rounds._rounds.Count} kills over {span.TotalMilliseconds:F0} ms with {options.Memory}, {wrong} with another digest than {digest}");
        (file["memory"], file["span_ms"], file["digest"], file["rounds"]) = (options.Memory, span.TotalMilliseconds, digest, rounds._rounds);
        file.Save(output);
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>The digest to reach and how long a run takes, the page cache being warm (the longer of two runs).</summary>
    private (string Digest, TimeSpan Span) Undisturbed()
    {
        _ = Fresh().Run().Expect("index");
        Remove();
        double span = Fresh().Run().Expect("index").WallMs;
        string digest = _tool.Digest(_index);
        return (digest, TimeSpan.FromMilliseconds(span));
    }

    private void Repeat(int count, TimeSpan span)
    {
        int measuredAt = 0;

        // A run that ends before its instant was not killed and does not count; a bound on the tries ends the loop on a machine that got faster.
        for (int attempt = 0; _rounds.Count < count && attempt < 3 * count; attempt++)
        {
            Remove();
            if (_rounds.Count >= measuredAt + KillsPerSpan)
            {
                measuredAt = _rounds.Count;
                span = TimeSpan.FromMilliseconds(Fresh().Run().Expect("index").WallMs);
                Remove();
            }

            double share = _random.NextDouble();
            if (!Fresh().KillAt(span * share)) continue;
            Timing second = Fresh().Run();
            bool ended = second.ExitCode == 0;
            long kept = ended ? IndexFigures.Parse(second.Output).Unchanged : -1;
            _rounds.Add(new Round(share, second.ExitCode, kept, second.WallMs, ended ? _tool.Digest(_index) : second.Errors.Trim()));
            if (_rounds.Count % 20 == 0) Console.Error.WriteLine($"{_rounds.Count} of {count} kills");
        }
    }

    private Command Fresh() => _tool.Index(_index, _memory);

    private void Remove()
    {
        if (Directory.Exists(_index)) Directory.Delete(_index, recursive: true);
    }

    private void Write(string digest, TextWriter output)
    {
        Table table = new("killed at", "kills", "files kept (median)", "second run ms (median)", "other exit code", "other digest");
        for (int part = 0; part < Parts; part++)
        {
            double from = (double)part / Parts;
            double to = (double)(part + 1) / Parts;
            Round[] inside = [.. _rounds.Where(round => round.Share >= from && round.Share < to)];
            table.Add(
                $"{100 * from:F0}-{100 * to:F0} % of a run", $"{inside.Length}", Table.Number(Statistics.Of([.. inside.Select(round => (double)round.FilesKept)]).Median),
                Table.Number(Statistics.Of([.. inside.Select(round => round.SecondMs)]).Median),
                $"{inside.Count(round => round.ExitCode != 0)}", $"{inside.Count(round => round.Digest != digest)}");
        }
        table.Write(output);
    }

    private sealed record Round(double Share, int ExitCode, long FilesKept, double SecondMs, string Digest);
}
