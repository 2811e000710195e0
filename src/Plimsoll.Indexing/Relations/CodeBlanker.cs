using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Relations;

/// <summary>Copies a text with spaces in the place of comments and of what stands in strings; quotes and line ends stay.</summary>
internal static class CodeBlanker
{
    /// <summary>A quote without an end on its line is none, where strings must end there; elsewhere a string of more bytes is none.</summary>
    private const int StringBytesMost = 64 * 1024;

    /// <summary>Copies.</summary>
    /// <param name="text">The text.</param>
    /// <param name="outline">Its outline, which knows the comments.</param>
    /// <param name="language">Its language, which knows the strings.</param>
    /// <param name="code">Receives as many bytes as the text has.</param>
    public static void Blank(ReadOnlySpan<byte> text, Outline outline, Language language, Span<byte> code)
    {
        text.CopyTo(code);
        int at = 0;
        foreach (TextSpan comment in outline.Comments)
        {
            BlankStrings(text[..comment.Offset], at, language, code);
            Fill(code.Slice(comment.Offset, comment.Length));
            at = comment.Offset + comment.Length;
        }

        BlankStrings(text, at, language, code);
    }

    private static void BlankStrings(ReadOnlySpan<byte> text, int at, Language language, Span<byte> code)
    {
        while (at < text.Length)
        {
            int quote = text[at..].IndexOfAny((byte)'"', (byte)'\'', (byte)'`');
            if (quote < 0)
                return;
            at += quote;
            int length = LengthOf(text[at..], language, out int marks);
            if (length > 2 * marks)
                Fill(code.Slice(at + marks, length - (2 * marks)));
            at += Math.Max(1, length);
        }
    }

    /// <summary>How long the string is that a text begins with, its quotes included; 0 where the quote begins none.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text, Language language, out int marks)
    {
        byte quote = text[0];
        marks = 1;
        if (!Begins(quote, language))
            return 0;
        if (text.Length >= 3 && text[1] == quote && text[2] == quote && language.Has(quote == '"' ? Lexical.TripleDouble : Lexical.TripleSingle))
        {
            marks = 3;
            int end = text[3..].IndexOf([quote, quote, quote]);
            return end < 0 ? 0 : end + 6;
        }

        bool isOneLine = quote != '`' && language.Has(Lexical.OneLineStrings);
        bool hasEscapes = quote != '`' || language.Has(Lexical.Template);
        int most = Math.Min(text.Length, StringBytesMost);
        for (int i = 1; i < most; i++)
        {
            if (text[i] == '\\' && hasEscapes)
                i++;
            else if (text[i] == quote)
                return i + 1;
            else if (text[i] == '\n' && isOneLine)
                return 0;
        }

        return 0;
    }

    private static bool Begins(byte quote, Language language) => quote switch
    {
        (byte)'"' => language.Has(Lexical.DoubleQuote),
        (byte)'\'' => language.Has(Lexical.SingleQuote),
        _ => language.Has(Lexical.BacktickRaw) || language.Has(Lexical.Template),
    };

    private static void Fill(Span<byte> part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if (part[i] != '\n')
                part[i] = (byte)' ';
        }
    }
}
