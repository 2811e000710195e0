namespace Plimsoll.Indexing.Outlining;

/// <summary>What a definition is. The numbers are stored in an index and never change their meaning.</summary>
public enum SymbolKind : byte
{
    /// <summary>Not a definition: free text or statements.</summary>
    None = 0,

    /// <summary>A function outside a type.</summary>
    Function = 1,

    /// <summary>A function of a type or of an object.</summary>
    Method = 2,

    /// <summary>A class.</summary>
    Class = 3,

    /// <summary>A structure or union.</summary>
    Struct = 4,

    /// <summary>An interface or protocol.</summary>
    Interface = 5,

    /// <summary>An enumeration.</summary>
    Enum = 6,

    /// <summary>A trait.</summary>
    Trait = 7,

    /// <summary>A type alias, typedef or delegate.</summary>
    Type = 8,

    /// <summary>A module or a singleton object.</summary>
    Module = 9,

    /// <summary>A namespace or package.</summary>
    Namespace = 10,

    /// <summary>A macro.</summary>
    Macro = 11,

    /// <summary>A constant.</summary>
    Constant = 12,

    /// <summary>A variable outside functions.</summary>
    Variable = 13,

    /// <summary>A field of a type.</summary>
    Field = 14,

    /// <summary>A property with accessors, or a key of data.</summary>
    Property = 15,

    /// <summary>A value of an enumeration.</summary>
    EnumMember = 16,

    /// <summary>A section of a document.</summary>
    Section = 17,

    /// <summary>A rule of a style sheet or a build file.</summary>
    Rule = 18,

    /// <summary>A table, view or index of a database.</summary>
    Table = 19,

    /// <summary>A label.</summary>
    Label = 20,

    /// <summary>A named element of markup.</summary>
    Element = 21,
}
