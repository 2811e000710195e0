namespace Plimsoll.Indexing.Relations;

/// <summary>Words of code, letter by letter.</summary>
internal static class Names
{
    /// <summary>Whether a byte belongs to an identifier.</summary>
    public static bool IsPart(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'$' || one >= 128;

    /// <summary>The next place of a whole word from an offset on, or -1.</summary>
    public static int Find(ReadOnlySpan<byte> code, ReadOnlySpan<byte> word, int from)
    {
        for (int at = from; at < code.Length; at++)
        {
            int next = code[at..].IndexOf(word);
            if (next < 0)
                return -1;
            at += next;
            int end = at + word.Length;
            if ((at == 0 || !IsPart(code[at - 1])) && (end == code.Length || !IsPart(code[end])))
                return at;
        }

        return -1;
    }

    /// <summary>Goes to the end of the identifier that begins at an offset.</summary>
    public static int EndOf(ReadOnlySpan<byte> code, int at)
    {
        while (at < code.Length && IsPart(code[at]))
            at++;
        return at;
    }

    /// <summary>Goes over white space.</summary>
    public static int SkipBlanks(ReadOnlySpan<byte> code, int at)
    {
        while (at < code.Length && code[at] <= ' ')
            at++;
        return at;
    }

    /// <summary>Goes over a bracket and what it encloses; stays where there is none, or none that closes.</summary>
    public static int SkipBracket(ReadOnlySpan<byte> code, int at, byte open, byte close)
    {
        if (at >= code.Length || code[at] != open)
            return at;
        int depth = 0;
        for (int i = at; i < code.Length && i < at + 4096; i++)
        {
            depth += code[i] == open ? 1 : code[i] == close ? -1 : 0;
            if (depth == 0)
                return i + 1;
        }

        return at;
    }
}
