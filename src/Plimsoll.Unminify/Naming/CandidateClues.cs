namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What speaks for a proposed name apart from the clues that the table lists names for: where it was copied from, how well it fits the words of the program,
/// how common it is. Each is an index into a table of weights, the places; only those of neighbours' names are shared by chance.
/// </summary>
internal static class CandidateClues
{
    /// <summary>Places in the table of weights.</summary>
    public const int Places = 1 << 16;

    /// <summary>The frequency of a name that the table does not know.</summary>
    public const uint NewName = 7;

    /// <summary>Kinds of bindings.</summary>
    private const int Kinds = 16;

    private const int Origins = (int)CopySource.Count * 8;
    private const int CopyOrigin = 0;
    private const int CopyKind = CopyOrigin + Origins;
    private const int CopyLength = CopyKind + (Origins * Kinds);
    private const int Use = CopyLength + (Origins * 8);
    private const int Nearness = Use + (Kinds * 64);
    private const int KnownWords = Nearness + (Kinds * 16);
    private const int NearWords = KnownWords + (Kinds * 200);
    private const int Neighbours = NearWords + (Kinds * 200);

    /// <summary>What a copied phrase has in its favour.</summary>
    public static (int Origin, int Kind, int Length) OfCopy(CopySource source, PhrasePart part, int words, uint kind, bool isKnown)
    {
        int from = ((int)source * 8) + (int)part;
        return (CopyOrigin + from, CopyKind + (from * Kinds) + (int)kind, CopyLength + (from * 8) + (Math.Min(3, words) * 2) + (isKnown ? 1 : 0));
    }

    /// <summary>What speaks for a name that a neighbour has, and with the kind of the binding.</summary>
    public static (int Relation, int Kind) OfNeighbour(uint relation, PhrasePart part, uint kind)
    {
        uint from = Clues.Join(relation, (uint)part);
        return (Neighbours + (int)(from % (Places - Neighbours)), Neighbours + (int)(Clues.Join(from, kind + 1) % (Places - Neighbours)));
    }

    /// <summary>How the phrase fits into the program.</summary>
    /// <param name="use">What is the same for all bindings of a program.</param>
    /// <param name="isNear">Whether the function says the phrase.</param>
    /// <param name="near">How many of its words the function says.</param>
    /// <param name="kind">The kind of the binding.</param>
    public static (int Use, int Nearness, int Known, int Near) OfFit(PhraseUse use, bool isNear, int near, uint kind)
    {
        int at = (int)kind;
        return (
            Use + (at * 64) + (use.Level * 8) + use.Frequency,
            Nearness + (at * 16) + (isNear ? 8 : 0) + use.Words,
            KnownWords + (at * 200) + (((use.Known * 5) + use.Words) * 8) + use.Frequency,
            NearWords + (at * 200) + (((Math.Min(4, near) * 5) + use.Words) * 8) + use.LastLevel);
    }
}
