namespace Plimsoll.Memory;

/// <summary>
/// How long tasks stood still waiting for memory (the kernel's pressure stall information): of the process's own group in version 2, else of the whole
/// machine.
/// </summary>
/// <param name="IsKnown">Whether the kernel gives this; all else is 0 when not.</param>
/// <param name="SomePercent">Share of the last ten seconds in which at least one task stood, in percent.</param>
/// <param name="FullPercent">Share of the last ten seconds in which all tasks stood, in percent.</param>
/// <param name="SomeMicroseconds">How long at least one task stood since the start of the count.</param>
public readonly record struct MemoryStall(bool IsKnown, double SomePercent, double FullPercent, long SomeMicroseconds)
{
    internal static MemoryStall Read(string path)
    {
        string? text = KernelFile.ReadOnce(path, faults: null);
        if (text is null || !text.StartsWith("some ", StringComparison.Ordinal))
            return default;

        int second = text.IndexOf("full ", StringComparison.Ordinal);
        string full = second < 0 ? string.Empty : text[second..];
        return new MemoryStall(IsKnown: true, Value(text, "avg10="), Value(full, "avg10="), (long)Value(text, "total="));
    }

    private static double Value(string line, string key)
    {
        int start = line.IndexOf(key, StringComparison.Ordinal);
        if (start < 0)
            return 0;

        start += key.Length;
        int end = line.AsSpan(start).IndexOfAny(' ', '\n');
        ReadOnlySpan<char> text = end < 0 ? line.AsSpan(start) : line.AsSpan(start, end);
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : 0;
    }
}
