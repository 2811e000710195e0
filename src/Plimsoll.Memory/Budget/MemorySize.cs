using System.Globalization;

namespace Plimsoll.Memory;

/// <summary>
/// Sizes of memory as people write them. <c>KB</c>, <c>MB</c>, <c>GB</c>, <c>TB</c>, their short forms <c>K M G T</c> and <c>KiB MiB GiB TiB</c> are all
/// binary (1 MB = 1,048,576 bytes), because that is what the kernel's memory groups, containers and the runtime mean by them: a budget of 128 MB
/// and a group of 128 MB must be the same line.
/// </summary>
public static class MemorySize
{
    private const string Expected = "expected a size such as 256MB, 1.5GiB, 134217728 or 50%";

    /// <summary>Reads a size.</summary>
    /// <param name="text">The text, for example <c>256MB</c>; case and blanks around the unit do not matter.</param>
    /// <param name="wholeBytes">What a percentage is a share of, in bytes; 0 when it is not known.</param>
    /// <returns>The size in bytes, at least 1.</returns>
    /// <exception cref="FormatException">The text is not a positive size; the message says what was found and what was expected.</exception>
    public static long Parse(string text, long wholeBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? fault = Read(text, wholeBytes, out long bytes);
        return fault is null ? bytes : throw new FormatException(fault);
    }

    /// <summary>Writes a size with the largest binary unit that keeps it readable.</summary>
    /// <param name="bytes">The size in bytes; may be negative (a difference).</param>
    /// <returns>For example <c>256 MB</c>, <c>1.5 GB</c> or <c>512 B</c>.</returns>
    public static string Format(long bytes)
    {
        double magnitude = Math.Abs((double)bytes);
        (double unit, string name) = magnitude switch
        {
            >= 1L << 40 => (1L << 40, "TB"),
            >= 1L << 30 => (1L << 30, "GB"),
            >= 1L << 20 => (1L << 20, "MB"),
            >= 1L << 10 => (1L << 10, "KB"),
            _ => (1d, "B"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit:0.#} {name}");
    }

    /// <summary>Reads a size and says what is wrong with it instead of throwing; null means that it was read.</summary>
    internal static string? Read(string text, long wholeBytes, out long bytes)
    {
        bytes = 0;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == '.'))
            digits++;

        ReadOnlySpan<char> number = trimmed[..digits];
        ReadOnlySpan<char> unit = trimmed[digits..].Trim();

        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            return $"found '{text}', which has no number in front; {Expected}";

        double scale = unit is "%" ? wholeBytes / 100d : Scale(unit);
        if (double.IsNaN(scale))
            return $"found '{text}' with the unknown unit '{unit}'; {Expected}";
        if (unit is "%" && wholeBytes <= 0)
            return $"found '{text}', but the size of the whole is not known here; give bytes, for example 256MB";
        if (unit is "%" && value > 100)
            return $"found '{text}', which is more than the whole; expected at most 100%";

        double product = value * scale;
        if (product < 1 || product >= long.MaxValue)
            return $"found '{text}', which is not between 1 byte and 8 EB; {Expected}";

        bytes = (long)product;
        return null;
    }

    private static double Scale(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty || unit.Equals("B", StringComparison.OrdinalIgnoreCase))
            return 1;

        int power = "KMGT".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        ReadOnlySpan<char> rest = unit[1..];
        bool known = rest.IsEmpty || rest.Equals("B", StringComparison.OrdinalIgnoreCase) || rest.Equals("iB", StringComparison.OrdinalIgnoreCase);
        return power >= 0 && known ? 1L << (10 * (power + 1)) : double.NaN;
    }
}
