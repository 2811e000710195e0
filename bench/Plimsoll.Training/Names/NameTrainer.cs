using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>
/// Learns both stages. The second one needs names of neighbours as they will be in use, so packages are halved, and each half gets its names from a first stage
/// that learnt from the other.
/// </summary>
internal sealed class NameTrainer(NameMaterial material, PhraseTable phrases, int[] nameCounts, TrainingOptions options, TextWriter output)
{
    private readonly EvidenceReader _alone = new(phrases, FrequencyIn(nameCounts), withNeighbours: false);
    private readonly EvidenceReader _together = new(phrases, FrequencyIn(nameCounts), withNeighbours: true);

    /// <summary>Learns and returns the bytes of the table.</summary>
    public byte[] Run()
    {
        NameJudge judge = new(phrases, output);
        output.WriteLine("first stage");
        StageWeights first = Learn(material.Learnt, _alone, out StageLearner learner);
        IEnumerable<NamedProgram> unseen = material.Programs.Where(IsHeldOut).Concat(material.Judged);
        foreach (NamedProgram program in unseen) Guess(program, learner);
        judge.Report("held out", material.Programs.Where(IsHeldOut));
        ReportJudged(judge);
        HashSet<int> half = Half();
        for (int part = 0; part < 2; part++)
        {
            output.WriteLine($"first stage, half {part + 1}");
            Learn([.. material.Learnt.Where(example => half.Contains(example.Package) == (part == 0))], _alone, out StageLearner other);
            foreach (NamedProgram program in material.Learnt.Where(example => half.Contains(example.Package) == (part == 1)).Select(example => example.Program).Distinct())
                Guess(program, other);
        }

        output.WriteLine("second stage");
        StageWeights second = Learn(material.Learnt, _together, out StageLearner last);
        foreach (NamedProgram program in unseen) Guess(program, last);
        judge.Report("held out", material.Programs.Where(IsHeldOut));
        ReportJudged(judge);
        byte[] table = NamingImage.Write(phrases, nameCounts, first, second, material.Catalog, out int functions);
        output.WriteLine($"{functions:n0} functions");
        return table;
    }

    private void ReportJudged(NameJudge judge)
    {
        judge.Report("judged", material.Judged);
        judge.Report("judged, of functions that are not learnt from", material.Judged, (program, symbol) => !material.IsShared(program, symbol));
    }

    private static Func<int, uint> FrequencyIn(int[] counts) => phrase => phrase < counts.Length ? NameVocabulary.FrequencyOf(counts[phrase]) : 7;

    private bool IsHeldOut(NamedProgram program) => options.HoldOut.Contains(program.File.Package, StringComparer.Ordinal);

    private StageWeights Learn(IReadOnlyList<NameExample> examples, EvidenceReader reader, out StageLearner learner)
    {
        StageWeights weights = StageBuilder.Build(examples, reader, nameCounts, (ulong)options.Seed);
        output.WriteLine($"  {weights.Clues.Length:n0} clues, {weights.Pairs.Length:n0} pairs");
        learner = new StageLearner(weights, reader, (ulong)options.Seed + 2);
        learner.Learn(examples, options.Epochs, output);
        return weights;
    }

    /// <summary>Names all bindings of a program, as the product does: what comes later sees the new names of what came before.</summary>
    private static void Guess(NamedProgram program, StageLearner learner)
    {
        foreach ((int at, int symbol) in program.Evidence.Places) program.Guesses[symbol] = learner.Guess(program, at, program.Kinds[symbol]);
    }

    /// <summary>About half of the bindings, by packages: each goes where fewer are, the largest first.</summary>
    private HashSet<int> Half()
    {
        HashSet<int> half = [];
        int inside = 0, outside = 0;
        foreach (var package in material.Learnt.GroupBy(example => example.Package).Select(group => (group.Key, Count: group.Count())).OrderByDescending(group => group.Count).ThenBy(group => group.Key))
        {
            if (inside <= outside)
            {
                half.Add(package.Key);
                inside += package.Count;
            }
            else
            {
                outside += package.Count;
            }
        }

        return half;
    }
}
