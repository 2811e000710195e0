using System.Buffers;

namespace Plimsoll.Files;

/// <summary>
/// Tells text worth indexing from binary, secret, minified and generated content, by name and content. A wrong answer loses hand-written code,
/// so each rule asks for a clear sign; a file that is taken although a tool wrote it costs only room.
/// </summary>
public static class ContentInspector
{
    private const int BinaryLookahead = 8 * 1024;

    // Random bytes have one in ten; text with colour codes or old control characters stays below one in fifty.
    private const int BinaryControlShare = 16;

    // All control bytes but tab, line feed, vertical tab, form feed, carriage return and escape.
    private static readonly SearchValues<byte> Control = SearchValues.Create(
        [1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31, 127]);

    /// <summary>Classifies a file's content.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="text">The whole text, or its first window.</param>
    /// <returns>Binary, Secret, Minified, Generated or None.</returns>
    public static SkipReason Classify(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        if (IsBinary(text))
        {
            return SkipReason.Binary;
        }

        if (SecretFiles.Is(path, text))
        {
            return SkipReason.Secret;
        }

        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        if (LockFiles.Contains(name) || GeneratedMark.IsIn(text))
        {
            return SkipReason.Generated;
        }

        return MinifiedText.Is(name, text) ? SkipReason.Minified : SkipReason.None;
    }

    private static bool IsBinary(ReadOnlySpan<byte> text)
    {
        var start = text[..Math.Min(text.Length, BinaryLookahead)];
        if (start.Contains((byte)0) || start.StartsWith("%PDF-"u8))
        {
            return true;
        }

        var controls = 0;
        var rest = start;
        for (int next; (next = rest.IndexOfAny(Control)) >= 0; rest = rest[(next + 1)..])
        {
            controls++;
        }

        return controls * BinaryControlShare > start.Length;
    }
}
