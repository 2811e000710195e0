namespace Plimsoll.Memory;

/// <summary>Reads numbers out of the kernel's text files without making strings.</summary>
internal static class KernelText
{
    /// <summary>The number at the start of a text; -1 when there is none.</summary>
    public static long Number(ReadOnlySpan<byte> text)
    {
        long value = -1;
        foreach (byte letter in text)
        {
            int digit = letter - '0';
            if ((uint)digit > 9)
                break;
            value = (Math.Max(value, 0) * 10) + digit;
        }

        return value;
    }

    /// <summary>The n-th number of a line of numbers, counted from 0; -1 when there is none.</summary>
    public static long Field(ReadOnlySpan<byte> line, int index)
    {
        for (; index > 0; index--)
        {
            int blank = line.IndexOf((byte)' ');
            if (blank < 0)
                return -1;
            line = line[(blank + 1)..];
        }

        return Number(line);
    }

    /// <summary>The number after a key at the start of a line (<c>inactive_file 4096</c>, <c>RssShmem:  12 kB</c>); -1 when the key is missing.</summary>
    public static long Keyed(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] is (byte)' ' or (byte)':' or (byte)'=')
                return Number(AfterBlanks(line[(key.Length + 1)..]));
            text = end < 0 ? default : text[(end + 1)..];
        }

        return -1;
    }

    private static ReadOnlySpan<byte> AfterBlanks(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t')
            start++;
        return text[start..];
    }
}
