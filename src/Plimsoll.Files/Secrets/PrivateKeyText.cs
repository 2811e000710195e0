namespace Plimsoll.Files;

/// <summary>
/// Follows blocks of private keys through the lines of a text. Only what looks like the body of a key is taken for one: programs name the first line of such
/// a block as well, and what stands behind it there is code.
/// </summary>
internal struct PrivateKeyText
{
    private const int BodyBytesLeast = 16;

    private bool _isInside;

    private static ReadOnlySpan<byte> Mark => "PRIVATE KEY"u8;

    /// <summary>Whether a text may hold the first line of a block; a line that does not need not be given to <see cref="Next"/> outside of one.</summary>
    public readonly bool Concerns(ReadOnlySpan<byte> text) => _isInside || text.IndexOf(Mark) >= 0;

    /// <summary>Takes the next line.</summary>
    /// <returns>The part of it that belongs to a key; empty where there is none.</returns>
    public Range Next(ReadOnlySpan<byte> line)
    {
        var begin = line.IndexOf("-----BEGIN "u8);
        if (begin >= 0 && line[begin..].IndexOf(Mark) is var mark and >= 0)
        {
            return Begin(line, begin + mark + Mark.Length);
        }

        if (!_isInside)
        {
            return default;
        }

        var body = BodyOf(line);
        var (start, length) = body.GetOffsetAndLength(line.Length);
        _isInside = length > 0 ? line.IndexOf("-----END"u8) < 0 : IsBetween(line);
        return body;
    }

    private Range Begin(ReadOnlySpan<byte> line, int at)
    {
        at += line[at..].StartsWith(" BLOCK"u8) ? 6 : 0;
        at += line[at..].StartsWith("-----"u8) ? 5 : 0;
        var end = line[at..].IndexOf("-----END"u8);
        _isInside = end < 0;
        var rest = end < 0 ? line[at..] : line.Slice(at, end);
        var quote = rest.IndexOfAny("\"'`"u8);
        rest = quote < 0 ? rest : rest[..quote];
        return BytesOfBody(rest) >= BodyBytesLeast ? at..(at + rest.Length) : default;
    }

    /// <summary>The body in a line, which may be quoted, commented or joined as in a program's text.</summary>
    private static Range BodyOf(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf("-----END"u8);
        var text = end < 0 ? line : line[..end];
        var start = text.Length - text.TrimStart(" \t\"'`+*#/>|"u8).Length;
        text = text[start..].TrimEnd(" \t\r\"'`+,;\\)n"u8);
        var isBody = !text.IsEmpty && BytesOfBody(text) is var bytes and > 0 && (bytes == text.Length || bytes >= BodyBytesLeast);
        return isBody && text.IndexOf((byte)' ') < 0 ? start..(start + text.Length) : default;
    }

    /// <summary>How many bytes of base 64 a text begins with, line ends that are written as `\n` included; 0 where anything else is in it.</summary>
    private static int BytesOfBody(ReadOnlySpan<byte> text)
    {
        foreach (var one in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)one) && one is not ((byte)'+' or (byte)'/' or (byte)'=' or (byte)'\\' or (byte)' ' or (byte)'\r'))
            {
                return 0;
            }
        }

        return text.Length;
    }

    /// <summary>An empty line, or a header such as `Proc-Type: 4,ENCRYPTED`, before the body.</summary>
    private static bool IsBetween(ReadOnlySpan<byte> line)
    {
        var text = line.Trim(" \t\r\"'`+*#/>|\\n,;"u8);
        return text.IsEmpty || text.StartsWith("Proc-Type:"u8) || text.StartsWith("DEK-Info:"u8) || text.StartsWith("Version:"u8) || text.StartsWith("Comment:"u8);
    }
}
