using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Tests.Fuzzing;

/// <summary>
/// Programs that are nearly right are taken exactly where acorn takes them, as scripts and as modules, but for what <see cref="KnownDifferences"/> lists.
/// PLIMSOLL_JAVASCRIPT_FUZZ_SECONDS makes this a run of so long, and PLIMSOLL_JAVASCRIPT_FUZZ_SEED another one.
/// </summary>
public sealed class AcceptanceTests(ITestOutputHelper output)
{
    private const int Seed = 20250625;
    private const int BatchesMin = 60;
    private const int BatchSize = 500;
    private const int DisagreementsMax = 25;

    [Fact]
    public void Survey_ChangedPrograms_AreTakenWhereAcornTakesThem()
    {
        NodeTools.Need("test262-parser-tests");
        NodeTools.Need("acorn");
        NodeTools.Need("terser");
        using AcornJudge judge = new();
        Mutator mutator = new(Setting("SEED", Seed), Corpus.Read());
        TimeSpan atLeast = TimeSpan.FromSeconds(Setting("SECONDS", 0));
        long start = Stopwatch.GetTimestamp();
        int compared = 0, taken = 0, known = 0;
        List<string> wrong = [];
        for (int batch = 0; (batch < BatchesMin || Stopwatch.GetElapsedTime(start) < atLeast) && wrong.Count < DisagreementsMax; batch++)
        {
            Program[] programs = [.. Enumerable.Range(0, BatchSize).Select(_ => mutator.Next()).SelectMany(text => (Program[])[new(text, SourceGoal.Script), new(text, SourceGoal.Module)])];
            List<string?> answers = judge.Judge(programs);
            for (int i = 0; i < programs.Length; i++)
            {
                compared++;
                if (answers[i] is null) taken++;
                string? ours = Ours(programs[i]);
                if (ours is null == answers[i] is null) continue;
                if (KnownDifferences.Explain(programs[i], ours, answers[i]) is not null) known++;
                else wrong.Add(Describe(Smallest(programs[i], judge), judge));
            }
        }

        output.WriteLine($"{compared} programs compared, {taken} taken, {known} known differences");
        Assert.True(taken > compared / 10, $"only {taken} of {compared} are programs");
        Assert.True(taken < compared * 9 / 10, $"{taken} of {compared} are programs");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}:\n{string.Join('\n', wrong.Distinct(StringComparer.Ordinal))}");
    }

    [Fact]
    public void Explain_EachKnownDifference_IsStillOne()
    {
        NodeTools.Need("acorn");
        using AcornJudge judge = new();
        foreach ((Program program, string rule) in KnownDifferences.Examples)
        {
            string? ours = Ours(program), theirs = judge.Judge([program])[0];
            Assert.True(ours is null != theirs is null, $"{program.Text}: both say {ours ?? "yes"} ({rule})");
            Assert.Equal(rule, KnownDifferences.Explain(program, ours, theirs));
        }
    }

    /// <summary>The program with each token left out whose absence keeps the disagreement.</summary>
    private static Program Smallest(Program program, AcornJudge judge)
    {
        List<string> tokens = [.. Mutator.Split(program.Text)];
        for (int length = tokens.Count / 2; length > 0; length = length > 1 ? length / 2 : 0)
        {
            for (int at = 0; at + length <= tokens.Count;)
            {
                Program less = program with { Text = string.Concat([.. tokens[..at], .. tokens[(at + length)..]]) };
                string? ours = Ours(less), theirs = judge.Judge([less])[0];
                if (ours is null == theirs is null || KnownDifferences.Explain(less, ours, theirs) is not null) at++;
                else tokens.RemoveRange(at, length);
            }
        }

        return program with { Text = string.Concat(tokens) };
    }

    private static string Describe(Program program, AcornJudge judge) =>
        $"{program.Goal}: {program.Text.Replace("\n", "\\n", StringComparison.Ordinal)}\n    acorn: {judge.Judge([program])[0] ?? "taken"}\n    we: {Ours(program) ?? "taken"}";

    private static string? Ours(Program program) => Surveys.Error(Encoding.UTF8.GetBytes(program.Text), program.Goal)?.Message;

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("PLIMSOLL_JAVASCRIPT_FUZZ_" + name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
