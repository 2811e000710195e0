namespace Plimsoll.JavaScript.Parsing;

/// <summary>What else is to be said of a node; <see cref="NodeKind"/> tells which kind uses which.</summary>
[Flags]
public enum NodeFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The expression stands in parentheses of its own.</summary>
    Parenthesized = 1,

    /// <summary>The key stands in brackets.</summary>
    Computed = 1 << 1,

    /// <summary>Key and value are one and the same token.</summary>
    Shorthand = 1 << 2,

    /// <summary>A method, or the function of a method, getter or setter.</summary>
    Method = 1 << 3,

    /// <summary>`get`.</summary>
    Getter = 1 << 4,

    /// <summary>`set`.</summary>
    Setter = 1 << 5,

    /// <summary>`static`.</summary>
    Static = 1 << 6,

    /// <summary>`async`.</summary>
    Async = 1 << 7,

    /// <summary>`*` of a function; `yield*`.</summary>
    Generator = 1 << 8,

    /// <summary>The same bit as <see cref="Generator"/>, for `yield*`.</summary>
    Delegate = 1 << 8,

    /// <summary>The same bit as <see cref="Async"/>, for `for await`.</summary>
    Await = 1 << 7,

    /// <summary>An arrow function whose body is an expression.</summary>
    ExpressionBody = 1 << 9,

    /// <summary>The link of an optional chain that has the `?.`.</summary>
    Optional = 1 << 10,

    /// <summary>`++` or `--` before the operand.</summary>
    Prefix = 1 << 11,

    /// <summary>`new` without parentheses.</summary>
    NoArguments = 1 << 11,

    /// <summary>An assignment with a joined operator, such as `+=`.</summary>
    Compound = 1 << 11,

    /// <summary>An import with braces.</summary>
    HasBraces = 1 << 11,

    /// <summary>A spread with a comma after it.</summary>
    TrailingComma = 1 << 11,

    /// <summary>A statement of the directive prologue.</summary>
    Directive = 1 << 12,

    /// <summary>The constructor of a class.</summary>
    Constructor = 1 << 12,

    /// <summary>A function body with its own `"use strict"`.</summary>
    Strict = 1 << 13,

    /// <summary>A function body that was jumped over.</summary>
    Hole = 1 << 14,

    /// <summary>A token with a backslash in it: its text is not its value.</summary>
    HasEscape = 1 << 15,
}
