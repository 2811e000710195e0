using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>Turns what a strategy noted into the finished outline: sorted, with lines, leading comments and parents.</summary>
internal sealed class OutlineFinisher
{
    // Definitions that nest deeper than this have no parent; only generated input does so.
    private const int NestingMax = 128;

    private readonly int[] _open = new int[NestingMax];

    /// <summary>Finishes the outline of <paramref name="text"/>.</summary>
    internal void Finish(ReadOnlySpan<byte> text, Outline outline)
    {
        outline.Sort();
        FindParents(outline);
        FindLines(text, outline);
    }

    private void FindParents(Outline outline)
    {
        Span<Definition> definitions = outline.Definitions;
        Span<int> ends = outline.EndOffsets;
        int open = 0;
        for (int index = 0; index < definitions.Length; index++)
        {
            ref Definition definition = ref definitions[index];
            ends[index] = Math.Max(ends[index], definition.NameOffset + definition.NameLength);
            while (open > 0 && ends[_open[open - 1]] <= definition.NameOffset) open--;
            definition.Parent = open > 0 ? _open[open - 1] : -1;

            // What starts inside another definition ends inside it.
            if (open > 0) ends[index] = Math.Min(ends[index], ends[_open[open - 1]]);
            if (open < NestingMax) _open[open++] = index;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindLines(ReadOnlySpan<byte> text, Outline outline)
    {
        ReadOnlySpan<int> lines = outline.LineStarts;
        ReadOnlySpan<TextSpan> comments = outline.Comments;
        Span<Definition> definitions = outline.Definitions;
        Span<int> ends = outline.EndOffsets;
        int line = 1;
        int comment = 0;
        for (int index = 0; index < definitions.Length; index++)
        {
            ref Definition definition = ref definitions[index];
            while (line < lines.Length && lines[line] <= definition.NameOffset) line++;
            definition.NameLine = line;
            int lead = Math.Min(definition.LeadLine, definition.NameOffset);
            while (comment < comments.Length && comments[comment].Offset < lead) comment++;
            while (comment > 0 && comments[comment - 1].Offset >= lead) comment--;
            lead = WithComments(text, comments, comment, lead);
            definition.LeadLine = LineBefore(lines, line, lead);
            definition.EndLine = Math.Max(line, EndLine(outline, line, ends[index]));
        }
    }

    /// <summary>The start of the comments that stand directly before <paramref name="lead"/>, on lines of their own.</summary>
    private static int WithComments(ReadOnlySpan<byte> text, ReadOnlySpan<TextSpan> comments, int comment, int lead)
    {
        for (int before = comment - 1; before >= 0; before--)
        {
            int start = comments[before].Offset;
            int stop = start + comments[before].Length;
            if (stop > lead || !IsBlank(text[stop..lead]) || !StartsLine(text, start)) break;
            lead = start;
        }

        return lead;
    }

    /// <summary>Whether there is nothing but white space, and no empty line.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> gap)
    {
        // A comment further away than this belongs to something else.
        if (gap.Length > 256) return false;
        int lines = 0;
        foreach (byte value in gap)
        {
            if (value > ' ') return false;
            if (value == '\n') lines++;
        }

        return lines <= 1;
    }

    private static bool StartsLine(ReadOnlySpan<byte> text, int offset)
    {
        int before = offset - 1;
        while (before >= 0 && text[before] is (byte)' ' or (byte)'\t') before--;
        return before < 0 || text[before] == '\n';
    }

    /// <summary>The line of an offset at or before a known line; mostly it is near.</summary>
    private static int LineBefore(ReadOnlySpan<int> lines, int line, int offset)
    {
        while (line > 1 && lines[line - 1] > offset) line--;
        return line;
    }

    /// <summary>The line of the last byte before <paramref name="end"/>.</summary>
    private static int EndLine(Outline outline, int line, int end)
    {
        int last = end - 1;
        ReadOnlySpan<int> lines = outline.LineStarts;
        for (int near = line; near < line + 4; near++)
        {
            if (near >= lines.Length || lines[near] > last) return Math.Min(near, lines.Length);
        }

        return outline.LineOf(last);
    }
}
