namespace Plimsoll.Indexing.Languages;

/// <summary>What the first byte of a token says about it, in one language.</summary>
internal static class ByteClass
{
    internal const byte Space = 0;
    internal const byte Line = 1;
    internal const byte Letter = 2;
    internal const byte Digit = 3;
    internal const byte Mark = 4;
    internal const byte Slash = 5;
    internal const byte Hash = 6;
    internal const byte DoubleQuote = 7;
    internal const byte SingleQuote = 8;
    internal const byte Backtick = 9;
    internal const byte Dash = 10;
    internal const byte Semicolon = 11;
    internal const byte Prefix = 12;
    internal const byte Less = 13;

    /// <summary>The table of one language: a class for each of the 256 bytes.</summary>
    internal static byte[] Create(Lexical lexical)
    {
        var classes = new byte[256];
        for (int value = 0; value < 256; value++) classes[value] = Common((byte)value);
        if ((lexical & (Lexical.SlashLine | Lexical.SlashBlock | Lexical.Regex)) != Lexical.None) classes['/'] = Slash;
        if ((lexical & (Lexical.Hash | Lexical.Preprocessor | Lexical.CSharp)) != Lexical.None) classes['#'] = Hash;
        if ((lexical & (Lexical.DoubleQuote | Lexical.TripleDouble)) != Lexical.None) classes['"'] = DoubleQuote;
        if ((lexical & (Lexical.SingleQuote | Lexical.TripleSingle | Lexical.Rust)) != Lexical.None) classes['\''] = SingleQuote;
        if ((lexical & (Lexical.BacktickName | Lexical.BacktickRaw | Lexical.Template)) != Lexical.None) classes['`'] = Backtick;
        if ((lexical & Lexical.Dash) != Lexical.None) classes['-'] = Dash;
        if ((lexical & Lexical.Semicolon) != Lexical.None) classes[';'] = Semicolon;
        if ((lexical & Lexical.CSharp) != Lexical.None) classes['@'] = classes['$'] = Prefix;
        if ((lexical & Lexical.LuaBrackets) != Lexical.None) classes['['] = Prefix;
        if ((lexical & (Lexical.Php | Lexical.MarkupComment)) != Lexical.None) classes['<'] = Less;
        if ((lexical & Lexical.Php) != Lexical.None) classes['?'] = Prefix;
        return classes;
    }

    private static byte Common(byte value) => value switch
    {
        (byte)'\n' => Line,
        <= (byte)' ' or 0x7f => Space,
        >= (byte)'0' and <= (byte)'9' => Digit,
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or (byte)'$' or >= 0x80 => Letter,
        _ => Mark,
    };
}
