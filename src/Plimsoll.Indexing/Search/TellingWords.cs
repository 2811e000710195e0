using System.Text;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Search;

/// <summary>Chooses the words of a text that tell it from others: often in the text, rare in the index, and not in a single chunk only.</summary>
internal sealed class TellingWords(Corpus corpus)
{
    /// <summary>Different words of a text that are looked at: a chunk has a few hundred.</summary>
    private const int MostWords = 1024;

    /// <summary>A word that no other chunk has leads nowhere.</summary>
    private const int FewestChunks = 2;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The words, the most telling first; equal ones in the order of their letters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many to give at most.</param>
    public List<string> Of(string text, int most)
    {
        Count(Encoding.UTF8.GetBytes(text));
        var rated = new List<(double Weight, string Word)>(_counts.Count);
        foreach ((string word, int count) in _counts)
        {
            long chunks = corpus.ChunkCountOf(Encoding.UTF8.GetBytes(word));
            if (chunks >= FewestChunks)
                rated.Add(((1 + Math.Log(count)) * corpus.RarityOf(chunks), word));
        }

        rated.Sort(static (left, right) => left.Weight != right.Weight ? right.Weight.CompareTo(left.Weight) : string.CompareOrdinal(left.Word, right.Word));
        return rated.ConvertAll(static one => one.Word)[..Math.Min(most, rated.Count)];
    }

    private void Count(byte[] text)
    {
        int at = 0;
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        while (SegmentBuilder.NextWord(text, ref at, out int start))
        {
            int length = at - start;
            QueryPlan.Fold(text.AsSpan(start, length), folded);
            if (StopWords.Has(folded[..length]))
                continue;
            string word = Encoding.UTF8.GetString(folded[..length]);
            if (_counts.TryGetValue(word, out int count))
                _counts[word] = count + 1;
            else if (_counts.Count < MostWords)
                _counts[word] = 1;
        }
    }
}
