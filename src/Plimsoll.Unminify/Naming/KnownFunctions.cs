namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Functions of well-known packages, by their keys, with what their authors called things: code travels, and what is a copy of one of them gets the very names. After what tools for machine code
/// do with libraries (FLIRT).
/// </summary>
/// <remarks>
/// Layout: for each bucket and one past the last, where its functions begin (4 bytes); the functions. Each has three bytes of its key, how many bytes of names follow, and the names, of which each is
/// its number in the table plus one in seven bits a byte, the lowest first, or 0 for none: the function's own, those of its bindings, and of what it uses of its outside.
/// </remarks>
internal sealed unsafe class KnownFunctions
{
    /// <summary>Buckets, by the highest bits of a key.</summary>
    public const int Buckets = 1 << 15;

    /// <summary>Bytes of the buckets.</summary>
    public const int IndexBytes = (Buckets + 1) * 4;

    /// <summary>Bytes of a function before its names.</summary>
    public const int HeadBytes = 4;

    private readonly int* _starts;
    private readonly byte* _functions;

    /// <summary>A view of functions in memory.</summary>
    /// <exception cref="InvalidDataException">They do not lie between both.</exception>
    public KnownFunctions(byte* start, byte* end)
    {
        _starts = (int*)start;
        _functions = start + IndexBytes;
        if (end - start < IndexBytes || _starts[0] != 0 || end - _functions < _starts[Buckets]) throw new InvalidDataException("The table of names breaks off.");
    }

    /// <summary>The bucket of a key (see <see cref="Functions.PrintedFunction.Key"/>).</summary>
    public static int BucketOf(ulong key) => (int)(key >> 49);

    /// <summary>What of a key is kept with the function.</summary>
    public static uint RestOf(ulong key) => (uint)(key >> 25) & 0xFF_FFFF;

    /// <summary>The names of a function: its own, those of its bindings, those of its outside; empty where it is not known.</summary>
    public Names Find(ulong key)
    {
        int bucket = BucketOf(key);
        uint rest = RestOf(key);
        byte* end = _functions + _starts[bucket + 1];
        for (byte* at = _functions + _starts[bucket]; at < end; at += HeadBytes + at[3])
        {
            if ((at[0] | ((uint)at[1] << 8) | ((uint)at[2] << 16)) == rest) return new Names(new ReadOnlySpan<byte>(at + HeadBytes, at[3]));
        }

        return default;
    }

    /// <summary>Names in their order.</summary>
    public ref struct Names(ReadOnlySpan<byte> codes)
    {
        private ReadOnlySpan<byte> _codes = codes;

        /// <summary>Whether none follow.</summary>
        public readonly bool IsEmpty => _codes.IsEmpty;

        /// <summary>The number of the next name; -1 where it is not known or none follows.</summary>
        public int Next()
        {
            int code = 0, shift = 0;
            while (!_codes.IsEmpty)
            {
                byte one = _codes[0];
                _codes = _codes[1..];
                code |= (one & 0x7F) << shift;
                if (one < 0x80) break;
                shift += 7;
            }

            return code - 1;
        }
    }
}
