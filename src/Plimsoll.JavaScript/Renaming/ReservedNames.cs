namespace Plimsoll.JavaScript.Renaming;

/// <summary>Names that no binding may be given: words of the language in any mode, and what reads like one of its values.</summary>
public static class ReservedNames
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "arguments", "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "eval", "export",
        "extends", "false", "finally", "for", "function", "get", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "of", "package",
        "private", "protected", "public", "return", "set", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "using", "var", "void", "while", "with", "yield",
        "undefined", "NaN", "Infinity", "globalThis",
    };

    /// <summary>Whether a name is one.</summary>
    public static bool Contains(string name) => Words.Contains(name);
}
