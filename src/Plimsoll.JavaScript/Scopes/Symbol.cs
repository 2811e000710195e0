namespace Plimsoll.JavaScript.Scopes;

/// <summary>How a binding is declared.</summary>
public enum SymbolKind : byte
{
    /// <summary>`var`.</summary>
    Var,

    /// <summary>`let`.</summary>
    Let,

    /// <summary>`const`.</summary>
    Const,

    /// <summary>`using` and `await using`.</summary>
    Using,

    /// <summary>A function declaration.</summary>
    Function,

    /// <summary>A class declaration, seen from outside and from inside.</summary>
    Class,

    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>The parameter of a `catch`.</summary>
    CatchParameter,

    /// <summary>An import.</summary>
    Import,

    /// <summary>The name of a function expression, within it.</summary>
    FunctionName,

    /// <summary>The name of a class expression, within it.</summary>
    ClassName,

    /// <summary>Declared nowhere in this program: a global. Always in scope 0.</summary>
    Free,

    /// <summary>The `arguments` that every function has.</summary>
    Arguments,

    /// <summary>Gone: one token declares two bindings that must keep one name (Annex B), so this one became part of another; no occurrence has it.</summary>
    Merged,
}

/// <summary>Why a binding must keep its name, and what else is special.</summary>
[Flags]
public enum SymbolFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Exported by its own declaration (`export function f(){}`): its name is seen by other modules.</summary>
    ExportedByName = 1,

    /// <summary>Visible where `eval(…)` is called.</summary>
    SeenByEval = 2,

    /// <summary>Used inside a `with` statement that lies in its scope, where a property may take its place.</summary>
    SeenByWith = 4,

    /// <summary>Declared at the top level of a script, where other scripts see it.</summary>
    Global = 8,

    /// <summary>Exported in some way.</summary>
    Exported = 16,

    /// <summary>Each of the flags that keep the name.</summary>
    Pinned = ExportedByName | SeenByEval | SeenByWith | Global,
}

/// <summary>A binding, in 24 bytes. Symbols lie in the order in which they were met; free globals come last.</summary>
public struct Symbol
{
    /// <summary>How it is declared, at first.</summary>
    public SymbolKind Kind;

    /// <summary>What is special.</summary>
    public SymbolFlags Flags;

    /// <summary>Its name in <see cref="ScopeTables.Names"/>.</summary>
    public int Name;

    /// <summary>The scope it lies in.</summary>
    public int Scope;

    /// <summary>The offset of its first declaration, or -1 for free globals and `arguments`.</summary>
    public int Declaration;

    /// <summary>How many occurrences it has, declarations included.</summary>
    public int Occurrences;

    /// <summary>The next symbol of the same scope, or -1.</summary>
    public int Next;

    /// <summary>Whether the name must stay: free, `arguments`, visible to `eval` or `with`, exported by name, or global.</summary>
    public readonly bool IsPinned => (Flags & SymbolFlags.Pinned) != SymbolFlags.None || Kind is SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged;
}
