using System.Globalization;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>Finds added tokens in a text: the leftmost first, of several at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, AddedToken[]> _byFirst = [];
    private readonly System.Buffers.SearchValues<char> _firsts;

    /// <summary>Prepares the search.</summary>
    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        foreach (IGrouping<char, AddedToken> group in tokens.Where(token => token.Text.Length > 0).GroupBy(token => token.Text[0]))
            _byFirst[group.Key] = [.. group.OrderByDescending(token => token.Text.Length)];
        _firsts = System.Buffers.SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Finds the next one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where what was found before ends: spaces are not taken twice.</param>
    /// <param name="start">Where it begins, its spaces included.</param>
    /// <param name="end">Where it ends, its spaces included.</param>
    public AddedToken? Next(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (int at = from; at < text.Length; at++)
        {
            int found = text[at..].IndexOfAny(_firsts);
            if (found < 0)
                break;
            at += found;
            if (LongestAt(text, at) is not { } token)
                continue;
            int after = at + token.Text.Length;
            if (token.IsSingleWord && (IsWordBefore(text, at) || IsWordAt(text, after)))
            {
                at = after - 1; // as the published search goes on behind a match that it does not count
                continue;
            }

            (start, end) = (at, after);
            while (token.TakesSpaceBefore && start > from && CodePoints.IsSpace(text[start - 1]))
                start--;
            while (token.TakesSpaceAfter && end < text.Length && CodePoints.IsSpace(text[end]))
                end++;
            return token;
        }

        (start, end) = (text.Length, text.Length);
        return null;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text, int at)
    {
        foreach (AddedToken token in _byFirst[text[at]])
        {
            if (text[at..].StartsWith(token.Text, StringComparison.Ordinal))
                return token;
        }

        return null;
    }

    private static bool IsWordBefore(ReadOnlySpan<char> text, int at)
    {
        if (at == 0)
            return false;
        bool isPair = at > 1 && char.IsLowSurrogate(text[at - 1]);
        return IsWordAt(text, isPair ? at - 2 : at - 1);
    }

    /// <summary>The class \w: letters (some signs are letters in circles), marks, decimal digits, connecting punctuation, and what joins letters.</summary>
    private static bool IsWordAt(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
            return false;
        int codePoint = CodePoints.At(text, at, out _);
        return codePoint is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189)
            || CharUnicodeInfo.GetUnicodeCategory(codePoint) is <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation;
    }
}
