namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Chooses from the best names the one that has most in common with all of them, by how likely each is: where `node`, `parent node` and `child node` are about as
/// likely, `node` is nearest to right even if it is not the likeliest.
/// </summary>
internal sealed class NameChoice
{
    private const int One = 1 << 14;

    // A name that leads by so much, in 1/256, is more likely than all others together, and nothing can come before it.
    private const int LeadMax = 3 * 256;

    private static readonly int[] Odds = [.. Enumerable.Range(0, LeadMax + 1).Select(lag => (int)Math.Round(One * Math.Exp(-lag / 256.0)))];

    private readonly PhraseTable _phrases;

    /// <summary>A choice among phrases of a table.</summary>
    public NameChoice(PhraseTable phrases) => _phrases = phrases;

    /// <summary>Puts the chosen name first; the others keep their order.</summary>
    public void PutBestFirst(List<(int Phrase, int Score)> best)
    {
        if (best.Count < 2 || best[0].Score - best[1].Score > LeadMax) return;
        int chosen = 0;
        long most = long.MinValue;
        for (int i = 0; i < best.Count; i++)
        {
            long value = ValueOf(best, i);
            if (value <= most) continue;
            (chosen, most) = (i, value);
        }

        (int Phrase, int Score) name = best[chosen];
        best.RemoveAt(chosen);
        best.Insert(0, name);
    }

    /// <summary>What a name can be expected to be worth: to be right counts as much again as to have all words.</summary>
    private long ValueOf(List<(int Phrase, int Score)> best, int index)
    {
        long value = 0;
        foreach ((int phrase, int score) in best)
        {
            int lag = Math.Min(LeadMax, best[0].Score - score);
            value += (long)Odds[lag] * (phrase == best[index].Phrase ? 2 * One : Common(phrase, best[index].Phrase));
        }

        return value;
    }

    /// <summary>Twice the words that both have by all words.</summary>
    private int Common(int left, int right)
    {
        int common = _phrases.CountCommon(left, right);
        return 2 * common * One / (_phrases.WordsOf(left) + _phrases.WordsOf(right));
    }
}
