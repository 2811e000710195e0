using System.Runtime.InteropServices;

namespace Plimsoll.Training.Names;

/// <summary>
/// Chooses what a stage knows. A clue counts, and a name with a clue, only if at least two packages have it: what just one package has cannot help
/// with another, but would explain away, while learning, what can.
/// </summary>
internal static class StageBuilder
{
    private const int PackagesMin = 2;
    private const int CluePackagesMin = 4;
    private const int PairsMax = 8;

    /// <summary>Makes the weights of a stage, with nothing learnt yet.</summary>
    public static StageWeights Build(IReadOnlyList<NameExample> examples, EvidenceReader reader, int[] nameCounts, ulong seed)
    {
        Dictionary<uint, Spread> clues = [];
        Dictionary<ulong, Spread> pairs = [];
        foreach (NameExample example in examples)
        {
            reader.Read(example);
            foreach (uint clue in reader.NearClues) Count(ref CollectionsMarshal.GetValueRefOrAddDefault(clues, clue, out _), example);
            foreach (uint clue in reader.AllClues)
            {
                Count(ref CollectionsMarshal.GetValueRefOrAddDefault(clues, clue, out _), example);
                if (example.Label < nameCounts.Length)
                    Count(ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, ((ulong)clue << 32) | (uint)example.Label, out _), example);
            }
        }

        uint[] known = [.. clues.Where(clue => clue.Value.Packages >= CluePackagesMin).Select(clue => clue.Key).Order()];
        Dictionary<uint, int> rows = [];
        for (int row = 0; row < known.Length; row++) rows.Add(known[row], row);
        var lists = new List<(int Name, float Share)>[known.Length];
        for (int row = 0; row < lists.Length; row++) lists[row] = [];
        foreach ((ulong pair, Spread spread) in pairs)
        {
            if (spread.Packages >= PackagesMin && rows.TryGetValue((uint)(pair >> 32), out int row))
                lists[row].Add(((int)(uint)pair, spread.Weight / (clues[known[row]].Weight + 2)));
        }

        for (int row = 0; row < lists.Length; row++)
            lists[row] = [.. lists[row].OrderByDescending(pair => pair.Share).ThenBy(pair => pair.Name).Take(PairsMax)];
        return new StageWeights(known, lists, nameCounts, seed);
    }

    private static void Count(ref Spread spread, NameExample example)
    {
        spread.Weight += example.Weight;
        // Examples come package by package.
        if (spread.Packages == 0 || spread.LastPackage != example.Package) spread.Packages++;
        spread.LastPackage = example.Package;
    }

    private struct Spread
    {
        public float Weight;
        public int Packages;
        public int LastPackage;
    }
}
