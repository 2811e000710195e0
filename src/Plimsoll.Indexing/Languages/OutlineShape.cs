namespace Plimsoll.Indexing.Languages;

/// <summary>The outline strategies: how definitions are recognised and how far they reach.</summary>
internal enum OutlineShape : byte
{
    /// <summary>No definitions; chunks are cut by lines.</summary>
    Lines,

    /// <summary>A definition is a declarator: <c>type name(parameters) {</c> (C, C++, Java, C#).</summary>
    Declarator,

    /// <summary>JavaScript and TypeScript: keywords, methods, and functions given to a name.</summary>
    Script,

    /// <summary>A keyword stands before each name, braces delimit (Go, Rust, Kotlin, Swift, PHP).</summary>
    Keyword,

    /// <summary>A keyword at the start of a line stands before each name, indentation delimits (Python, Ruby, Lua).</summary>
    Indent,

    /// <summary>Headings, labels, targets or keys at the start of a line (Markdown, YAML, TOML, make, assembly).</summary>
    Heading,

    /// <summary>Elements with names (HTML, XML).</summary>
    Markup,

    /// <summary>Rules before braces (CSS, SCSS).</summary>
    Rules,

    /// <summary>Top-level keys (JSON).</summary>
    Keys,

    /// <summary>A definition starts in the first column and reaches to the next one: signatures and clauses (Haskell).</summary>
    Clause,
}
