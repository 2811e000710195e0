namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// The two patterns by which byte-level tokenizers cut text, written out by hand: a pattern of the file itself would be a program of a stranger's, with a running time
/// of its own. Pieces cover the whole text, spaces included.
/// </summary>
internal sealed class BytePairSplitter : Splitter
{
    /// <summary>That of GPT-2 and RoBERTa, which their tokenizer files do not spell out.</summary>
    public const string Classic = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string ModernHead = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}";
    private const string ModernTail = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly bool _isModern;
    private readonly int _digits;

    private BytePairSplitter(bool isModern, int digits, bool addsSpace) => (_isModern, _digits, Prefix) = (isModern, digits, addsSpace ? " " : "");

    /// <inheritdoc/>
    public override string Prefix { get; }

    /// <summary>The splitter of a pattern; null when it is another one.</summary>
    public static BytePairSplitter? Of(string pattern, bool addsSpace) => pattern switch
    {
        Classic => new BytePairSplitter(false, int.MaxValue, addsSpace),
        ModernHead + ModernTail => new BytePairSplitter(true, 1, addsSpace),
        ModernHead + "{1,3}" + ModernTail => new BytePairSplitter(true, 3, addsSpace),
        _ => null,
    };

    /// <inheritdoc/>
    public override bool Next(ReadOnlySpan<char> text, ref int at, out int start)
    {
        start = at;
        if (at == text.Length)
            return false;
        int contraction = Contraction(text[at..]);
        at = contraction > 0 ? at + contraction : _isModern ? ModernEnd(text, at) : ClassicEnd(text, at);
        return true;
    }

    private static int ClassicEnd(ReadOnlySpan<char> text, int at)
    {
        CharKind kind = Kind(text, at, out int length);
        int next = at + length;
        if (text[at] == ' ' && next < text.Length && Kind(text, next, out _) is not CharKind.Space and CharKind following)
            return RunEnd(text, next, following, int.MaxValue);
        return kind == CharKind.Space ? SpacesEnd(text, at) : RunEnd(text, at, kind, int.MaxValue);
    }

    private int ModernEnd(ReadOnlySpan<char> text, int at)
    {
        CharKind kind = Kind(text, at, out int length);
        int next = at + length;
        CharKind? following = next < text.Length ? Kind(text, next, out _) : null;
        if (kind == CharKind.Letter)
            return RunEnd(text, at, kind, int.MaxValue);
        if (following == CharKind.Letter && kind != CharKind.Number && text[at] is not ('\r' or '\n'))
            return RunEnd(text, next, CharKind.Letter, int.MaxValue);
        if (kind == CharKind.Number)
            return RunEnd(text, at, kind, _digits);
        if (kind == CharKind.Space && !(text[at] == ' ' && following == CharKind.Other))
            return LinesEnd(text, at);
        int end = RunEnd(text, kind == CharKind.Space ? next : at, CharKind.Other, int.MaxValue);
        while (end < text.Length && text[end] is '\r' or '\n')
            end++;
        return end;
    }

    /// <summary>Spaces up to their last end of line; without one, as in the classic pattern.</summary>
    private static int LinesEnd(ReadOnlySpan<char> text, int at)
    {
        int end = RunEnd(text, at, CharKind.Space, int.MaxValue);
        int line = text[at..end].LastIndexOfAny('\r', '\n');
        return line >= 0 ? at + line + 1 : SpacesEnd(text, at);
    }

    /// <summary>The last of several spaces belongs to what follows them.</summary>
    private static int SpacesEnd(ReadOnlySpan<char> text, int at)
    {
        int end = RunEnd(text, at, CharKind.Space, int.MaxValue);
        return end < text.Length && end - at > 1 ? end - 1 : end;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int at, CharKind kind, int most)
    {
        for (int count = 0; at < text.Length && count < most && Kind(text, at, out int length) == kind; count++)
            at += length;
        return at;
    }

    private int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\'')
            return 0;
        char first = Folded(text[1]);
        if (first is 's' or 't' or 'm' or 'd')
            return 2;
        char second = text.Length > 2 ? Folded(text[2]) : '\0';
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    /// <summary>The modern pattern ignores case, by which the long s is an s too.</summary>
    private char Folded(char value) => !_isModern ? value : value == '\u017F' ? 's' : char.IsAsciiLetterUpper(value) ? (char)(value | 0x20) : value;

    private static CharKind Kind(ReadOnlySpan<char> text, int at, out int length) => CodePoints.KindOf(CodePoints.At(text, at, out length));
}
