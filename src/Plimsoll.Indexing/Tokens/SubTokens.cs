namespace Plimsoll.Indexing.Tokens;

/// <summary>A part of a word.</summary>
/// <param name="Start">Offset in the word.</param>
/// <param name="Length">Length in bytes.</param>
internal readonly record struct SubToken(int Start, int Length);

/// <summary>
/// Splits identifiers into the words that they are made of: at joiners (`max_size`), at lower-to-upper case (`maxSize`),
/// inside acronyms before the last capital (`HTTPServer` → `HTTP`, `Server`), and between letters and digits (`utf8` → `utf`, `8`).
/// </summary>
internal static class SubTokens
{
    /// <summary>Parts beyond this many add nothing to finding a word; it bounds the work for hostile input.</summary>
    public const int MostParts = 16;

    /// <summary>Splits <paramref name="word"/>; parts shorter than two bytes are left out.</summary>
    /// <param name="word">Letters, digits and joiners.</param>
    /// <param name="parts">Room for <see cref="MostParts"/> parts.</param>
    /// <returns>How many parts were written. One part as long as the word means that it does not split.</returns>
    public static int Split(ReadOnlySpan<byte> word, Span<SubToken> parts)
    {
        int count = 0;
        int start = 0;
        for (int i = 1; i <= word.Length && count < MostParts; i++)
        {
            if (i < word.Length && !IsBoundary(word, i))
                continue;
            int from = start;
            while (from < i && Words.ClassOf(word[from]) == LetterClass.Joiner)
                from++;
            if (i - from >= Words.ShortestWord)
                parts[count++] = new SubToken(from, i - from);
            start = i;
        }

        return count;
    }

    private static bool IsBoundary(ReadOnlySpan<byte> word, int at)
    {
        LetterClass before = Words.ClassOf(word[at - 1]);
        LetterClass here = Words.ClassOf(word[at]);
        if (here == LetterClass.Joiner)
            return before != LetterClass.Joiner;
        if (before == LetterClass.Joiner)
            return false;
        if (before == LetterClass.Digit || here == LetterClass.Digit)
            return before != here;
        if (before == LetterClass.Lower)
            return here == LetterClass.Upper;
        return here == LetterClass.Upper && at + 1 < word.Length && Words.ClassOf(word[at + 1]) == LetterClass.Lower;
    }
}
