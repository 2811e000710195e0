namespace Plimsoll.JavaScript.Scopes;

/// <summary>What opens a scope.</summary>
public enum ScopeKind : byte
{
    /// <summary>The whole script: its `var`s and functions are properties of the global object. Always scope 0.</summary>
    Script,

    /// <summary>The whole module (or CommonJS file), whose names are its own. Always scope 0.</summary>
    Module,

    /// <summary>A function with its parameters and the top level of its body. A method, getter, setter and constructor too.</summary>
    Function,

    /// <summary>As <see cref="Function"/>, without `arguments`.</summary>
    Arrow,

    /// <summary>Only the name of a named function expression; the function's scope lies in it.</summary>
    FunctionName,

    /// <summary>A class that has a name of its own inside: only named class expressions do, the name of a declaration is the outer one.</summary>
    Class,

    /// <summary>A static block of a class.</summary>
    StaticBlock,

    /// <summary>A block with `let`, `const`, `class` or function declarations.</summary>
    Block,

    /// <summary>A loop with `let` or `const` in its head.</summary>
    For,

    /// <summary>The cases of a `switch`.</summary>
    Switch,

    /// <summary>The parameter and the block of a `catch`.</summary>
    Catch,
}

/// <summary>What is special in a scope.</summary>
[Flags]
public enum ScopeFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Strict mode.</summary>
    Strict = 1,

    /// <summary>`eval(…)` is called here or further inside: code that nobody sees may use every name that is visible.</summary>
    HasDirectEval = 2,

    /// <summary>A `with` statement lies here or further inside.</summary>
    HasWith = 4,
}

/// <summary>
/// A stretch of the text with bindings of its own, in 32 bytes. Scopes lie in the order of their starts, outer before inner. Blocks and the like
/// that declare nothing have no scope.
/// </summary>
public struct Scope
{
    /// <summary>What opens it.</summary>
    public ScopeKind Kind;

    /// <summary>What is special.</summary>
    public ScopeFlags Flags;

    /// <summary>The scope it lies in, or -1.</summary>
    public int Parent;

    /// <summary>The offset of its first byte: of a function the word `function` (a method: its parameters), of an arrow its parameters.</summary>
    public int Start;

    /// <summary>The offset after its last byte.</summary>
    public int End;

    /// <summary>Its first occurrence, those of inner scopes included.</summary>
    public int FirstOccurrence;

    /// <summary>One after its last occurrence.</summary>
    public int EndOccurrence;

    /// <summary>Its first symbol, or -1; <see cref="Scopes.Symbol.Next"/> goes on.</summary>
    public int FirstSymbol;

    /// <summary>The offset of the function body's first byte (its brace), or 0: names declared from there on are not seen by the parameters' defaults.</summary>
    public int BodyStart;
}
