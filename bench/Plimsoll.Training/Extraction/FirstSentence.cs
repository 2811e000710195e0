using System.Text;
using System.Text.RegularExpressions;

namespace Plimsoll.Training.Extraction;

/// <summary>Takes the first sentence out of raw documentation: without comment signs, tags and markup, up to the first full stop or empty line.</summary>
internal static partial class FirstSentence
{
    private static readonly string[] Abbreviations = ["e.g", "i.e", "etc", "vs", "cf", "resp", "approx"];

    /// <summary>The first sentence, or nothing.</summary>
    /// <param name="documentation">A comment with its signs, or a string with its quotes.</param>
    public static string Of(ReadOnlySpan<byte> documentation)
    {
        string raw = Encoding.UTF8.GetString(documentation[..Math.Min(documentation.Length, 4000)]);
        var paragraph = new StringBuilder();
        foreach (string line in raw.Split('\n'))
        {
            string bare = WithoutSigns(line);
            if (IsEnd(bare, paragraph.Length > 0))
                break;
            string plain = Plain(bare);
            if (plain.Length > 0)
                paragraph.Append(paragraph.Length > 0 ? " " : "").Append(plain);
        }

        return CutAtStop(Spaces().Replace(paragraph.ToString(), " ").Trim());
    }

    private static string WithoutSigns(string line)
    {
        string bare = line.Trim();
        if (bare.EndsWith("*/", StringComparison.Ordinal))
            bare = bare[..^2];
        return Quotes().Replace(Signs().Replace(bare, ""), "").Trim();
    }

    /// <summary>Whether the first paragraph ends before this line: at an empty line once there is text, and where parameters are described.</summary>
    private static bool IsEnd(string bare, bool hasText) =>
        (bare.Length == 0 && hasText) || Section().IsMatch(bare) || (hasText && bare.StartsWith("</summary>", StringComparison.Ordinal));

    private static string Plain(string line)
    {
        string plain = References().Replace(line, static match => LastName(match.Groups[1].Value));
        plain = Links().Replace(plain, "$1");
        plain = MarkdownLinks().Replace(plain, "$1");
        plain = Tags().Replace(plain, " ");
        return plain.Replace("`", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Trim();
    }

    /// <summary>`M:A.B.C(System.Int32)` is called `C` by people.</summary>
    private static string LastName(string reference)
    {
        int open = reference.IndexOf('(', StringComparison.Ordinal);
        string name = open < 0 ? reference : reference[..open];
        return name[(name.LastIndexOfAny(['.', ':', '#']) + 1)..];
    }

    private static string CutAtStop(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('.' or '?' or '!') || (at + 1 < text.Length && text[at + 1] != ' '))
                continue;
            if (!Array.Exists(Abbreviations, word => text.AsSpan(0, at).EndsWith(word, StringComparison.OrdinalIgnoreCase)))
                return text[..at];
        }

        return text.TrimEnd(':', ' ');
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(/\*+!?|//+[!/]*|\*+|#+|--+\s*\|?|;+)\s?")]
    private static partial Regex Signs();

    [GeneratedRegex("^[rRuU]?(\"\"\"|''')|(\"\"\"|''')$")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"^(@\w|\\(param|return|brief)|:(param|return|type|raises)|(Args|Arguments|Parameters|Returns|Return|Raises|Example|Examples|Usage|Note|Notes)\s*:|#\s*(Arguments|Examples|Errors|Panics|Safety)|-{3,}|={3,}|~{3,}|```|>>>)")]
    private static partial Regex Section();

    [GeneratedRegex("""<(?:see|paramref|typeparamref|c)\s+(?:cref|name|langword|href)="([^"]*)"\s*/?>""")]
    private static partial Regex References();

    [GeneratedRegex(@"\{@\w+\s+[^}\s]*?(\w+)(?:\([^)]*\))?\s*(?:[^}]*)\}")]
    private static partial Regex Links();

    [GeneratedRegex(@"\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])?")]
    private static partial Regex MarkdownLinks();

    [GeneratedRegex(@"</?\w[^>]{0,200}>")]
    private static partial Regex Tags();
}
