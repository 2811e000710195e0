using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Plimsoll.JavaScript.Lexing;

/// <summary>What a byte or a character may be part of.</summary>
internal static class ByteClass
{
    /// <summary>May begin a name.</summary>
    public const byte Start = 1;

    /// <summary>May go on in a name.</summary>
    public const byte Part = 2;

    private static ReadOnlySpan<byte> Table =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Whether an ASCII byte may begin a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsStart(byte one) => (Table[one] & Start) != 0;

    /// <summary>Whether an ASCII byte may go on in a name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPart(byte one) => Table[one] != 0;

    /// <summary>Whether a character may begin a name (ID_Start, `$`, `_`).</summary>
    public static bool IsStart(int rune)
    {
        if (rune < 0x80) return rune >= 0 && IsStart((byte)rune);
        return CharUnicodeInfo.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => rune != 0x2E2F, // Pattern_Syntax
            UnicodeCategory.OtherNotAssigned => YoungLetters.IsStart(rune),
            _ => rune is 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C, // Other_ID_Start
        };
    }

    /// <summary>Whether a character may go on in a name (ID_Continue, `$`, `_`, the two joiners).</summary>
    public static bool IsPart(int rune)
    {
        if (rune < 0x80) return rune >= 0 && IsPart((byte)rune);
        if (IsStart(rune)) return true;
        return CharUnicodeInfo.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation => true,
            UnicodeCategory.OtherNotAssigned => YoungLetters.IsPart(rune),
            _ => rune is 0x200C or 0x200D or 0x00B7 or 0x0387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0x30FB or 0xFF65, // Other_ID_Continue
        };
    }

    /// <summary>Whether a character of two bytes or more is white space (not a line break).</summary>
    public static bool IsSpace(int rune) => rune is 0xA0 or 0xFEFF or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000;

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int Hex(byte one) => one switch
    {
        >= (byte)'0' and <= (byte)'9' => one - '0',
        >= (byte)'a' and <= (byte)'f' => one - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => one - 'A' + 10,
        _ => -1,
    };

    /// <summary>The character at the start of bytes that are well-formed UTF-8, and how many bytes it has; -1 at the end.</summary>
    public static int Decode(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.IsEmpty) return -1;
        length = 1;
        if (bytes[0] < 0x80) return bytes[0];
        return Rune.DecodeFromUtf8(bytes, out Rune rune, out length) == OperationStatus.Done ? rune.Value : 0xFFFD;
    }
}
