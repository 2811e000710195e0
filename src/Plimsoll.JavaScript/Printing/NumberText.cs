using System.Buffers;
using System.Globalization;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Decimal numbers without the tricks that make them short: `5e3` is `5000`, `.5` is `0.5`, `5.` is `5`.</summary>
public static class NumberText
{
    /// <summary>More digits than this say less than an exponent does. A script prints numbers of up to 21 digits without one.</summary>
    private const int DigitsMax = 21;

    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create("0123456789.eE+-"u8);

    /// <summary>The usual way to write the number: the same text where it is one.</summary>
    /// <param name="text">A numeric literal without `n`.</param>
    /// <param name="buffer">Room for 64 bytes, in which the answer may lie.</param>
    public static ReadOnlySpan<byte> Tidy(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        if (!IsPlainDecimal(text)) return text;
        int e = text.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = e < 0 ? text : text[..e];
        int exponent = 0;
        if (e >= 0 && !int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return text;
        int dot = mantissa.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = dot < 0 ? mantissa : mantissa[..dot], fraction = dot < 0 ? default : mantissa[(dot + 1)..];
        if (whole.Length + fraction.Length + Math.Abs((long)exponent) > DigitsMax) return text;
        return Place(whole, fraction, exponent, buffer);
    }

    /// <summary>Whether it has only digits, a dot and an exponent: no other base, no old octal number, no separators.</summary>
    private static bool IsPlainDecimal(ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[0] == '0' && text[1] is not ((byte)'.' or (byte)'e' or (byte)'E')) return false;
        return text.IndexOfAnyExcept(PlainBytes) < 0;
    }

    /// <summary>Writes the digits with the point where the exponent puts it.</summary>
    private static ReadOnlySpan<byte> Place(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, Span<byte> buffer)
    {
        Span<byte> digits = buffer[..(whole.Length + fraction.Length)];
        whole.CopyTo(digits);
        fraction.CopyTo(digits[whole.Length..]);
        int point = whole.Length + exponent, count = 0;
        Span<byte> answer = buffer[32..];
        if (point <= 0) answer[count++] = (byte)'0';
        for (int i = Math.Min(point, 0); i < Math.Max(point, digits.Length); i++)
        {
            if (i == point) answer[count++] = (byte)'.';
            answer[count++] = i >= 0 && i < digits.Length ? digits[i] : (byte)'0';
        }

        return Trim(answer[..count]);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'.')) text = text.TrimEnd((byte)'0').TrimEnd((byte)'.');
        while (text.Length > 1 && text[0] == '0' && text[1] != '.') text = text[1..];
        return text.IsEmpty ? "0"u8 : text;
    }
}
