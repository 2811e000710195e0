using System.Globalization;
using Plimsoll.Bench.Measuring;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>
/// `quality fit`: learns the weights of the ranking (<see cref="SignalWeights"/>) from the questions of both benchmarks, and says how good weights are that were learnt on other
/// repositories than those that are asked. Prints the weights as lines of source.
/// </summary>
internal static class FitCommand
{
    /// <summary>Parts that the repositories of a benchmark are dealt to; each is judged with what was learnt on the others.</summary>
    private const int Folds = 8;

    /// <summary>There are more descriptions than questions, and they say less about files.</summary>
    private const double DescriptionForPassages = .3;
    private const double DescriptionForFiles = .15;

    private const int Decimals = 3;

    /// <summary>What ranks definitions of the query's name among themselves, what depends on the order, and what too few questions tell: not learnt.</summary>
    private static readonly Signal[] Given =
    [
        Signal.Definition, Signal.Scope, Signal.Case, Signal.Kind, Signal.Nested, Signal.Size, Signal.Repeat, Signal.Legacy, Signal.Generated, Signal.Declaration,
    ];

    /// <summary>Runs it.</summary>
    public static int Run(QualityOptions options, TextWriter output)
    {
        List<Study> studies = Study.Read(options);
        if (studies.Count != 2) throw new BenchException("--tasks FILE with --checkouts DIR and --data DIR are needed, both");
        using Asker asker = new(options);
        List<FitList> questions = FitReader.Read(studies[0], wholeFile: false, asker);
        List<FitList> passages = FitReader.Read(studies[1], wholeFile: false, asker), files = FitReader.Read(studies[1], wholeFile: true, asker);
        Table table = new("NDCG@10", $"{studies[0].Name} as shipped", "learnt elsewhere", $"{studies[1].Name} as shipped", "learnt elsewhere");
        Learnt chunks = new(questions, passages, ByFile: false, DescriptionForPassages, SignalWeights.Chunks);
        Learnt whole = new(questions, files, ByFile: true, DescriptionForFiles, SignalWeights.Files);
        chunks.AddRow("passages", table);
        whole.AddRow("files", table);
        table.Write(output);
        chunks.WriteSource(nameof(SignalWeights.Chunks), output);
        whole.WriteSource(nameof(SignalWeights.Files), output);
        return 0;
    }

    /// <summary>Weights for one view.</summary>
    private sealed record Learnt(List<FitList> Questions, List<FitList> Descriptions, bool ByFile, double DescriptionWeight, SignalWeights Shipped)
    {
        public void AddRow(string name, Table table)
        {
            double[] shipped = Array(Shipped);
            (double questions, double descriptions) = Elsewhere();
            table.Add(
                name, Cell(FitScore.Mean(Questions, shipped, ByFile)), Cell(questions), Cell(FitScore.Mean(Descriptions, shipped, ByFile)), Cell(descriptions));
        }

        public void WriteSource(string name, TextWriter output)
        {
            output.WriteLine();
            output.WriteLine(name);
            double[] weights = Fitted(_ => true);
            foreach (Signal signal in Enum.GetValues<Signal>())
            {
                double weight = Math.Round(weights[(int)signal], Decimals);
                if (weight != 0) output.WriteLine($"        [Signal.{signal}] = {weight.ToString("0.###", CultureInfo.InvariantCulture)},");
            }
        }

        /// <summary>The mean over the folds, each with weights that were learnt without its repositories.</summary>
        private (double Questions, double Descriptions) Elsewhere()
        {
            Dictionary<string, int> folds = Deal(Questions.Concat(Descriptions));
            double questions = 0, descriptions = 0;
            for (int fold = 0; fold < Folds; fold++)
            {
                double[] weights = Fitted(list => folds[list.Repository] != fold);
                questions += Sum(Questions, weights, list => folds[list.Repository] == fold);
                descriptions += Sum(Descriptions, weights, list => folds[list.Repository] == fold);
            }
            return (questions / Questions.Count, descriptions / Descriptions.Count);
        }

        private double Sum(List<FitList> lists, double[] weights, Func<FitList, bool> takes)
        {
            List<FitList> taken = [.. lists.Where(takes)];
            return taken.Count == 0 ? 0 : FitScore.Mean(taken, weights, ByFile) * taken.Count;
        }

        private double[] Fitted(Func<FitList, bool> takes)
        {
            double[] start = Array(Shipped);
            int[] fitted = [.. Enum.GetValues<Signal>().Except(Given).Select(signal => (int)signal)];
            double[] weights = new Fit(fitted, ScaleOf(Questions.Concat(Descriptions))).Run(
                [new FitPart([.. Questions.Where(takes)], ByFile: true, 1), new FitPart([.. Descriptions.Where(takes)], ByFile, DescriptionWeight)], start);

            // Only ratios matter for the order; one weight is kept so that scores stay comparable with what is given.
            double factor = start[(int)Signal.Bm25] / weights[(int)Signal.Bm25];
            for (int i = 0; i < weights.Length; i++) weights[i] *= factor;
            foreach (Signal signal in Given) weights[(int)signal] = start[(int)signal];
            return weights;
        }

        private static double[] Array(SignalWeights weights) => [.. Enum.GetValues<Signal>().Select(signal => weights[signal])];
    }

    /// <summary>Deals repositories to folds by their names in order, so that it is always the same.</summary>
    private static Dictionary<string, int> Deal(IEnumerable<FitList> lists)
    {
        string[] names = [.. lists.Select(list => list.Repository).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Enumerable.Range(0, names.Length).ToDictionary(i => names[i], i => i % Folds, StringComparer.Ordinal);
    }

    /// <summary>The standard deviation of each measure; 1 where it never varies.</summary>
    private static double[] ScaleOf(IEnumerable<FitList> lists)
    {
        double[] sums = new double[Signals.Count], squares = new double[Signals.Count];
        long count = 0;
        foreach (FitItem item in lists.SelectMany(list => list.Items))
        {
            count++;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += item.Measures[i];
                squares[i] += item.Measures[i] * item.Measures[i];
            }
        }
        return [.. sums.Select((sum, i) => Math.Sqrt(Math.Max(0, (squares[i] / count) - (sum / count * (sum / count))))).Select(deviation => deviation > 0 ? deviation : 1)];
    }

    private static string Cell(double value) => Table.Number(value, 4);
}
