using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>The numbers of a stage while they are learnt, each with the sum of its squared steps, by which later steps get smaller (Adagrad).</summary>
internal sealed class StageWeights
{
    /// <summary>Makes weights that know nothing.</summary>
    public StageWeights(uint[] clues, List<(int Name, float Share)>[] pairs, int[] nameCounts, ulong seed)
    {
        Clues = clues;
        FirstPairs = new int[clues.Length + 1];
        for (int row = 0; row < clues.Length; row++) FirstPairs[row + 1] = FirstPairs[row] + pairs[row].Count;
        PairNames = new int[FirstPairs[^1]];
        PairShares = new float[PairNames.Length];
        for (int row = 0; row < clues.Length; row++)
        {
            for (int i = 0; i < pairs[row].Count; i++) (PairNames[FirstPairs[row] + i], PairShares[FirstPairs[row] + i]) = pairs[row][i];
        }

        Pairs = new float[PairNames.Length];
        PairSteps = new float[PairNames.Length];
        Places = new float[CandidateClues.Places];
        PlaceSteps = new float[Places.Length];
        Starts = new float[nameCounts.Length];
        StartSteps = new float[Starts.Length];
        for (int name = 0; name < Starts.Length; name++) Starts[name] = (.5f * MathF.Log(nameCounts[name])) - 3;
        ClueVectors = Random(clues.Length, seed);
        ClueSteps = new float[clues.Length];
        NameVectors = Random(nameCounts.Length, seed + 1);
        NameSteps = new float[nameCounts.Length];
    }

    /// <summary>The clues, in order.</summary>
    public uint[] Clues { get; }

    /// <summary>Where the pairs of each row begin.</summary>
    public int[] FirstPairs { get; }

    /// <summary>The names that rows speak of.</summary>
    public int[] PairNames { get; }

    /// <summary>How often a name goes with a row.</summary>
    public float[] PairShares { get; }

    /// <summary>Weights of pairs.</summary>
    public float[] Pairs { get; }

    public float[] PairSteps { get; }

    /// <summary>Weights of <see cref="CandidateClues"/>.</summary>
    public float[] Places { get; }

    public float[] PlaceSteps { get; }

    /// <summary>What names start with.</summary>
    public float[] Starts { get; }

    public float[] StartSteps { get; }

    /// <summary>A vector for each clue.</summary>
    public float[] ClueVectors { get; }

    public float[] ClueSteps { get; }

    /// <summary>A vector for each name.</summary>
    public float[] NameVectors { get; }

    public float[] NameSteps { get; }

    private static float[] Random(int rows, ulong seed)
    {
        Learning.Dice dice = new(seed);
        float[] numbers = new float[rows * NamingStage.Dimensions];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = .1f * ((2 * dice.NextShare()) - 1);
        return numbers;
    }
}
