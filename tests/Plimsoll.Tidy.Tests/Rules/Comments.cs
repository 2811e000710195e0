using System.Text.RegularExpressions;

namespace Plimsoll.Tidy.Tests.Rules;

/// <summary>Comments promise nothing without a link, and doc tags are not empty.</summary>
internal static partial class Comments
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!file.IsCSharp) yield break;
        foreach (Match match in Promise().Matches(file.Text))
        {
            if (!IsBlanked(file, match.Index) || match.Value.Contains("https://", StringComparison.Ordinal)) continue;
            yield return file.At(match.Index, $"use a link to where it is tracked instead of a bare {match.Groups[1].Value}, or do it");
        }
        foreach (Match match in EmptyTag().Matches(file.Text))
        {
            yield return file.At(match.Index, $"use a sentence instead of an empty <{match.Groups[1].Value}>, or no tag");
        }
    }

    /// <summary>In a comment or literal: code that happens to hold the word, such as an enumeration member, is no promise.</summary>
    private static bool IsBlanked(SourceFile file, int offset) => file.Code[offset] != file.Text[offset];

    [GeneratedRegex(@"(?<=//.*|/\*.*)\b(T[O]DO|FIX[M]E|H[A]CK|X[X]X)\b[^\n]*")]
    private static partial Regex Promise();

    [GeneratedRegex(@"///[ \t]*<(summary|param|returns|remarks|value|exception|typeparam)\b[^>\n]*>(?:\s|///)*</\1>")]
    private static partial Regex EmptyTag();
}
