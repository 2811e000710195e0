using System.Text;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Naming;

/// <summary>How names are written: `fooBar`, types `FooBar`.</summary>
internal static class NameStyle
{
    // Names of two letters that everybody reads at once. Others are left to minifiers.
    private static readonly HashSet<string> Short = new(StringComparer.Ordinal)
    {
        "as", "at", "by", "cb", "ch", "cx", "cy", "db", "dx", "dy", "dt", "el", "ev", "fn", "fs", "gl", "go", "hi", "id", "io", "ip", "js", "li", "lo", "me", "ms", "my", "no", "ns", "ok", "on", "op", "os", "px", "re", "rx", "ry", "td", "th", "to", "tr", "ui", "ul", "up", "vm", "vs", "ws",
    };

    /// <summary>Whether a phrase is a name that may be proposed: a word that says something.</summary>
    public static bool IsGood(ReadOnlySpan<byte> words) => words.Length > 2 || IsConventional(Encoding.ASCII.GetString(words));

    /// <summary>Whether a name of two letters is one that people write, too.</summary>
    public static bool IsConventional(string name) => Short.Contains(name);

    /// <summary>A phrase as an identifier.</summary>
    public static string Spell(PhraseTable phrases, int phrase, bool isType)
    {
        Span<byte> words = stackalloc byte[WordSplitter.WordBytesMax];
        int length = phrases.CopyWords(phrase, words);
        StringBuilder name = new(length);
        bool isUpper = isType;
        foreach (byte letter in words[..length])
        {
            if (letter == ' ')
            {
                isUpper = true;
                continue;
            }

            name.Append(isUpper ? char.ToUpperInvariant((char)letter) : (char)letter);
            isUpper = false;
        }

        string text = name.ToString();
        // As authors do: `_this`, `_default`.
        return ReservedNames.Contains(text) ? "_" + text : text;
    }

    /// <summary>A name for a binding of which nothing is seen that would give one.</summary>
    public static string Fallback(SymbolKind kind) => kind switch
    {
        SymbolKind.Function or SymbolKind.FunctionName => "helper",
        SymbolKind.Class or SymbolKind.ClassName => "Entity",
        SymbolKind.Parameter => "argument",
        SymbolKind.CatchParameter => "error",
        SymbolKind.Import => "imported",
        _ => "value",
    };
}
