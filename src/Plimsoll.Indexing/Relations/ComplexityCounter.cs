using System.Text;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Relations;

/// <summary>
/// Estimates the cyclomatic complexity of functions: one, and one more for each word or sign of the language at which the way through the code parts. An estimate, because it is
/// read from words, not from a syntax tree.
/// </summary>
internal sealed class ComplexityCounter
{
    private static readonly HashSet<string> Branches = new(StringComparer.Ordinal)
    {
        "if", "elif", "elsif", "elseif", "elsunless", "unless", "for", "foreach", "while", "until", "case", "catch", "except", "rescue", "guard", "when", "loop",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Branches.GetAlternateLookup<ReadOnlySpan<char>>();

    private int[] _own = [];

    /// <summary>Counts for each definition what belongs to it and to no function inside it; an anonymous function belongs to the one around it.</summary>
    /// <returns>The decisions of each definition, by its index; valid until the next call.</returns>
    public ReadOnlySpan<int> Count(CodeText code, out int outside)
    {
        ReadOnlySpan<Definition> definitions = code.Outline.Definitions;
        if (_own.Length < definitions.Length)
            _own = new int[Math.Max(64, definitions.Length * 2)];
        Array.Clear(_own);
        outside = 0;
        ReadOnlySpan<byte> text = code.Code;
        var open = new Stack<int>();
        int next = 0;
        for (int at = 0; at < text.Length; at++)
        {
            while (next < definitions.Length && definitions[next].NameOffset <= at)
            {
                if (IsFunction(definitions[next].Kind))
                    open.Push(next);
                next++;
            }

            if (!IsDecision(text, ref at, code.Language))
                continue;
            while (open.Count > 0 && code.Outline.EndOffsets[open.Peek()] <= at)
                open.Pop();
            if (open.Count > 0)
                _own[open.Peek()]++;
            else
                outside++;
        }

        return _own.AsSpan(0, definitions.Length);
    }

    /// <summary>Whether a definition has a way through it.</summary>
    public static bool IsFunction(SymbolKind kind) => kind is SymbolKind.Function or SymbolKind.Method;

    /// <summary>Whether a decision stands at an offset, which moves to its last byte, or to that of the word there.</summary>
    private static bool IsDecision(ReadOnlySpan<byte> text, ref int at, Language language)
    {
        byte one = text[at];
        if (Names.IsPart(one))
        {
            int end = Names.EndOf(text, at);
            bool isBranch = IsBranch(text, at, end, language);
            at = end - 1;
            return isBranch;
        }

        if (at + 1 >= text.Length)
            return false;
        byte two = text[at + 1];
        bool isPair = (one == '&' && two == '&') || (one == '|' && two == '|');
        if (isPair)
        {
            // `||` of Rust may also begin a closure without parameters: a bracket, a comma or an equals sign stands before that.
            at++;
            ReadOnlySpan<byte> before = text[..(at - 1)].TrimEnd(" \n\r\t"u8);
            return one == '&' || before.IsEmpty || before[^1] is not ((byte)'(' or (byte)',' or (byte)'=' or (byte)'{');
        }

        bool hasTernary = language.Name is not ("python" or "ruby" or "rust" or "go" or "kotlin" or "scala" or "shell" or "lua" or "sql" or "markdown");
        if (one == '?' && hasTernary && two is (byte)' ' or (byte)'\n' && at > 0 && text[at - 1] is (byte)' ' or (byte)')' or (byte)'\n')
            return true;
        if (one == '=' && two == '>' && language.Name == "rust")
        {
            at++;
            return true;
        }

        return false;
    }

    private static bool IsBranch(ReadOnlySpan<byte> text, int start, int end, Language language)
    {
        int length = end - start;
        if (length is < 2 or > 9 || (start > 0 && text[start - 1] is (byte)'.' or (byte)'@' or (byte)'#'))
            return false;
        Span<char> word = stackalloc char[length];
        if (Ascii.ToUtf16(text[start..end], word, out _) != System.Buffers.OperationStatus.Done)
            return false;
        if (language.Name is "python" or "ruby" or "lua" or "php" or "perl" && word is "and" or "or")
            return true;
        if (word is "when" && language.Name is not ("kotlin" or "ruby" or "elixir" or "csharp" or "fsharp"))
            return false;
        if (word is "loop" && language.Name != "rust")
            return false;
        return Lookup.Contains(word) && !(word is "case" && language.Name is "ruby" or "shell") && !(word is "for" && IsForOfImplementation(text[..start], language));
    }

    /// <summary>`impl Trait for Type` of Rust loops over nothing.</summary>
    private static bool IsForOfImplementation(ReadOnlySpan<byte> before, Language language) =>
        language.Name == "rust" && before[(before.LastIndexOfAny((byte)'\n', (byte)'}', (byte)';') + 1)..].TrimStart(" \t"u8).StartsWith("impl"u8);
}
