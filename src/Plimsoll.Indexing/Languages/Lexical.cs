namespace Plimsoll.Indexing.Languages;

/// <summary>The comment and string forms of a language, and what else the lexer must know about it.</summary>
[Flags]
internal enum Lexical
{
    /// <summary>Plain text.</summary>
    None = 0,

    /// <summary><c>//</c> to the end of the line.</summary>
    SlashLine = 1 << 0,

    /// <summary><c>/* … */</c>.</summary>
    SlashBlock = 1 << 1,

    /// <summary><c>#</c> to the end of the line.</summary>
    Hash = 1 << 2,

    /// <summary><c>--</c> to the end of the line.</summary>
    Dash = 1 << 3,

    /// <summary>Block comments nest.</summary>
    Nested = 1 << 4,

    /// <summary><c>"…"</c> with backslash escapes.</summary>
    DoubleQuote = 1 << 5,

    /// <summary><c>'…'</c> is a string or a character with backslash escapes.</summary>
    SingleQuote = 1 << 6,

    /// <summary><c>`…`</c> is a raw string (Go).</summary>
    BacktickRaw = 1 << 7,

    /// <summary><c>`…${…}…`</c> (JavaScript).</summary>
    Template = 1 << 8,

    /// <summary><c>`name`</c> is an identifier (Kotlin, Scala, Swift).</summary>
    BacktickName = 1 << 9,

    /// <summary><c>"""…"""</c>.</summary>
    TripleDouble = 1 << 10,

    /// <summary><c>'''…'''</c>.</summary>
    TripleSingle = 1 << 11,

    /// <summary><c>${…}</c> in double-quoted strings holds code.</summary>
    DollarCode = 1 << 12,

    /// <summary><c>\(…)</c> in strings holds code (Swift).</summary>
    SwiftCode = 1 << 13,

    /// <summary><c>'</c> may start a lifetime or a type parameter; raw strings are <c>r#"…"#</c> (Rust).</summary>
    Rust = 1 << 14,

    /// <summary>The C preprocessor: <c>#if</c> branches, <c>#define</c>, continued lines.</summary>
    Preprocessor = 1 << 15,

    /// <summary><c>R"x(…)x"</c> (C++).</summary>
    CppRaw = 1 << 16,

    /// <summary><c>@"…"</c>, <c>$"…{…}"</c>, raw <c>"""</c> and <c>#if</c> lines (C#).</summary>
    CSharp = 1 << 17,

    /// <summary><c>/…/</c> may be a regular expression (JavaScript).</summary>
    Regex = 1 << 18,

    /// <summary>Elements may stand in expressions (JSX).</summary>
    Jsx = 1 << 19,

    /// <summary>Type annotations after names (TypeScript; Flow uses the same).</summary>
    Types = 1 << 20,

    /// <summary>Code stands between <c>&lt;?php</c> and <c>?&gt;</c>, here documents, <c>$name</c>.</summary>
    Php = 1 << 21,

    /// <summary>A brace definition may be a local one inside a body: bodies are read word by word.</summary>
    DeepBodies = 1 << 22,

    /// <summary><c>;</c> to the end of the line (INI, Lisp).</summary>
    Semicolon = 1 << 23,

    /// <summary>Strings must end on their line.</summary>
    OneLineStrings = 1 << 24,

    /// <summary>Prototypes without a body count as definitions (Java, C#).</summary>
    BodilessMethods = 1 << 25,

    /// <summary><c>--[[ … ]]</c> and <c>[[ … ]]</c> (Lua).</summary>
    LuaBrackets = 1 << 26,

    /// <summary><c>&lt;!-- … --&gt;</c>.</summary>
    MarkupComment = 1 << 27,

    /// <summary>Types may be declared inside bodies (C++).</summary>
    LocalTypes = 1 << 28,
}
