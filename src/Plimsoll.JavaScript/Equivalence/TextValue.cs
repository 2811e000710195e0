using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>What a string or a name says, its escapes decoded: UTF-8, in which a surrogate without its other half stands as three bytes too.</summary>
public static class TextValue
{
    /// <summary>Decodes.</summary>
    /// <param name="text">A name, or a string without its quotes.</param>
    /// <param name="buffer">Where the answer lies when it is not the text itself.</param>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text, List<byte> buffer)
    {
        if (!text.Contains((byte)'\\')) return text;
        buffer.Clear();
        int high = 0;
        for (int at = 0; at < text.Length;)
        {
            int unit = text[at] == '\\' ? Escape(text, ref at) : text[at++];
            if (unit < 0) continue;
            bool isRaw = unit <= 0xFF && at > 0 && text[at - 1] == unit && unit >= 0x80;
            Append(buffer, unit, isRaw, ref high);
        }

        return CollectionsMarshal.AsSpan(buffer);
    }

    private static void Append(List<byte> buffer, int unit, bool isRaw, ref int high)
    {
        if (isRaw)
        {
            buffer.Add((byte)unit);
            high = 0;
            return;
        }

        if (unit is >= 0xDC00 and <= 0xDFFF && high != 0)
        {
            buffer.RemoveRange(buffer.Count - 3, 3);
            unit = 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
        }

        high = unit is >= 0xD800 and <= 0xDBFF ? unit : 0;
        Encode(buffer, unit);
    }

    private static void Encode(List<byte> buffer, int unit)
    {
        if (Rune.TryCreate(unit, out Rune rune))
        {
            Span<byte> bytes = stackalloc byte[4];
            buffer.AddRange(bytes[..rune.EncodeToUtf8(bytes)]);
            return;
        }

        buffer.Add((byte)(0xE0 | (unit >> 12)));
        buffer.Add((byte)(0x80 | ((unit >> 6) & 0x3F)));
        buffer.Add((byte)(0x80 | (unit & 0x3F)));
    }

    /// <summary>The character of an escape, or -1 for a line that goes on.</summary>
    private static int Escape(ReadOnlySpan<byte> text, ref int at)
    {
        byte letter = text[at + 1];
        at += 2;
        switch (letter)
        {
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'v': return '\v';
            case (byte)'x': return Hex(text, ref at, 2);
            case (byte)'u' when text[at] == '{':
                int end = at + text[at..].IndexOf((byte)'}');
                int point = int.Parse(text[(at + 1)..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                at = end + 1;
                return point;
            case (byte)'u': return Hex(text, ref at, 4);
            case (byte)'\r':
                if (at < text.Length && text[at] == '\n') at++;
                return -1;
            case (byte)'\n': return -1;
            case >= (byte)'0' and <= (byte)'7': return Octal(text, ref at, letter);
            case 0xE2 when text[at..].StartsWith("\u2028"u8[1..]) || text[at..].StartsWith("\u2029"u8[1..]):
                at += 2;
                return -1;
            default: return letter;
        }
    }

    private static int Hex(ReadOnlySpan<byte> text, ref int at, int digits)
    {
        at += digits;
        return int.Parse(text[(at - digits)..at], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static int Octal(ReadOnlySpan<byte> text, ref int at, byte first)
    {
        int value = first - '0';
        for (int most = first <= '3' ? 2 : 1; most > 0 && at < text.Length && text[at] is >= (byte)'0' and <= (byte)'7'; most--) value = (value * 8) + text[at++] - '0';
        return value;
    }
}
