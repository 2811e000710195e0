using System.Text;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Search;

/// <summary>The terms of a query, counted as the index counts those of a text: each word in lower case, and its parts.</summary>
internal sealed class QueryPlan
{
    /// <summary>Terms a query; a term is a bit of a mask. What comes after them in a longer text is not looked for.</summary>
    public const int MostTerms = 32;

    private readonly QueryTerm[] _terms = new QueryTerm[MostTerms];

    private QueryPlan(byte[] text, SymbolQuery symbol) => (Text, Symbol) = (text, symbol);

    /// <summary>The query as it was asked, for embedders that need it.</summary>
    public byte[] Text { get; }

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>The query as the name of a definition.</summary>
    public SymbolQuery Symbol { get; }

    /// <summary>A term.</summary>
    public QueryTerm this[int index] => _terms[index];

    /// <summary>The weights of all terms times their rarity.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Reads a query.</summary>
    /// <exception cref="IndexException">It is empty.</exception>
    public static QueryPlan Parse(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Trim());
        if (bytes.Length == 0)
            throw new IndexException(IndexFailure.Usage, "The query is empty. Give a name, some words or a sentence, for example \"open file\".");
        var plan = new QueryPlan(bytes, SymbolQuery.Parse(bytes));
        int at = 0;
        while (SegmentBuilder.NextWord(bytes, ref at, out int start))
            plan.AddWord(bytes.AsSpan(start, at - start));
        plan.QuietStopWords();
        return plan;
    }

    /// <summary>Whether a name is one that the query writes as an identifier, or a word of it.</summary>
    /// <returns>0 for neither, 1 for a word, 2 for an identifier.</returns>
    public int Mentions(ReadOnlySpan<byte> name)
    {
        if (name.Length > Words.LongestWord)
            return 0;
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        Fold(name, folded);
        int index = Find(folded[..name.Length]);
        return index < 0 || !_terms[index].IsWord ? 0 : _terms[index].IsIdentifier ? 2 : _terms[index].IsQuiet ? 0 : 1;
    }

    /// <summary>The index of the term that a word is, or is another form of, or -1.</summary>
    private int FindForm(ReadOnlySpan<byte> word)
    {
        int index = Find(word);
        for (int i = 0; i < Count && index < 0; i++)
        {
            if (Stemmer.IsSame(word, _terms[i].Text))
                index = i;
        }

        return index;
    }

    private void QuietStopWords()
    {
        int loud = 0;
        for (int i = 0; i < Count; i++)
            loud += StopWords.Has(_terms[i].Text) ? 0 : 1;
        for (int i = 0; i < Count && loud > 0; i++)
        {
            if (StopWords.Has(_terms[i].Text) && !_terms[i].IsIdentifier)
            {
                _terms[i].IsQuiet = true;
                _terms[i].Weight *= Ranking.StopWord;
            }
        }
    }

    /// <summary>The index of a term, or -1.</summary>
    public int Find(ReadOnlySpan<byte> term)
    {
        for (int i = 0; i < Count; i++)
        {
            if (term.SequenceEqual(_terms[i].Text))
                return i;
        }

        return -1;
    }

    /// <summary>Adds up the weights once all terms know how rare they are.</summary>
    public void SumWeights()
    {
        TotalWeight = 0;
        for (int i = 0; i < Count; i++)
            TotalWeight += _terms[i].Weight * _terms[i].Rarity;
    }

    /// <summary>Which terms a short text (a name, a path) has, a bit each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cover">Which share of the text's own words and parts are terms.</param>
    public uint MaskOf(ReadOnlySpan<byte> text, out double cover) => MaskOf(text, out cover, out _);

    /// <summary>Which terms a short text has, a bit each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cover">Which share of the text's own words and parts are terms.</param>
    /// <param name="words">How many words and parts the text has.</param>
    public uint MaskOf(ReadOnlySpan<byte> text, out double cover, out int words)
    {
        uint mask = 0;
        int met = 0, all = 0, at = 0;
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        while (SegmentBuilder.NextWord(text, ref at, out int start))
        {
            ReadOnlySpan<byte> word = text[start..at];
            Fold(word, folded);
            int whole = FindForm(folded[..word.Length]);
            int count = SubTokens.Split(word, parts);
            mask |= whole >= 0 ? 1u << whole : 0;
            all += Math.Max(1, count);
            met += whole >= 0 ? Math.Max(1, count) : 0;
            for (int i = 0; i < count; i++)
            {
                int part = FindForm(folded.Slice(parts[i].Start, parts[i].Length));
                mask |= part >= 0 ? 1u << part : 0;
                met += part >= 0 && whole < 0 ? 1 : 0;
            }
        }

        cover = all == 0 ? 0 : (double)met / all;
        words = all;
        return mask;
    }

    /// <summary>Which share of a short text's words begin like a word of the query, or the other way round: `auth` and `authentication`, `config` and `configure`.</summary>
    public double KinshipOf(ReadOnlySpan<byte> text)
    {
        int kin = 0, all = 0, at = 0;
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        while (SegmentBuilder.NextWord(text, ref at, out int start))
        {
            ReadOnlySpan<byte> word = text[start..at];
            Fold(word, folded);
            int count = SubTokens.Split(word, parts);
            all += Math.Max(1, count);
            kin += count == 0 && IsKin(folded[..word.Length]) ? 1 : 0;
            for (int i = 0; i < count; i++)
                kin += IsKin(folded.Slice(parts[i].Start, parts[i].Length)) ? 1 : 0;
        }

        return all == 0 ? 0 : (double)kin / all;
    }

    private bool IsKin(ReadOnlySpan<byte> word)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!_terms[i].IsQuiet && Stemmer.IsKin(word, _terms[i].Text))
                return true;
        }

        return false;
    }

    /// <summary>How many words that are not quiet stand before the first term of a set; <paramref name="most"/> for none, or for more.</summary>
    public int PositionOf(uint mask, int most)
    {
        int position = 0;
        for (int i = 0; i < Count && position < most; i++)
        {
            if (_terms[i].IsQuiet)
                continue;
            if ((mask >> i & 1) != 0)
                return position;
            position++;
        }

        return most;
    }

    /// <summary>Which share of the query's weight a set of terms has.</summary>
    public double ShareOf(uint mask)
    {
        double weight = 0;
        for (int i = 0; i < Count; i++)
            weight += (mask >> i & 1) != 0 ? _terms[i].Weight * _terms[i].Rarity : 0;
        return TotalWeight > 0 ? weight / TotalWeight : 0;
    }

    /// <summary>ASCII letters in lower case.</summary>
    public static void Fold(ReadOnlySpan<byte> text, Span<byte> folded)
    {
        for (int i = 0; i < text.Length; i++)
            folded[i] = Words.Fold(text[i]);
    }

    private void AddWord(ReadOnlySpan<byte> word)
    {
        byte[] folded = new byte[word.Length];
        Fold(word, folded);
        QueryTerm? whole = Add(folded, 1);
        if (whole is not null)
        {
            whole.IsWord = true;
            whole.IsIdentifier |= IsIdentifier(word);
        }

        if (Words.ClassOf(word[0]) == LetterClass.Digit)
            return;
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        int count = SubTokens.Split(word, parts);
        for (int i = 0; i < count; i++)
        {
            if (parts[i].Length < word.Length)
                Add(folded.AsSpan(parts[i].Start, parts[i].Length), Ranking.PartWeight);
        }
    }

    private static bool IsIdentifier(ReadOnlySpan<byte> word) =>
        word.IndexOf((byte)'_') >= 0 || word[1..].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 || Words.Fold(word[0]) != word[0];

    private QueryTerm? Add(ReadOnlySpan<byte> term, double weight)
    {
        int index = Find(term);
        if (index < 0)
        {
            if (Count == MostTerms)
                return null;
            index = Count;
            _terms[Count++] = new QueryTerm(term.ToArray());
        }

        _terms[index].Weight += weight;
        return _terms[index];
    }
}
