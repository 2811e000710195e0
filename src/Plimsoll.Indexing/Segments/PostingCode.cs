using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Segments;

/// <summary>How often a term stands in the fields of a chunk.</summary>
internal struct TermCounts
{
    public ushort Body;
    public ushort Comment;
    public ushort Symbol;
}

/// <summary>
/// The byte code of postings. A posting is a variable-length number `gap * 4 + form` and what the form needs:
/// form 0: once in the body; 1: once in a comment; 2: a count in the body; 3: a byte with a bit a field, then a count a field unless
/// a fourth bit says that all are 1.
/// Most postings of real code are form 0 with a small gap: one byte.
/// </summary>
internal static unsafe class PostingCode
{
    /// <summary>The most bytes one posting can take: gap 5, mask 1, three counts of 3.</summary>
    public const int LongestPosting = 16;

    private const int AllOnes = 8;

    /// <summary>Writes a number seven bits a byte, low bits first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteNumber(byte* to, uint value)
    {
        while (value >= 0x80)
        {
            *to++ = (byte)(value | 0x80);
            value >>= 7;
        }

        *to++ = (byte)value;
        return to;
    }

    /// <summary>Reads a number of <see cref="WriteNumber"/>; never reads beyond <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* ReadNumber(byte* from, byte* end, out uint value)
    {
        if (from >= end)
            throw Torn();
        uint read = *from++;
        if (read < 0x80)
        {
            value = read;
            return from;
        }

        return ReadLong(from, end, read & 0x7F, out value);
    }

    /// <summary>Writes one posting.</summary>
    public static byte* Write(byte* to, uint gap, in TermCounts counts)
    {
        if (counts.Symbol == 0)
        {
            if (counts.Comment == 0)
            {
                to = WriteNumber(to, (gap << 2) | (counts.Body == 1 ? 0u : 2u));
                return counts.Body == 1 ? to : WriteNumber(to, counts.Body);
            }

            if (counts.Body == 0 && counts.Comment == 1)
                return WriteNumber(to, (gap << 2) | 1u);
        }

        to = WriteNumber(to, (gap << 2) | 3u);
        bool ones = counts.Body <= 1 && counts.Comment <= 1 && counts.Symbol <= 1;
        *to++ = (byte)((counts.Body > 0 ? 1 : 0) | (counts.Comment > 0 ? 2 : 0) | (counts.Symbol > 0 ? 4 : 0) | (ones ? AllOnes : 0));
        if (ones)
            return to;
        if (counts.Body > 0)
            to = WriteNumber(to, counts.Body);
        if (counts.Comment > 0)
            to = WriteNumber(to, counts.Comment);
        return counts.Symbol > 0 ? WriteNumber(to, counts.Symbol) : to;
    }

    /// <summary>Reads one posting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Read(byte* from, byte* end, out uint gap, out TermCounts counts)
    {
        from = ReadNumber(from, end, out uint head);
        gap = head >> 2;
        counts = default;
        switch (head & 3)
        {
            case 0:
                counts.Body = 1;
                return from;
            case 1:
                counts.Comment = 1;
                return from;
            case 2:
                from = ReadNumber(from, end, out uint body);
                counts.Body = (ushort)body;
                return from;
            default:
                return ReadFields(from, end, ref counts);
        }
    }

    /// <summary>Goes over one posting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Skip(byte* from, byte* end, out uint gap)
    {
        from = ReadNumber(from, end, out uint head);
        gap = head >> 2;
        if ((head & 2) == 0)
            return from;
        if ((head & 1) == 0)
            return ReadNumber(from, end, out _);
        TermCounts counts = default;
        return ReadFields(from, end, ref counts);
    }

    private static byte* ReadFields(byte* from, byte* end, ref TermCounts counts)
    {
        if (from >= end)
            throw Torn();
        int mask = *from++;
        if ((mask & AllOnes) != 0)
        {
            counts.Body = (ushort)(mask & 1);
            counts.Comment = (ushort)((mask >> 1) & 1);
            counts.Symbol = (ushort)((mask >> 2) & 1);
            return from;
        }

        uint value;
        if ((mask & 1) != 0)
        {
            from = ReadNumber(from, end, out value);
            counts.Body = (ushort)value;
        }

        if ((mask & 2) != 0)
        {
            from = ReadNumber(from, end, out value);
            counts.Comment = (ushort)value;
        }

        if ((mask & 4) != 0)
        {
            from = ReadNumber(from, end, out value);
            counts.Symbol = (ushort)value;
        }

        return from;
    }

    private static byte* ReadLong(byte* from, byte* end, uint value, out uint result)
    {
        for (int shift = 7; shift < 35; shift += 7)
        {
            if (from >= end)
                throw Torn();
            uint next = *from++;
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                result = value;
                return from;
            }
        }

        throw Torn();
    }

    private static IndexException Torn() => new(
        IndexFailure.Damaged, "A list of the index ends in the middle of a number. Run `plimsoll index` to repair it.");
}
