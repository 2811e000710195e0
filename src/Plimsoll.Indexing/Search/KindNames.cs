using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Search;

/// <summary>What kinds of definitions are called, and which come before which.</summary>
internal static class KindNames
{
    private static readonly string[] Names =
    [
        "text", "function", "method", "class", "struct", "interface", "enum", "trait", "type", "module", "namespace", "macro", "constant",
        "variable", "field", "property", "enum-member", "section", "rule", "table", "label", "element",
    ];

    /// <summary>All names, by the number of the kind.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of a kind; a kind of a newer index reads as text.</summary>
    public static string Of(SymbolKind kind) => (int)kind < Names.Length ? Names[(int)kind] : Names[0];

    /// <summary>The number of a kind, or -1.</summary>
    public static int Find(string name)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    /// <summary>Steps behind functions and types, which are what people mean by a name.</summary>
    public static int StepsOf(SymbolKind kind) => kind switch
    {
        SymbolKind.Function or SymbolKind.Method or SymbolKind.Class or SymbolKind.Struct or SymbolKind.Interface or SymbolKind.Enum
            or SymbolKind.Trait => 0,
        SymbolKind.Type or SymbolKind.Module or SymbolKind.Namespace or SymbolKind.Macro or SymbolKind.Table => 1,
        SymbolKind.Constant or SymbolKind.Variable => 2,
        SymbolKind.Field or SymbolKind.Property or SymbolKind.EnumMember => 3,
        _ => 4,
    };
}
