namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// The letters by which byte-level vocabularies spell bytes: printable ones of Latin-1 stand for themselves, the other 68 for U+0100 and so on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = Make();

    /// <summary>The letter of a byte.</summary>
    public static char CharOf(byte value) => Chars[value];

    /// <summary>The token of each byte; -1 for one that has none.</summary>
    public static int[] TokensOf(Dictionary<string, int> vocabulary)
    {
        int[] tokens = new int[256];
        for (int value = 0; value < tokens.Length; value++)
            tokens[value] = vocabulary.TryGetValue(Chars[value].ToString(), out int token) ? token : -1;
        return tokens;
    }

    private static char[] Make()
    {
        var chars = new char[256];
        int next = 0x100;
        for (int value = 0; value < chars.Length; value++)
            chars[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return chars;
    }
}
