namespace Plimsoll.Cli.Output;

/// <summary>Text from indexed files on its way to a terminal: a file must not be able to move the cursor or to break a line-based format.</summary>
internal static class PlainText
{
    /// <summary>The text with control characters, tabs apart, replaced by '?'.</summary>
    public static string Clean(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (IsControl(text[i])) return string.Create(text.Length, text, static (span, from) => Replace(from, span));
        }
        return text;
    }

    private static void Replace(string from, Span<char> into)
    {
        for (int i = 0; i < into.Length; i++) into[i] = IsControl(from[i]) ? '?' : from[i];
    }

    private static bool IsControl(char c) => c != '\t' && (c < ' ' || (c >= '\x7f' && c <= '\x9f'));
}
