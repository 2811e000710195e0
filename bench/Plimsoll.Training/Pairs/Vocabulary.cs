using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Training.Pairs;

/// <summary>The words that get a row: the most frequent ones, by the number of pairs that have them. Words are known by their hashes alone.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<ulong, int> _counts = [];
    private readonly HashSet<ulong> _met = [];

    /// <summary>Counts the words of a pair.</summary>
    public void Count(in PairLine line)
    {
        _met.Clear();
        Meet(line.Sentence);
        Meet(line.Name);
        Meet(line.PathWords);
        Meet(line.Comments);
        Meet(line.Code);
        foreach (ulong word in _met)
            _counts[word] = _counts.GetValueOrDefault(word) + 1;
    }

    /// <summary>The most frequent words, most frequent first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="occurrences">In how many pairs a word must be at least.</param>
    public ulong[] Take(int most, int occurrences)
    {
        var frequent = new List<KeyValuePair<ulong, int>>();
        foreach (KeyValuePair<ulong, int> word in _counts)
        {
            if (word.Value >= occurrences)
                frequent.Add(word);
        }

        frequent.Sort(static (left, right) =>
            left.Value != right.Value ? right.Value.CompareTo(left.Value) : left.Key.CompareTo(right.Key));
        ulong[] words = new ulong[Math.Min(most, frequent.Count)];
        for (int i = 0; i < words.Length; i++)
            words[i] = frequent[i].Key;
        return words;
    }

    private void Meet(ReadOnlySpan<byte> list)
    {
        while (PairLine.Next(ref list, out ReadOnlySpan<byte> term, out _))
            _met.Add(Words.Hash(term));
    }
}
