using System.Globalization;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>The value of a numeric literal.</summary>
internal static class NumberValue
{
    /// <summary>Reads a literal without `n`: decimal, or in base 16, 8 or 2, or as old octal numbers, with or without separators.</summary>
    public static double Parse(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'_')) text = Joined(text);
        if (text.Length > 1 && text[0] == '0')
        {
            switch (text[1] | 0x20)
            {
                case 'x': return InBase(text[2..], 16);
                case 'o': return InBase(text[2..], 8);
                case 'b': return InBase(text[2..], 2);
            }

            if (text.IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0) return InBase(text, 8);
        }

        return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static byte[] Joined(ReadOnlySpan<byte> text)
    {
        byte[] joined = new byte[text.Length - text.Count((byte)'_')];
        int count = 0;
        foreach (byte one in text)
        {
            if (one != '_') joined[count++] = one;
        }

        return joined;
    }

    /// <summary>Digits as a number; beyond 53 bits rounded once, to the nearest and to even, as the language asks.</summary>
    private static double InBase(ReadOnlySpan<byte> digits, int radix)
    {
        System.Numerics.BigInteger value = 0;
        ulong small = 0;
        if (digits.Length <= 10)
        {
            foreach (byte one in digits) small = (small * (ulong)radix) + (ulong)Digit(one);
            return small;
        }

        foreach (byte one in digits) value = (value * radix) + Digit(one);
        return Rounded(value);
    }

    /// <summary>A cast of big integers cuts off: the text of the number is read instead, which rounds.</summary>
    private static double Rounded(System.Numerics.BigInteger value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
