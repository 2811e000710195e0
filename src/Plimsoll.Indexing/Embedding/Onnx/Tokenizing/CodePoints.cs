using System.Globalization;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>What published tokenizers ask of a character. Text is UTF-16 without lone surrogates.</summary>
internal static class CodePoints
{
    /// <summary>The code point at a place, and how many characters it has.</summary>
    public static int At(ReadOnlySpan<char> text, int at, out int length)
    {
        char first = text[at];
        if (!char.IsHighSurrogate(first) || at + 1 == text.Length)
        {
            length = 1;
            return first;
        }

        length = 2;
        return char.ConvertToUtf32(first, text[at + 1]);
    }

    /// <summary>Unicode's White_Space; all of it lies in the first plane.</summary>
    public static bool IsSpace(int codePoint) => codePoint <= char.MaxValue && char.IsWhiteSpace((char)codePoint);

    /// <summary>What BERT's pre-tokenizer makes a token of its own: all signs of ASCII, and punctuation elsewhere.</summary>
    public static bool IsPunctuation(int codePoint)
    {
        if (codePoint < 128)
            return codePoint is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126);
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;
    }

    /// <summary>What BERT's cleaning drops besides U+0000 and U+FFFD; tabs and ends of lines are not among them.</summary>
    public static bool IsControl(int codePoint)
    {
        if (codePoint is '\t' or '\n' or '\r')
            return false;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;
    }

    /// <summary>What BERT's normalizer puts spaces around: the blocks of Han characters that its authors listed.</summary>
    public static bool IsHan(int codePoint) => codePoint is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    public static bool IsNonSpacingMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark;

    public static bool IsMark(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>The class that patterns of byte-level tokenizers tell apart.</summary>
    public static CharKind KindOf(int codePoint)
    {
        if (codePoint < 128)
        {
            return codePoint switch
            {
                (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => CharKind.Letter,
                >= '0' and <= '9' => CharKind.Number,
                ' ' or (>= '\t' and <= '\r') => CharKind.Space,
                _ => CharKind.Other,
            };
        }

        if (IsSpace(codePoint))
            return CharKind.Space;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            <= UnicodeCategory.OtherLetter => CharKind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharKind.Number,
            _ => CharKind.Other,
        };
    }
}

/// <summary>Classes of characters in the patterns of byte-level tokenizers.</summary>
internal enum CharKind
{
    Other,
    Letter,
    Number,
    Space,
}
