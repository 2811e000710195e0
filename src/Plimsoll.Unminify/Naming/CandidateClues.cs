namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What speaks for a proposed name apart from the clues that the table lists names for: where it was copied from, how well it fits the words of the program,
/// how common it is. Each is an index into a table of weights; few of them fall on the same place.
/// </summary>
internal sealed class CandidateClues(PhraseTable phrases, ProgramWords program)
{
    /// <summary>Places in the table of weights.</summary>
    public const int Places = 1 << 17;

    /// <summary>The frequency of a name that the table does not know.</summary>
    public const uint NewName = 7;

    private readonly List<int> _words = [];

    /// <summary>Adds what a copied phrase has in its favour.</summary>
    public void AddCopy(List<int> places, CopySource source, PhrasePart part, int phrase, uint kind, bool isKnown)
    {
        uint from = (((uint)source << 3) | (uint)part) + 1;
        uint length = (uint)Math.Min(3, phrases.WordsOf(phrase));
        places.Add(Place(1, from));
        places.Add(Place(2, (from * 16) + kind));
        places.Add(Place(3, (from * 8) + (length * 2) + (isKnown ? 1u : 0u)));
    }

    /// <summary>Adds what speaks for a name that a neighbour has.</summary>
    public void AddNeighbour(List<int> places, uint relation, PhrasePart part, uint kind)
    {
        uint from = Clues.Join(relation, (uint)part);
        places.Add(Place(4, from));
        places.Add(Place(5, Clues.Join(from, kind)));
    }

    /// <summary>Adds what speaks for a name that the program gives to bindings with the same clues.</summary>
    public void AddCustom(List<int> places, int support, int rank, uint kind)
    {
        uint level = (uint)Math.Min(15, System.Numerics.BitOperations.Log2((uint)(support / 16) + 1) * 2);
        places.Add(Place(10, (kind * 16) + level));
        places.Add(Place(11, (((kind * 16) + level) * 8) + (uint)rank));
    }

    /// <summary>Adds how the phrase fits into the program.</summary>
    /// <param name="places">Where the indexes go.</param>
    /// <param name="phrase">The proposed name.</param>
    /// <param name="kind">The kind of the binding.</param>
    /// <param name="frequency">How common the name is where the model learnt, 0 to 7; 7 where it does not know it.</param>
    public void AddFit(List<int> places, int phrase, uint kind, uint frequency)
    {
        phrases.ReadWords(phrase, _words);
        uint words = (uint)Math.Min(4, _words.Count), known = 0, near = 0;
        foreach (int word in _words)
        {
            if (program.CountOfWord(word) > 0) known++;
            if (program.IsWordNear(word)) near++;
        }

        kind *= 4096;
        places.Add(Place(6, kind + (Level(program.CountOf(phrase), 1, 2, 4, 12, 40) * 8) + frequency));
        places.Add(Place(7, kind + (program.IsNear(phrase) ? 8u : 0u) + words));
        places.Add(Place(8, kind + (((Math.Min(4, known) * 5) + words) * 8) + frequency));
        places.Add(Place(9, kind + (((Math.Min(4, near) * 5) + words) * 8) + Level(program.CountOfWord(_words[^1]), 1, 3, 10, 50, 400)));
    }

    private static uint Level(int count, int one, int two, int three, int four, int five) =>
        count < one ? 0u : count < two ? 1u : count < three ? 2u : count < four ? 3u : count < five ? 4u : 5u;

    private static int Place(uint table, uint what) => (int)(Clues.Join(table, what) & (Places - 1));
}
