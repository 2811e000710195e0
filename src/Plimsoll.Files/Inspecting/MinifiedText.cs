using System.Text;

namespace Plimsoll.Files;

/// <summary>Finds scripts, style sheets, pages and data from which a tool took the line structure.</summary>
internal static class MinifiedText
{
    // Hand-written lines end near column 100; a mean of 200 needs many lines that no one reads.
    private const int MeanLineMin = 200;

    // A small configuration on one line is nothing that a tool compressed.
    private const int LengthMin = 2 * 1024;

    // Hand-written code around one embedded picture or key has plain lines; so many of them make the file worth taking.
    private const int PlainLineMax = 160;
    private const int PlainLinesEnough = 60;

    /// <summary>Whether a file is minified.</summary>
    /// <param name="name">Its name, without folders.</param>
    /// <param name="text">Its text, or the first window of it.</param>
    public static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        var dot = name.LastIndexOf((byte)'.');
        if (dot <= 0 || !IsKind(name[(dot + 1)..]))
        {
            return false;
        }

        var stem = name[..dot];
        return HasEnding(stem, ".min"u8) || HasEnding(stem, "-min"u8) || IsSourceMap(name) || HasNoLines(text);
    }

    private static bool IsKind(ReadOnlySpan<byte> extension)
    {
        return extension.Length switch
        {
            2 => Is(extension, "js"u8),
            3 => Is(extension, "css"u8) || Is(extension, "mjs"u8) || Is(extension, "cjs"u8) || Is(extension, "htm"u8)
                || Is(extension, "svg"u8) || Is(extension, "map"u8),
            4 => Is(extension, "json"u8) || Is(extension, "html"u8),
            _ => false,
        };

        static bool Is(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Ascii.EqualsIgnoreCase(a, b);
    }

    private static bool HasEnding(ReadOnlySpan<byte> stem, ReadOnlySpan<byte> ending) =>
        stem.Length > ending.Length && Ascii.EqualsIgnoreCase(stem[^ending.Length..], ending);

    private static bool IsSourceMap(ReadOnlySpan<byte> name) =>
        HasEnding(name, ".js.map"u8) || HasEnding(name, ".mjs.map"u8) || HasEnding(name, ".cjs.map"u8) || HasEnding(name, ".css.map"u8);

    private static bool HasNoLines(ReadOnlySpan<byte> text)
    {
        if (text.Length < LengthMin)
        {
            return false;
        }

        var lines = text.Count((byte)'\n') + 1;
        return text.Length / lines >= MeanLineMin && PlainLines(text) < PlainLinesEnough;
    }

    private static int PlainLines(ReadOnlySpan<byte> text)
    {
        var plain = 0;
        while (!text.IsEmpty && plain < PlainLinesEnough)
        {
            var length = text.IndexOf((byte)'\n');
            length = length < 0 ? text.Length : length;
            plain += length is > 2 and <= PlainLineMax ? 1 : 0;
            text = text[Math.Min(text.Length, length + 1)..];
        }

        return plain;
    }
}
