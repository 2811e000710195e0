namespace Plimsoll.Indexing.Languages;

/// <summary>What a word of a language means to the outline.</summary>
internal enum Word : byte
{
    /// <summary>An ordinary name.</summary>
    None,

    // Words that stand before the name of a definition.
    Class,
    Struct,
    Union,
    Interface,
    Enum,
    Trait,
    Record,
    Object,
    Module,
    Namespace,
    Function,
    Type,
    Typedef,
    Constant,
    Variable,
    Macro,
    Impl,
    Rule,
    Constructor,
    Property,

    // Words that steer the reading.
    Modifier,
    Builtin,
    Control,
    Value,
    Attribute,
    Freeze,
    New,
    Operator,
    Extern,
    Static,
    Async,
    Accessor,
    Template,
    Delegate,
    Using,
    Return,
    Case,
    Default,
    Extends,
    Import,
    End,
}
