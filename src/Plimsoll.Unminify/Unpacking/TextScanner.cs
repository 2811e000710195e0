using System.Text;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>Reads a few tokens of a program's text from an offset on, where trees are not at hand.</summary>
internal ref struct TextScanner(SourceText source, int at)
{
    /// <summary>Where it stands.</summary>
    public int At { get; private set; } = at;

    /// <summary>Goes over spaces and lines.</summary>
    public void Space()
    {
        while (source.At(At) is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') At++;
    }

    /// <summary>Goes over a text that stands here, spaces before it included; false where another one does.</summary>
    public bool Eat(ReadOnlySpan<byte> text)
    {
        Space();
        if (source.Length - At < text.Length || !source.Slice(At, At + text.Length).SequenceEqual(text)) return false;
        At += text.Length;
        return true;
    }

    /// <summary>The name that stands here, spaces before it left out; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name()
    {
        Space();
        int start = At;
        while (IsPart(source.At(At))) At++;
        return source.Slice(start, At);
    }

    /// <summary>Goes over `[…]` with something short in it; false where that does not stand here.</summary>
    public bool Brackets(int bytesMax)
    {
        if (source.At(At) != '[') return false;
        ReadOnlySpan<byte> inside = source.Slice(At + 1, Math.Min(source.Length, At + 1 + bytesMax));
        int end = inside.IndexOfAny((byte)']', (byte)'[', (byte)';');
        if (end <= 0 || inside[end] != ']') return false;
        At += end + 2;
        return true;
    }

    /// <summary>Goes over a comment between `/*` and its end; false where none stands here.</summary>
    public bool Comment()
    {
        if (!Eat("/*"u8)) return false;
        int length = source.Slice(At, source.Length).IndexOf("*/"u8);
        At = length < 0 ? source.Length : At + length + 2;
        return true;
    }

    /// <summary>As <see cref="Literal"/>, where comments may stand before it: webpack says there what a number stands for.</summary>
    public string? LiteralAfterComment()
    {
        while (Comment()) Space();
        return Literal();
    }

    /// <summary>The number or plain string that stands here, as text; null where there is none.</summary>
    public string? Literal()
    {
        Space();
        int start = At;
        byte quote = source.At(At);
        if (quote is (byte)'"' or (byte)'\'')
        {
            int length = source.Slice(At + 1, source.Length).IndexOfAny(quote, (byte)'\\', (byte)'\n');
            if (length < 0 || source.At(At + 1 + length) != quote) return null;
            At += length + 2;
            return source.GetString(start + 1, At - 1);
        }

        while (char.IsAsciiLetterOrDigit((char)source.At(At))) At++;
        if (At == start || !char.IsAsciiDigit((char)source.At(start))) return null;
        Span<byte> buffer = stackalloc byte[64];
        return Encoding.UTF8.GetString(NumberText.Tidy(source.Slice(start, At), buffer));
    }

    private static bool IsPart(byte one) => char.IsAsciiLetterOrDigit((char)one) || one is (byte)'_' or (byte)'$' or >= 0x80;
}
