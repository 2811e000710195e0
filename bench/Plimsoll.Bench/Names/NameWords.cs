using System.Text.RegularExpressions;

namespace Plimsoll.Bench.Names;

/// <summary>Names as words, and how much two have in common, by the benchmark's own rules: case, underscores and a number at the end do not count.</summary>
internal static partial class NameWords
{
    /// <summary>The words of a name in small letters.</summary>
    public static string[] Of(string name)
    {
        string apart = LetterDigit().Replace(Acronym().Replace(Hump().Replace(name, "$1 $2"), "$1 $2"), "$1 $2");
        apart = DigitLetter().Replace(apart, "$1 $2");
        List<string> words = [.. Separator().Split(apart).Where(word => word.Length > 0).Select(word => word.ToLowerInvariant())];
        while (words.Count > 1 && words[^1].All(char.IsAsciiDigit)) words.RemoveAt(words.Count - 1);
        return words.Count == 0 ? [name] : [.. words];
    }

    /// <summary>Twice the words in common by all words of both, 0 to 1.</summary>
    public static double Common(string[] left, string[] right)
    {
        List<string> rest = [.. right];
        int hits = left.Count(rest.Remove);
        return 2.0 * hits / (left.Length + right.Length);
    }

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex("([A-Z]+)([A-Z][a-z])")]
    private static partial Regex Acronym();

    [GeneratedRegex("([A-Za-z])([0-9])")]
    private static partial Regex LetterDigit();

    [GeneratedRegex("([0-9])([A-Za-z])")]
    private static partial Regex DigitLetter();

    [GeneratedRegex(@"[\s_$]+")]
    private static partial Regex Separator();
}
