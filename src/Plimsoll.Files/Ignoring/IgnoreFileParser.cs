namespace Plimsoll.Files;

/// <summary>Cuts an ignore file into rules, following what git does with blanks, escapes, carriage returns and zero bytes.</summary>
internal static class IgnoreFileParser
{
    private static ReadOnlySpan<byte> Special => "*?[\\"u8;

    /// <summary>The rules of a file in their order, at most so many.</summary>
    public static List<IgnoreRule> Parse(ReadOnlySpan<byte> content, int rulesMax)
    {
        var rules = new List<IgnoreRule>();
        var at = content.StartsWith("\uFEFF"u8) ? 3 : 0;
        while (at < content.Length && rules.Count < rulesMax)
        {
            var length = content[at..].IndexOf((byte)'\n');
            var next = length < 0 ? content.Length : at + length + 1;
            var line = content[at..(length < 0 ? content.Length : at + length)];
            if (line.Length > 0 && line[0] != '#')
            {
                line = Trim(line);
                if (TryParse(line, at, out var rule))
                {
                    rules.Add(rule);
                }
            }

            at = next;
        }

        return rules;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (line[^1] == '\r')
        {
            line = line[..^1];
        }

        var zero = line.IndexOf((byte)0);
        if (zero >= 0)
        {
            line = line[..zero];
        }

        return TrimBlanks(line);
    }

    /// <summary>Drops blanks at the end, except behind a backslash.</summary>
    private static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ')
        {
            end--;
        }

        if (end == line.Length)
        {
            return line;
        }

        var escapes = 0;
        while (escapes < end && line[end - 1 - escapes] == '\\')
        {
            escapes++;
        }

        return line[..(end + (escapes & 1))];
    }

    private static bool TryParse(ReadOnlySpan<byte> line, int start, out IgnoreRule rule)
    {
        var flags = IgnoreRuleFlags.None;
        rule = default;
        if (line.StartsWith("!"u8))
        {
            flags |= IgnoreRuleFlags.Negated;
            line = line[1..];
            start++;
        }

        if (line.EndsWith("/"u8))
        {
            flags |= IgnoreRuleFlags.FolderOnly;
            line = line[..^1];
        }

        if (line.IndexOf((byte)'/') < 0)
        {
            flags |= IgnoreRuleFlags.NameOnly;
        }
        else if (line[0] == '/')
        {
            line = line[1..];
            start++;
        }

        if (line.IsEmpty)
        {
            return false;
        }

        var head = line.IndexOfAny(Special);
        flags |= head < 0 ? IgnoreRuleFlags.Literal : IgnoreRuleFlags.None;
        flags |= line[0] == '*' && line[1..].IndexOfAny(Special) < 0 ? IgnoreRuleFlags.EndsWith : IgnoreRuleFlags.None;
        var tail = head < 0 ? line.Length : LiteralTail(line);
        rule = new IgnoreRule(start, line.Length, head < 0 ? line.Length : head, tail, flags);
        return true;
    }

    private static int LiteralTail(ReadOnlySpan<byte> pattern)
    {
        var last = pattern.LastIndexOfAny("*?[]\\"u8);
        var tail = pattern.Length - 1 - last;

        // "**/name" also names an entry with nothing before it, not even the '/'.
        return tail > 0 && pattern[last] == '*' && pattern[last + 1] == '/' ? tail - 1 : tail;
    }
}
