using System.Buffers;
using System.Globalization;
using System.Text;
using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>Identifiers as they are written.</summary>
public static class IdentifierText
{
    /// <summary>The length in bytes of the identifier at an offset where there is one, escapes included.</summary>
    public static int LengthAt(SourceText source, int offset)
    {
        int at = offset;
        while (true)
        {
            byte one = source.At(at);
            if (one >= 0x80 && Rune.DecodeFromUtf8(source.Slice(at, Math.Min(source.Length, at + 4)), out Rune rune, out int taken) == OperationStatus.Done)
            {
                if (IsSpace(rune)) return at - offset;
                at += taken;
            }
            else if (IsPart(one)) at++;
            else if (one == '\\') at = source.At(at + 2) == '{' ? IndexAfter(source, at, (byte)'}') : at + 6;
            else return at - offset;
        }
    }

    /// <summary>Whether a text is a name in ASCII, so that it may stand after a dot: words of the language too.</summary>
    public static bool IsAsciiName(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit((char)text[0])) return false;
        foreach (byte one in text)
        {
            if (one >= 0x80 || !IsPart(one)) return false;
        }

        return true;
    }

    /// <summary>Whether a text is a name as the language has them, with letters of any script and without escapes: words of the language too.</summary>
    public static bool IsName(ReadOnlySpan<byte> text)
    {
        bool isFirst = true;
        for (ReadOnlySpan<byte> rest = text; !rest.IsEmpty; isFirst = false)
        {
            if (Rune.DecodeFromUtf8(rest, out Rune rune, out int length) != OperationStatus.Done) return false;
            if (!(isFirst ? ByteClass.IsStart(rune.Value) : ByteClass.IsPart(rune.Value))) return false;
            rest = rest[length..];
        }

        return !isFirst;
    }

    /// <summary>Whether a byte may be part of a name. Of characters beyond ASCII each byte counts as one.</summary>
    public static bool IsPart(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'$' or >= 0x80;

    /// <summary>Whether a property of this name is the prototype when it is written with a colon.</summary>
    public static bool IsProto(ReadOnlySpan<byte> name) => name.SequenceEqual("__proto__"u8);

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune.Value == 0xFEFF;

    private static int IndexAfter(SourceText source, int at, byte what)
    {
        while (at < source.Length && source.At(at) != what) at++;
        return at + 1;
    }
}
