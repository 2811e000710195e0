using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Tokens;

/// <summary>What a byte may be part of.</summary>
internal enum LetterClass : byte
{
    Other,
    Lower,
    Upper,
    Digit,
    Joiner,
}

/// <summary>
/// Words are runs of letters, digits and joiners (`_`, `$`) in UTF-8 text. Bytes from 0x80 count as lower-case letters, so
/// words in any script stay whole; only ASCII letters are folded.
/// </summary>
internal static class Words
{
    /// <summary>Longer runs are blobs (base64, hashes), which nobody types into a search.</summary>
    public const int LongestWord = 128;

    /// <summary>Numbers shorter than this occur everywhere and find nothing.</summary>
    public const int ShortestNumber = 3;

    /// <summary>Longer numbers than `0xdeadbeef` are hashes and masks; each would cost a term of its own (in Linux's register headers, millions).</summary>
    public const int LongestNumber = 10;

    /// <summary>Single letters are loop variables: they match everything.</summary>
    public const int ShortestWord = 2;

    private static readonly byte[] Classes = MakeClasses();

    /// <summary>The class of a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LetterClass ClassOf(byte value) => (LetterClass)Classes[value];

    /// <summary>The table of classes, for loops that keep a reference to it.</summary>
    public static ReadOnlySpan<byte> ClassTable => Classes;

    /// <summary>An ASCII letter in lower case, any other byte as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Fold(byte value) => (uint)(value - 'A') <= 'Z' - 'A' ? (byte)(value | 0x20) : value;

    /// <summary>
    /// A 64-bit hash of a word. The same on every machine, because vectors and digests are made from it. Mixing as in
    /// wyhash (two 64-bit words, 128-bit product folded).
    /// </summary>
    public static ulong Hash(ReadOnlySpan<byte> word)
    {
        ulong seed = 0x9E3779B97F4A7C15UL ^ (ulong)word.Length;
        while (word.Length > 16)
        {
            seed = Mix(BinaryPrimitives.ReadUInt64LittleEndian(word) ^ 0xA0761D6478BD642FUL,
                BinaryPrimitives.ReadUInt64LittleEndian(word[8..]) ^ seed);
            word = word[16..];
        }

        ulong low, high;
        if (word.Length >= 8)
        {
            low = BinaryPrimitives.ReadUInt64LittleEndian(word);
            high = BinaryPrimitives.ReadUInt64LittleEndian(word[^8..]);
        }
        else if (word.Length >= 4)
        {
            low = BinaryPrimitives.ReadUInt32LittleEndian(word);
            high = BinaryPrimitives.ReadUInt32LittleEndian(word[^4..]);
        }
        else
        {
            low = word.Length == 0 ? 0UL : word[0] | ((ulong)word[word.Length >> 1] << 8) | ((ulong)word[^1] << 16);
            high = 0;
        }

        return Mix(low ^ 0xE7037ED1A0B428DBUL, high ^ seed);
    }

    /// <summary>Folds the 128-bit product of two words to 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return high ^ low;
    }

    private static byte[] MakeClasses()
    {
        byte[] classes = new byte[256];
        for (int value = 0; value < 256; value++)
        {
            classes[value] = (byte)(value switch
            {
                >= 'a' and <= 'z' => LetterClass.Lower,
                >= 'A' and <= 'Z' => LetterClass.Upper,
                >= '0' and <= '9' => LetterClass.Digit,
                '_' or '$' => LetterClass.Joiner,
                >= 0x80 => LetterClass.Lower,
                _ => LetterClass.Other,
            });
        }

        return classes;
    }
}
