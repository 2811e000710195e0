using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Search;

/// <summary>How well a definition fits the name that a query asks for.</summary>
internal enum NameMatch
{
    None,

    /// <summary>The same but for the case of letters.</summary>
    OtherCase,

    /// <summary>The same.</summary>
    Exact,
}

/// <summary>A query read as the name of a definition: `name`, `name()`, `Outer.inner`, `space::name`, `Type#member`, `pointer->member`.</summary>
internal sealed class SymbolQuery
{
    private readonly byte[] _whole;

    private SymbolQuery(byte[] whole, byte[] name, byte[] scope) => (_whole, Name, Scope) = (whole, name, scope);

    /// <summary>The name without scopes.</summary>
    public byte[] Name { get; }

    /// <summary>The innermost scope that the query gives, or nothing.</summary>
    public byte[] Scope { get; }

    /// <summary>Whether a text is the whole query.</summary>
    public bool Is(ReadOnlySpan<byte> text) => text.SequenceEqual(_whole);

    /// <summary>Reads a query that has no white space around it.</summary>
    public static SymbolQuery Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length > 2 && text[^1] == ')' && text[^2] == '(')
            text = text[..^2];
        byte[] whole = text.ToArray();
        int last = text.LastIndexOfAny(".:#>\\"u8);
        if (text.ContainsAny(" \t\r\n"u8) || last <= 0 || last == text.Length - 1 || IsNoSeparator(text, last))
            return new SymbolQuery(whole, whole, []);
        ReadOnlySpan<byte> outer = text[..last];
        if (text[last] is (byte)':' or (byte)'>')
            outer = outer[..^1];
        ReadOnlySpan<byte> scope = outer[(outer.LastIndexOfAny(".:#>\\"u8) + 1)..];
        return scope.IsEmpty ? new SymbolQuery(whole, whole, []) : new SymbolQuery(whole, text[(last + 1)..].ToArray(), scope.ToArray());
    }

    /// <summary>Compares the name of a definition.</summary>
    /// <param name="name">The name.</param>
    /// <param name="needsScope">Whether only the part behind the query's scopes was compared, so that the scope is to be compared too.</param>
    public NameMatch Match(ReadOnlySpan<byte> name, out bool needsScope)
    {
        needsScope = false;
        NameMatch match = Compare(name, _whole);
        if (match != NameMatch.None || Scope.Length == 0)
            return match;
        needsScope = true;
        return Compare(name, Name);
    }

    /// <summary>A lone colon or greater-than is an operator or a label, and a dot before an extension belongs to a file's name.</summary>
    private static bool IsNoSeparator(ReadOnlySpan<byte> text, int at) =>
        text[at] switch
        {
            (byte)'.' => LanguageTable.Detect(text, []).Id != 0,
            (byte)':' => text[at - 1] != ':',
            (byte)'>' => text[at - 1] != '-',
            _ => false,
        };

    private static NameMatch Compare(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted)
    {
        if (name.Length != wanted.Length)
            return NameMatch.None;
        if (name.SequenceEqual(wanted))
            return NameMatch.Exact;
        for (int i = 0; i < name.Length; i++)
        {
            if (Words.Fold(name[i]) != Words.Fold(wanted[i]))
                return NameMatch.None;
        }

        return NameMatch.OtherCase;
    }
}
