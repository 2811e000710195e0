namespace Plimsoll.JavaScript.Scopes;

/// <summary>How the text around an occurrence must grow when its name changes, because one token is both the binding's name and a property's or a module's.</summary>
public enum Expansion : byte
{
    /// <summary>The name is replaced, and that is all.</summary>
    None,

    /// <summary>`{a}` of an object or pattern becomes `{a: b}`.</summary>
    Shorthand,

    /// <summary>`export {a}` becomes `export {b as a}`.</summary>
    Export,

    /// <summary>`import {a}` becomes `import {a as b}`.</summary>
    Import,
}

/// <summary>
/// One place where a binding is declared or referred to, in 8 bytes. Property names, labels, private names and the names of the other module in
/// imports and exports are no occurrences. Occurrences lie in the order of the text.
/// </summary>
public struct Occurrence
{
    internal const uint LinkMask = (1u << 29) - 1;
    private const uint DeclarationBit = 1u << 31;
    private const int ExpansionShift = 29;

    private uint _bits;

    internal Occurrence(int offset, bool isDeclaration, Expansion expansion)
    {
        Offset = offset;
        _bits = (isDeclaration ? DeclarationBit : 0) | ((uint)expansion << ExpansionShift);
    }

    /// <summary>The offset of the name's first byte.</summary>
    public int Offset { get; }

    /// <summary>Index of the binding in <see cref="ScopeTables.Symbols"/>.</summary>
    public readonly int Symbol => (int)(_bits & LinkMask);

    /// <summary>Whether the binding is declared here (also once more: `var a; var a`).</summary>
    public readonly bool IsDeclaration => (_bits & DeclarationBit) != 0;

    /// <summary>What must be written besides the name when it changes.</summary>
    public readonly Expansion Expansion => (Expansion)((_bits >> ExpansionShift) & 3);

    /// <summary>While the name is not resolved, the occurrence before it in the same chain plus one; 0 ends the chain.</summary>
    internal int Link
    {
        readonly get => (int)(_bits & LinkMask);
        set => _bits = (_bits & ~LinkMask) | (uint)value;
    }

    internal void MarkDeclaration() => _bits |= DeclarationBit;
}
