using System.Text;
using Plimsoll.JavaScript.Lexing;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>The values of the few strings that the syntax looks at.</summary>
internal sealed partial class ScriptParser
{
    private bool IsNamed(in Node key, string name) => key.Kind == NodeKind.String
        ? StringIs(key.Start, key.End, key.Has(NodeFlags.HasEscape), name)
        : key.Has(NodeFlags.HasEscape) ? DecodeName(key) == name : _source.GetString(key.Start, key.End) == name;

    private string DecodeName(in Node key) => DecodeEscapes(_source.Slice(key.Start, key.End));

    /// <summary>Whether the value of a string token is a certain one.</summary>
    private bool StringIs(int start, int end, bool hasEscape, string value)
    {
        ReadOnlySpan<byte> inner = _source.Slice(start + 1, end - 1);
        // An escape takes at most ten bytes a character, unless it has leading zeros, which nobody writes to hide a key.
        if (!hasEscape) return inner.Length == value.Length && Encoding.ASCII.GetString(inner) == value;
        return DecodeEscapes(inner) == value;
    }

    /// <summary>The name that a string's value is; lone halves of pairs are no name.</summary>
    private int InternString(int start, int end, bool hasEscape)
    {
        if (!hasEscape) return _tables.Names.Intern(start + 1, end - 1);
        string value = DecodeEscapes(_source.Slice(start + 1, end - 1));
        for (int at = 0; at < value.Length; at++)
        {
            if (!char.IsSurrogate(value[at])) continue;
            if (!char.IsHighSurrogate(value[at]) || at + 1 == value.Length || !char.IsLowSurrogate(value[at + 1])) throw Error(start, "the name has half of a surrogate pair");
            at++;
        }

        return _tables.Names.Intern(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>The value of text with escapes that the lexer found well-formed.</summary>
    private static string DecodeEscapes(ReadOnlySpan<byte> text)
    {
        StringBuilder value = new();
        while (!text.IsEmpty)
        {
            if (text[0] != '\\')
            {
                int rune = ByteClass.Decode(text, out int length);
                value.Append(char.ConvertFromUtf32(rune));
                text = text[length..];
                continue;
            }

            text = text[1..];
            DecodeEscape(ref text, value);
        }

        return value.ToString();
    }

    private static void DecodeEscape(ref ReadOnlySpan<byte> text, StringBuilder value)
    {
        int rune = ByteClass.Decode(text, out int taken);
        switch (rune)
        {
            case 'x':
                value.Append((char)Digits(text.Slice(1, 2)));
                taken = 3;
                break;
            case 'u' when text[1] == '{':
                int close = text.IndexOf((byte)'}');
                int code = Digits(text[2..close]);
                if (code is >= 0xD800 and < 0xE000) value.Append((char)code);
                else value.Append(char.ConvertFromUtf32(code));
                taken = close + 1;
                break;
            case 'u':
                value.Append((char)Digits(text.Slice(1, 4)));
                taken = 5;
                break;
            case >= '0' and <= '7':
                taken = 1;
                int octal = rune - '0';
                while (taken < (rune < '4' ? 3 : 2) && taken < text.Length && text[taken] is >= (byte)'0' and <= (byte)'7') octal = (octal * 8) + text[taken++] - '0';
                value.Append((char)octal);
                break;
            case '\r':
                if (text.Length > 1 && text[1] == '\n') taken = 2;
                break;
            case '\n' or 0x2028 or 0x2029: break;
            default:
                value.Append(rune switch { 'n' => "\n", 't' => "\t", 'b' => "\b", 'f' => "\f", 'r' => "\r", 'v' => "\v", _ => char.ConvertFromUtf32(rune) });
                break;
        }

        text = text[taken..];
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int value = 0;
        foreach (byte one in text) value = (value << 4) | ByteClass.Hex(one);
        return value;
    }
}
