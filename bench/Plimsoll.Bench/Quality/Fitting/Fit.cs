namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>
/// Fits the weights of a linear ranking. For each question the scores of the candidates become shares (softmax), and their distance to the shares that the right answers
/// should have is lowered (ListNet: Cao, Qin, Liu, Tsai and Li, 2007), by Adam (Kingma and Ba, 2015). Without chance: the same data give the same weights.
/// </summary>
/// <param name="fitted">Which measures get a weight; the others have none.</param>
/// <param name="scale">How far each measure spreads; weights are held small in these units, so that a measure that hardly varies gets no wild weight.</param>
internal sealed class Fit(int[] fitted, double[] scale)
{
    private const int Rounds = 4;
    private const int Steps = 150;
    private const int Competitors = 40;
    private const double Rate = .1;
    private const double Shrinkage = .005;
    private const double Decay = .9;
    private const double SquareDecay = .99;
    private const double Smallest = 1e-8;

    /// <summary>The product of measures and weights.</summary>
    public static double Dot(double[] measures, double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < measures.Length; i++) sum += measures[i] * weights[i];
        return sum;
    }

    /// <summary>Fits weights to questions.</summary>
    /// <param name="parts">Questions with their weight, and whether their files compete or their passages.</param>
    /// <param name="start">Weights to choose the first competitors by.</param>
    /// <returns>A weight a measure.</returns>
    public double[] Run(IReadOnlyList<FitPart> parts, double[] start)
    {
        double[] weights = start;
        for (int round = 0; round < Rounds; round++) weights = Descend(Competing(parts, weights), weights);
        return weights;
    }

    /// <summary>The best candidates of each question that has right and wrong ones: which of a file's passages competes depends on the weights, hence the rounds.</summary>
    private List<(double[][] Rows, bool[] Right, double Weight)> Competing(IReadOnlyList<FitPart> parts, double[] weights)
    {
        List<(double[][], bool[], double)> groups = [];
        foreach (FitPart part in parts)
        {
            foreach (FitList list in part.Lists)
            {
                List<FitItem> ranked = list.Ranked(weights, part.ByFile);
                FitItem[] first = [.. ranked.Take(Competitors)];
                bool[] right = [.. first.Select(item => item.Hits != 0)];
                if (right.Contains(true) && right.Contains(false))
                    groups.Add(([.. first.Select(Row)], right, part.Weight));
            }
        }
        return groups;
    }

    private double[] Row(FitItem item) => [.. fitted.Select(index => item.Measures[index] / scale[index])];

    private double[] Descend(List<(double[][] Rows, bool[] Right, double Weight)> groups, double[] start)
    {
        double[] weights = [.. fitted.Select(index => start[index] * scale[index])];
        double[] means = new double[weights.Length], squares = new double[weights.Length];
        double total = groups.Sum(group => group.Weight);
        for (int step = 1; step <= Steps; step++)
        {
            double[] gradient = [.. weights.Select(weight => Shrinkage * weight)];
            foreach ((double[][] rows, bool[] right, double weight) in groups) AddGradient(rows, right, weights, weight / total, gradient);
            for (int i = 0; i < weights.Length; i++)
            {
                means[i] = (Decay * means[i]) + ((1 - Decay) * gradient[i]);
                squares[i] = (SquareDecay * squares[i]) + ((1 - SquareDecay) * gradient[i] * gradient[i]);
                weights[i] -= Rate * means[i] / (1 - Math.Pow(Decay, step)) / (Math.Sqrt(squares[i] / (1 - Math.Pow(SquareDecay, step))) + Smallest);
            }
        }
        double[] result = new double[scale.Length];
        for (int i = 0; i < fitted.Length; i++) result[fitted[i]] = weights[i] / scale[fitted[i]];
        return result;
    }

    private static void AddGradient(double[][] rows, bool[] right, double[] weights, double share, double[] gradient)
    {
        double[] scores = [.. rows.Select(row => Dot(row, weights))];
        double most = scores.Max();
        double[] shares = [.. scores.Select(score => Math.Exp(score - most))];
        double sum = shares.Sum();
        double wanted = 1.0 / right.Count(one => one);
        for (int i = 0; i < rows.Length; i++)
        {
            double difference = share * ((shares[i] / sum) - (right[i] ? wanted : 0));
            for (int j = 0; j < gradient.Length; j++) gradient[j] += difference * rows[i][j];
        }
    }
}
