using System.Text;

namespace Plimsoll.Tidy.Tests;

/// <summary>Blanks comments and literals out of C# text, so that a rule looks only at code. Interpolated code inside a string is blanked too.</summary>
internal static class CodeText
{
    public static string Blank(string text)
    {
        StringBuilder code = new(text);
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfBlank(text, at);
            for (int i = at; i < end; i++)
            {
                if (text[i] != '\n') code[i] = ' ';
            }
            at = Math.Max(end, at + 1);
        }
        return code.ToString();
    }

    /// <summary>Where the comment or literal that starts here ends; the same offset where none starts.</summary>
    private static int EndOfBlank(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        if (rest.StartsWith("//")) return Find(text, at, "\n", 0);
        if (rest.StartsWith("/*")) return Find(text, at + 2, "*/", 2);
        if (rest.StartsWith("\"\"\"")) return EndOfRaw(text, at);
        if (rest[0] == '"') return at > 0 && (text[at - 1] == '@' || (text[at - 1] == '$' && at > 1 && text[at - 2] == '@'))
            ? EndOfVerbatim(text, at + 1)
            : EndOfQuoted(text, at + 1, '"');
        if (rest[0] == '\'') return EndOfQuoted(text, at + 1, '\'');
        return at;
    }

    private static int Find(string text, int from, string what, int beyond)
    {
        int found = text.IndexOf(what, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + beyond;
    }

    private static int EndOfRaw(string text, int at)
    {
        int quotes = text.AsSpan(at).IndexOfAnyExcept('"');
        if (quotes < 0) return text.Length;
        return Find(text, at + quotes, new string('"', quotes), quotes);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] != '"') at++;
            else if (at + 1 < text.Length && text[at + 1] == '"') at += 2;
            else return at + 1;
        }
        return at;
    }

    private static int EndOfQuoted(string text, int at, char quote)
    {
        for (; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == quote) return at + 1;
        }
        return Math.Min(at, text.Length);
    }
}
