namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>The steps that bring a text into the form in which it is split, one after another.</summary>
internal sealed class TextNormalizer(IReadOnlyList<TextNormalizer.Step> steps)
{
    private readonly CharBuffer _one = new();
    private readonly CharBuffer _two = new();

    /// <summary>One step: reads a text and adds the changed one.</summary>
    internal delegate void Step(ReadOnlySpan<char> text, CharBuffer result);

    /// <summary>Whether there is anything to do.</summary>
    public bool IsNone => steps.Count == 0;

    /// <summary>The normalized text; valid until the next call.</summary>
    public ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text)
    {
        (CharBuffer next, CharBuffer other) = (_one, _two);
        foreach (Step step in steps)
        {
            next.Clear();
            step(text, next);
            text = next.Span;
            (next, other) = (other, next);
        }

        return text;
    }

    /// <summary>Drops control characters and makes every kind of space a plain one.</summary>
    public static void Clean(ReadOnlySpan<char> text, CharBuffer result)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CodePoints.At(text, at, out int length);
            at += length;
            if (codePoint is 0 or 0xFFFD || CodePoints.IsControl(codePoint))
                continue;
            result.Add(CodePoints.IsSpace(codePoint) ? ' ' : codePoint);
        }
    }

    /// <summary>Puts a space on both sides of every Han character.</summary>
    public static void SpaceHan(ReadOnlySpan<char> text, CharBuffer result)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CodePoints.At(text, at, out int length);
            at += length;
            bool isHan = CodePoints.IsHan(codePoint);
            if (isHan)
                result.Add(' ');
            result.Add(codePoint);
            if (isHan)
                result.Add(' ');
        }
    }

    /// <summary>Takes letters and their accents apart and drops the accents.</summary>
    public static void StripAccents(ReadOnlySpan<char> text, CharBuffer result)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            result.Add(text);
            return;
        }

        var apart = new CharBuffer();
        UnicodeForm.Decompose(text, apart);
        Keep(apart.Span, result, codePoint => !CodePoints.IsNonSpacingMark(codePoint));
    }

    /// <summary>Drops every mark, where letters and marks were taken apart before.</summary>
    public static void DropMarks(ReadOnlySpan<char> text, CharBuffer result) => Keep(text, result, codePoint => !CodePoints.IsMark(codePoint));

    /// <summary>Lower case, letter by letter. One letter becomes two; the rest of the special cases depends on neighbours, which tokenizers do not look at.</summary>
    public static void Lower(ReadOnlySpan<char> text, CharBuffer result)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CodePoints.At(text, at, out int length);
            at += length;
            result.Add(System.Text.Rune.IsValid(codePoint) ? System.Text.Rune.ToLowerInvariant(new System.Text.Rune(codePoint)).Value : codePoint);
            if (codePoint != 0x130)
                continue;
            result.Truncate(result.Length - 1);
            result.Add("i\u0307");
        }
    }

    /// <summary>Drops spaces at the ends.</summary>
    public static Step Strip(bool left, bool right) => (text, result) =>
    {
        text = left ? text.TrimStart() : text;
        result.Add(right ? text.TrimEnd() : text);
    };

    private static void Keep(ReadOnlySpan<char> text, CharBuffer result, Func<int, bool> isKept)
    {
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CodePoints.At(text, at, out int length);
            if (isKept(codePoint))
                result.Add(text.Slice(at, length));
            at += length;
        }
    }
}
