namespace Plimsoll.JavaScript.Text;

/// <summary>Lines as the language has them, and engines count them: they end with a line feed, a carriage return, both together, or one of Unicode's separators U+2028 and U+2029.</summary>
internal static class LineText
{
    /// <summary>The length of the first line of a text, its end left out.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (true)
        {
            int next = text[at..].IndexOfAny((byte)'\n', (byte)'\r', (byte)0xE2);
            if (next < 0) return text.Length;
            at += next;
            if (text[at] != 0xE2 || IsSeparator(text[at..])) return at;
            at++;
        }
    }

    /// <summary>The length of the end of a line that stands at the beginning of a text.</summary>
    public static int EndLengthOf(ReadOnlySpan<byte> text) => text.StartsWith("\r\n"u8) ? 2 : text.IsEmpty ? 0 : text[0] == 0xE2 ? 3 : 1;

    private static bool IsSeparator(ReadOnlySpan<byte> text) => text.StartsWith("\u2028"u8) || text.StartsWith("\u2029"u8);
}
