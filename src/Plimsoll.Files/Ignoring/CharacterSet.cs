namespace Plimsoll.Files;

/// <summary>Matches one byte against a "[…]" of a wildcard pattern: ranges, negation, escapes and named classes of ASCII.</summary>
internal static class CharacterSet
{
    /// <summary>Matches a byte.</summary>
    /// <param name="pattern">The whole pattern.</param>
    /// <param name="p">At the '['; moved to the closing ']'.</param>
    /// <param name="found">The byte of the text, in lower case where case is ignored.</param>
    /// <param name="ignoreCase">Whether upper-case ranges match lower-case letters.</param>
    /// <returns>Whether it is in the set; null where the set is malformed, which never matches.</returns>
    public static bool? Match(ReadOnlySpan<byte> pattern, ref int p, byte found, bool ignoreCase)
    {
        p++;
        var isNegated = At(pattern, p) is (byte)'!' or (byte)'^';
        if (isNegated)
        {
            p++;
        }

        var isIn = false;
        byte previous = 0;
        var isFirst = true;
        while (isFirst || At(pattern, p) != ']')
        {
            isFirst = false;
            if (p >= pattern.Length || !MatchItem(pattern, ref p, ref previous, found, ignoreCase, ref isIn))
            {
                return null;
            }

            p++;
        }

        return isIn != isNegated;
    }

    private static byte At(ReadOnlySpan<byte> pattern, int at) => at < pattern.Length ? pattern[at] : (byte)0;

    /// <summary>Matches one item of the set, leaving p at its last byte; false where it is malformed.</summary>
    private static bool MatchItem(ReadOnlySpan<byte> pattern, ref int p, ref byte previous, byte found, bool ignoreCase, ref bool isIn)
    {
        var item = pattern[p];
        if (item == '\\')
        {
            item = At(pattern, ++p);
            isIn |= found == item;
            previous = item;
            return item != 0;
        }

        if (item == '-' && previous != 0 && At(pattern, p + 1) is not 0 and not (byte)']')
        {
            var isRange = MatchRange(pattern, ref p, previous, found, ignoreCase, ref isIn);
            previous = 0;
            return isRange;
        }

        if (item == '[' && At(pattern, p + 1) == ':')
        {
            return MatchNamed(pattern, ref p, ref previous, found, ignoreCase, ref isIn);
        }

        isIn |= found == item;
        previous = item;
        return true;
    }

    private static bool MatchRange(ReadOnlySpan<byte> pattern, ref int p, byte low, byte found, bool ignoreCase, ref bool isIn)
    {
        var high = At(pattern, ++p);
        if (high == '\\')
        {
            high = At(pattern, ++p);
        }

        var upper = ignoreCase && found is >= (byte)'a' and <= (byte)'z' ? (byte)(found - 32) : found;
        isIn |= (found >= low && found <= high) || (upper >= low && upper <= high);
        return high != 0;
    }

    private static bool MatchNamed(ReadOnlySpan<byte> pattern, ref int p, ref byte previous, byte found, bool ignoreCase, ref bool isIn)
    {
        var rest = pattern[(p + 2)..];
        var end = rest.IndexOf((byte)']');
        if (end < 0)
        {
            return false;
        }

        if (end == 0 || rest[end - 1] != ':')
        {
            // No ":]": the '[' stands for itself.
            isIn |= found == '[';
            previous = (byte)'[';
            return true;
        }

        var isKnown = IsInNamed(rest[..(end - 1)], found, ignoreCase);
        p += 2 + end;
        previous = 0;
        isIn |= isKnown ?? false;
        return isKnown is not null;
    }

    private static bool? IsInNamed(ReadOnlySpan<byte> name, byte value, bool ignoreCase)
    {
        var isLower = value is >= (byte)'a' and <= (byte)'z';
        var isUpper = value is >= (byte)'A' and <= (byte)'Z';
        var isDigit = value is >= (byte)'0' and <= (byte)'9';
        var isGraph = value is > 0x20 and < 0x7f;
        return name switch
        {
            _ when name.SequenceEqual("alnum"u8) => isLower || isUpper || isDigit,
            _ when name.SequenceEqual("alpha"u8) => isLower || isUpper,
            _ when name.SequenceEqual("blank"u8) => value is (byte)' ' or (byte)'\t',
            _ when name.SequenceEqual("cntrl"u8) => value is < 0x20 or 0x7f,
            _ when name.SequenceEqual("digit"u8) => isDigit,
            _ when name.SequenceEqual("graph"u8) => isGraph,
            _ when name.SequenceEqual("lower"u8) => isLower,
            _ when name.SequenceEqual("print"u8) => isGraph || value == ' ',
            _ when name.SequenceEqual("punct"u8) => isGraph && !(isLower || isUpper || isDigit),
            _ when name.SequenceEqual("space"u8) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r',
            _ when name.SequenceEqual("upper"u8) => isUpper || (ignoreCase && isLower),
            _ when name.SequenceEqual("xdigit"u8) => isDigit || (value | 0x20) is >= 'a' and <= 'f',
            _ => null,
        };
    }
}
