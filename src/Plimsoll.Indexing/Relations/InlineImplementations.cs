namespace Plimsoll.Indexing.Relations;

/// <summary>Implementations without a name of their own: `new Wanted() { }`, `object : Wanted`, and in C a table of functions, `struct wanted x = { }`.</summary>
internal static class InlineImplementations
{
    /// <summary>Finds them.</summary>
    /// <param name="code">The file.</param>
    /// <param name="wanted">The name of the type.</param>
    /// <param name="found">Receives the offset of each, the end of its body, and what it is.</param>
    public static void Find(CodeText code, ReadOnlySpan<byte> wanted, List<(int Offset, int End, string Relation)> found)
    {
        found.Clear();
        ReadOnlySpan<byte> text = code.Code;
        string language = code.Language.Name;
        if (language is not ("java" or "groovy" or "scala" or "kotlin" or "c" or "cpp"))
            return;
        for (int at = Names.Find(text, wanted, 0); at >= 0; at = Names.Find(text, wanted, at + 1))
        {
            ReadOnlySpan<byte> before = text[..at].TrimEnd(" \t\r\n"u8);
            int end = at + wanted.Length;
            int body = language switch
            {
                "c" or "cpp" => EndsWithWord(before, "struct"u8) ? BodyOfTable(text, end) : -1,
                "kotlin" => before.EndsWith(":"u8) && EndsWithWord(before[..^1].TrimEnd(" "u8), "object"u8) ? BodyOf(text, end) : -1,
                _ => EndsWithWord(before, "new"u8) ? BodyOf(text, end) : -1,
            };
            if (body >= 0)
                found.Add((at, Names.SkipBracket(text, body, (byte)'{', (byte)'}'), language is "c" or "cpp" ? "table" : "anonymous"));
        }
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.EndsWith(word) && (text.Length == word.Length || !Names.IsPart(text[^(word.Length + 1)]));

    private static int BodyOf(ReadOnlySpan<byte> text, int at)
    {
        at = Names.SkipBracket(text, at, (byte)'<', (byte)'>');
        at = Names.SkipBracket(text, at, (byte)'[', (byte)']');
        at = Names.SkipBlanks(text, Names.SkipBracket(text, Names.SkipBlanks(text, at), (byte)'(', (byte)')'));
        return at < text.Length && text[at] == '{' ? at : -1;
    }

    /// <summary>` name[] = {`.</summary>
    private static int BodyOfTable(ReadOnlySpan<byte> text, int at)
    {
        at = Names.SkipBlanks(text, at);
        int end = Names.EndOf(text, at);
        if (end == at)
            return -1;
        at = Names.SkipBlanks(text, Names.SkipBracket(text, end, (byte)'[', (byte)']'));

        // Attributes of the kernel stand between the name and the value.
        for (int words = 0; words < 4 && at < text.Length && Names.IsPart(text[at]); words++)
            at = Names.SkipBlanks(text, Names.SkipBracket(text, Names.EndOf(text, at), (byte)'(', (byte)')'));
        if (at >= text.Length || text[at] != '=')
            return -1;
        at = Names.SkipBlanks(text, at + 1);
        return at < text.Length && text[at] == '{' ? at : -1;
    }
}
