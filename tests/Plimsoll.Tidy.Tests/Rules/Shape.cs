using System.Text.RegularExpressions;

namespace Plimsoll.Tidy.Tests.Rules;

/// <summary>Files stay readable in one sitting, failures are handled, and nothing depends on one machine.</summary>
internal static partial class Shape
{
    private const int LinesMax = 450;

    /// <summary>Files that may be longer, each with its own limit and the reason.</summary>
    private static readonly Dictionary<string, (int Lines, string Reason)> Longer = new(StringComparer.Ordinal);

    public static IEnumerable<string> CheckLength(SourceFile file)
    {
        if (!file.IsCSharp) yield break;
        int lines = file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        int limit = Longer.TryGetValue(file.Path, out var exception) ? exception.Lines : LinesMax;
        if (lines > limit) yield return file.At(0, $"{lines} lines; use several files of at most {limit} lines instead");
    }

    public static IEnumerable<string> CheckCatches(SourceFile file)
    {
        if (!file.IsCSharp) yield break;
        foreach (Match match in Catch().Matches(file.Code))
        {
            // A comment that says why nothing is to be done is an answer; silence is not.
            bool explained = file.Text.AsSpan(match.Index, match.Length).Contains("//", StringComparison.Ordinal);
            if (!explained) yield return file.At(match.Index, "use a counted, reported or explained failure instead of an empty catch");
        }
    }

    public static IEnumerable<string> CheckPaths(SourceFile file)
    {
        foreach (Match match in MachinePath().Matches(file.Text))
        {
            yield return file.At(match.Index, $"use a relative path, an argument or a temporary folder instead of {match.Value}");
        }
    }

    [GeneratedRegex(@"\bcatch\b\s*(\([^()]*\))?\s*(when\s*\([^{}]*\))?\s*\{\s*\}")]
    private static partial Regex Catch();

    [GeneratedRegex(@"(?<![\w./~*}])/(work/\w|root/\.|home/\w+/|Users/\w+/)\w*|[A-Z]:\\+Users\\")]
    private static partial Regex MachinePath();
}
