using System.Buffers;

namespace Plimsoll.Indexing.Tokens;

/// <summary>
/// A light English stemmer for lower-case words: plurals (the S-stemmer of Harman, 1991) and the endings -ed, -ing, -er, -or, -ion and -e that
/// tell `parse`, `parser` and `parsing` apart. It works on the query only; the index holds words as they are written.
/// </summary>
internal static class Stemmer
{
    /// <summary>Longer words are names; they are left alone.</summary>
    public const int LongestWord = 24;

    private const int ShortestStem = 3;

    private static readonly SearchValues<byte> Vowels = SearchValues.Create("aeiouy"u8);

    private static readonly byte[][] Endings =
    [
        [], "e"u8.ToArray(), "s"u8.ToArray(), "es"u8.ToArray(), "ed"u8.ToArray(), "ing"u8.ToArray(), "er"u8.ToArray(), "ers"u8.ToArray(),
        "or"u8.ToArray(), "ors"u8.ToArray(), "ion"u8.ToArray(), "ions"u8.ToArray(), "ings"u8.ToArray(),
    ];

    private static readonly byte[][] DoubledEndings = ["ed"u8.ToArray(), "ing"u8.ToArray(), "er"u8.ToArray(), "ers"u8.ToArray()];

    /// <summary>Cuts a word down to its stem, in place.</summary>
    /// <returns>The stem's length.</returns>
    public static int Cut(Span<byte> word)
    {
        if (word.Length is <= ShortestStem or > LongestWord || !IsWord(word))
            return word.Length;
        int length = CutPlural(word, word.Length);
        length = CutEnding(word, length);
        return length > ShortestStem && word[length - 1] == 'e' ? length - 1 : length;
    }

    /// <summary>Whether two words have the same stem.</summary>
    public static bool IsSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length < ShortestStem || right.Length < ShortestStem || left.Length > LongestWord || right.Length > LongestWord || left[0] != right[0])
            return false;
        Span<byte> leftStem = stackalloc byte[LongestWord];
        Span<byte> rightStem = stackalloc byte[LongestWord];
        left.CopyTo(leftStem);
        right.CopyTo(rightStem);
        return leftStem[..Cut(leftStem[..left.Length])].SequenceEqual(rightStem[..Cut(rightStem[..right.Length])]);
    }

    /// <summary>Whether the stem of one word begins the stem of the other; three letters at least.</summary>
    public static bool IsKin(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length < ShortestStem || right.Length < ShortestStem || left.Length > LongestWord || right.Length > LongestWord || left[0] != right[0])
            return false;
        Span<byte> leftStem = stackalloc byte[LongestWord];
        Span<byte> rightStem = stackalloc byte[LongestWord];
        left.CopyTo(leftStem);
        right.CopyTo(rightStem);
        int leftLength = Cut(leftStem[..left.Length]), rightLength = Cut(rightStem[..right.Length]);
        int common = Math.Min(leftLength, rightLength);
        return common >= ShortestStem && leftStem[..common].SequenceEqual(rightStem[..common]);
    }

    /// <summary>Other words with the same stem, as far as the endings go; none for a short or a long word.</summary>
    public static List<byte[]> OtherForms(ReadOnlySpan<byte> word)
    {
        var forms = new List<byte[]>();
        Span<byte> buffer = stackalloc byte[LongestWord];
        if (word.Length is <= ShortestStem or > LongestWord)
            return forms;
        word.CopyTo(buffer);
        int length = Cut(buffer[..word.Length]);
        if (length < ShortestStem)
            return forms;
        ReadOnlySpan<byte> stem = buffer[..length];
        foreach (byte[] ending in Endings)
            AddForm(forms, word, stem, ending);
        foreach (byte[] ending in DoubledEndings)
            AddForm(forms, word, stem, [stem[^1], .. ending]);
        if (stem[^1] == 'y')
        {
            AddForm(forms, word, stem[..^1], "ies"u8);
            AddForm(forms, word, stem[..^1], "ied"u8);
        }

        return forms;
    }

    private static void AddForm(List<byte[]> forms, ReadOnlySpan<byte> word, ReadOnlySpan<byte> stem, ReadOnlySpan<byte> ending)
    {
        byte[] form = [.. stem, .. ending];
        if (form.Length <= LongestWord && !word.SequenceEqual(form) && IsSame(word, form))
            forms.Add(form);
    }

    private static bool IsWord(ReadOnlySpan<byte> word)
    {
        foreach (byte letter in word)
        {
            if (letter is < (byte)'a' or > (byte)'z')
                return false;
        }

        return true;
    }

    private static int CutPlural(Span<byte> word, int length)
    {
        ReadOnlySpan<byte> text = word[..length];
        if (text[^1] != 's')
            return length;
        if (text.EndsWith("ies"u8) && length > 4)
        {
            word[length - 3] = (byte)'y';
            return length - 2;
        }

        if (text.EndsWith("sses"u8) || text.EndsWith("xes"u8) || text.EndsWith("ches"u8) || text.EndsWith("shes"u8))
            return length - 2;
        return text[^2] is (byte)'s' or (byte)'u' or (byte)'i' ? length : length - 1;
    }

    private static int CutEnding(Span<byte> word, int length)
    {
        ReadOnlySpan<byte> text = word[..length];
        if (text.EndsWith("ied"u8) && length > 4)
        {
            word[length - 3] = (byte)'y';
            return length - 2;
        }

        int cut = text.EndsWith("ing"u8) ? 3
            : text.EndsWith("ed"u8) || text.EndsWith("er"u8) || text.EndsWith("or"u8) ? 2
            : text.EndsWith("tion"u8) || text.EndsWith("sion"u8) ? 3 : 0;
        int left = length - cut;
        if (cut == 0 || left < ShortestStem || !HasVowel(text[..left]))
            return length;
        bool isDoubled = text[left - 1] == text[left - 2] && text[left - 1] is not ((byte)'l' or (byte)'s' or (byte)'z' or (byte)'e' or (byte)'o');
        return isDoubled && left > ShortestStem ? left - 1 : left;
    }

    private static bool HasVowel(ReadOnlySpan<byte> text) => text.IndexOfAny(Vowels) >= 0;
}
