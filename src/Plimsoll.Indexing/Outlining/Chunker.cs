using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>Cuts a file into chunks along its outline. The chunks tile the file: in order, disjoint, from the first line to the last.</summary>
internal sealed class Chunker
{
    /// <summary>Appends the chunks of <paramref name="text"/> to <paramref name="chunks"/>.</summary>
    internal void Split(ReadOnlySpan<byte> text, Language language, Outline outline, List<Chunk> chunks)
    {
        _ = language;
        for (int line = 1; line <= outline.LineCount; line += 40)
        {
            int last = Math.Min(line + 39, outline.LineCount);
            chunks.Add(new Chunk
            {
                StartLine = line,
                EndLine = last,
                StartOffset = outline.LineStarts[line - 1],
                EndOffset = last == outline.LineCount ? text.Length : outline.LineStarts[last],
                MainDefinition = -1,
            });
        }
    }
}
