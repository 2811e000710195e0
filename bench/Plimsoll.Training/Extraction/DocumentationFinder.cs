using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Training.Extraction;

/// <summary>Finds what documents a definition: the comments directly before it (annotations may stand between), or the string that its body starts with.</summary>
internal static class DocumentationFinder
{
    // A header that is longer than this is not one.
    private const int HeaderMax = 2000;

    /// <summary>The comments from <paramref name="lead"/> to the name that document it; an empty span where there are none.</summary>
    public static TextSpan CommentsBefore(ReadOnlySpan<byte> text, Outline outline, int lead, int nameOffset)
    {
        ReadOnlySpan<TextSpan> comments = outline.Comments;
        int first = FirstFrom(comments, lead);
        int best = -1;
        for (int i = first; i < comments.Length && comments[i].Offset < nameOffset; i++)
        {
            // What is written for documentation goes before what is only said.
            if (best < 0 || (IsMarked(text, comments[i]) && !IsMarked(text, comments[best])))
                best = i;
        }

        if (best < 0)
            return default;
        int end = comments[best].Offset + comments[best].Length;
        if (text[comments[best].Offset..].StartsWith("/*"u8))
            return comments[best];
        for (int i = best + 1; i < comments.Length && comments[i].Offset < nameOffset && IsNextLine(text, end, comments[i].Offset); i++)
            end = comments[i].Offset + comments[i].Length;
        return new TextSpan(comments[best].Offset, end - comments[best].Offset);
    }

    /// <summary>The string that the body of a Python definition starts with, quotes included; an empty span where there is none.</summary>
    public static TextSpan StringInside(ReadOnlySpan<byte> text, int nameEnd, int end)
    {
        int at = BodyStart(text, nameEnd, Math.Min(end, nameEnd + HeaderMax));
        if (at < 0)
            return default;
        while (at < end && text[at] <= ' ')
            at++;
        int start = at;
        while (at < end && text[at] is (byte)'r' or (byte)'R' or (byte)'u' or (byte)'U')
            at++;
        ReadOnlySpan<byte> rest = text[at..end];
        ReadOnlySpan<byte> quotes = rest.StartsWith("\"\"\""u8) ? "\"\"\""u8 : rest.StartsWith("'''"u8) ? "'''"u8 : [];
        if (quotes.IsEmpty)
            return default;
        int length = rest[3..].IndexOf(quotes);
        return length < 0 ? default : new TextSpan(start, at - start + length + 6);
    }

    /// <summary>The first comment at or after an offset.</summary>
    public static int FirstFrom(ReadOnlySpan<TextSpan> comments, int offset)
    {
        int low = 0, high = comments.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (comments[middle].Offset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The offset after the colon that ends the header, or -1.</summary>
    private static int BodyStart(ReadOnlySpan<byte> text, int from, int end)
    {
        int depth = 0;
        for (int at = from; at < end; at++)
        {
            byte value = text[at];
            if (value is (byte)'(' or (byte)'[' or (byte)'{')
                depth++;
            else if (value is (byte)')' or (byte)']' or (byte)'}')
                depth--;
            else if (value == ':' && depth == 0)
                return at + 1;
            else if (value == '\n' && depth == 0)
                return -1;
        }

        return -1;
    }

    private static bool IsMarked(ReadOnlySpan<byte> text, TextSpan comment)
    {
        ReadOnlySpan<byte> start = text[comment.Offset..];
        return start.StartsWith("/**"u8) || start.StartsWith("///"u8);
    }

    private static bool IsNextLine(ReadOnlySpan<byte> text, int end, int next)
    {
        if (next < end)
            return false;
        int lines = 0;
        foreach (byte value in text[end..next])
        {
            if (value > ' ')
                return false;
            lines += value == '\n' ? 1 : 0;
        }

        return lines <= 1;
    }
}
