namespace Plimsoll.JavaScript.Parsing;

/// <summary>
/// What a <see cref="Node"/> is, and with it what its three children mean. A child is the index of a node; 0 is "none". "List" is the first
/// node of a list that <see cref="Node.Next"/> goes on with. Flags are those of <see cref="NodeFlags"/> that the kind uses; <see cref="NodeFlags.Parenthesized"/>
/// may stand on every expression (the parentheses lie outside of the node's own range).
/// Binary, logical, member and call chains lean to the left and conditional and `else if` chains to the right, as long as the program is:
/// whoever walks a tree goes along these in a loop.
/// </summary>
public enum NodeKind : byte
{
    /// <summary>No node: index 0.</summary>
    None,

    /// <summary>A name that is a binding or a reference. A: id in <see cref="Scopes.NameTable"/> when surveyed, else -1. B: ordinal of the occurrence, or -1 where there is none.</summary>
    Identifier,

    /// <summary>A name that is no binding: a property after a dot, a key, the imported or exported name of a specifier, a label. A: as for <see cref="Identifier"/>, labels only.</summary>
    PropertyName,

    /// <summary>`#name`, the range with the `#`.</summary>
    PrivateName,

    /// <summary>`this`.</summary>
    This,

    /// <summary>`super`, as the object of a member or the callee of a call.</summary>
    Super,

    /// <summary>`new.target`.</summary>
    NewTarget,

    /// <summary>`import.meta`.</summary>
    ImportMeta,

    /// <summary>`null`.</summary>
    Null,

    /// <summary>`true`.</summary>
    True,

    /// <summary>`false`.</summary>
    False,

    /// <summary>A number without an `n`.</summary>
    Number,

    /// <summary>A number with an `n`.</summary>
    BigInt,

    /// <summary>A string, the range with its quotes. Flags: HasEscape.</summary>
    String,

    /// <summary>A regular expression. A: offset of its flags (the byte after the second slash), not a node.</summary>
    Regex,

    /// <summary>A template with its backquotes. A: list of <see cref="TemplateText"/>, expression, <see cref="TemplateText"/>, … always begun and ended by a text.</summary>
    Template,

    /// <summary>The text between the marks of a template, range without `${`, `}` and backquotes; possibly empty.</summary>
    TemplateText,

    /// <summary>A: tag. B: <see cref="Template"/>.</summary>
    TaggedTemplate,

    /// <summary>A: list of expressions, <see cref="Spread"/> and <see cref="Elision"/>.</summary>
    Array,

    /// <summary>Nothing between two commas of an array or array pattern.</summary>
    Elision,

    /// <summary>A: list of <see cref="Property"/> and <see cref="Spread"/>.</summary>
    Object,

    /// <summary>
    /// Of an object or object pattern. A: key (PropertyName, String, Number, BigInt, or any expression with flag Computed). B: value, or target in a pattern.
    /// Flags: Computed, Shorthand (`{a}` and in patterns `{a = 1}`; A is a PropertyName of the same range as the Identifier), Method, Getter, Setter (B is a Function).
    /// </summary>
    Property,

    /// <summary>
    /// A function expression, and the function of a method, getter, setter or constructor (then with flag Method and a range that begins at its parameters).
    /// A: Identifier or none. B: list of parameters (patterns, the last may be <see cref="Rest"/>). C: <see cref="FunctionBody"/>. Flags: Async, Generator, Method.
    /// </summary>
    Function,

    /// <summary>As <see cref="Function"/>, as a statement. A is none only below <see cref="ExportDefault"/>.</summary>
    FunctionDeclaration,

    /// <summary>B: list of parameters. C: <see cref="FunctionBody"/>, or an expression with flag ExpressionBody. Flags: Async, ExpressionBody.</summary>
    Arrow,

    /// <summary>
    /// The braces and what is between. A: list of statements. Flags: Strict (it has its own `"use strict"`), Hole: the body is left out;
    /// then A is the index in <see cref="Scopes.ScopeTables.Bodies"/> and no node. A surveyed body that is past has neither.
    /// </summary>
    FunctionBody,

    /// <summary>A: Identifier or none. B: superclass or none. C: list of <see cref="Method"/>, <see cref="Field"/>, <see cref="StaticBlock"/>.</summary>
    Class,

    /// <summary>As <see cref="Class"/>, as a statement.</summary>
    ClassDeclaration,

    /// <summary>Of a class. A: key as of <see cref="Property"/>, or PrivateName. B: Function. Flags: Static, Computed, Getter, Setter, Constructor.</summary>
    Method,

    /// <summary>Of a class. A: key as of <see cref="Method"/>. B: value or none. Flags: Static, Computed.</summary>
    Field,

    /// <summary>Of a class. A: list of statements.</summary>
    StaticBlock,

    /// <summary>Op, A: operand.</summary>
    Unary,

    /// <summary>Op (Increment, Decrement), A: operand. Flags: Prefix.</summary>
    Update,

    /// <summary>Op, A: left (PrivateName only before `in`), B: right.</summary>
    Binary,

    /// <summary>Op (And, Or, Coalesce), A: left, B: right.</summary>
    Logical,

    /// <summary>Op (Assign, or the operator that is joined with it and flag Compound), A: target (expression or pattern), B: value.</summary>
    Assign,

    /// <summary>A: test, B: consequent, C: alternate.</summary>
    Conditional,

    /// <summary>A: callee (Super too), B: list of arguments. Flags: Optional (`a?.()`).</summary>
    Call,

    /// <summary>A: callee, B: list of arguments. Flags: NoArguments (`new A` without parentheses).</summary>
    New,

    /// <summary>A: object (Super too), B: PropertyName or PrivateName. Flags: Optional.</summary>
    Member,

    /// <summary>A: object (Super too), B: expression in the brackets. Flags: Optional.</summary>
    Index,

    /// <summary>All of a chain with at least one `?.`. A: the outermost Call, Member, Index or TaggedTemplate.</summary>
    Chain,

    /// <summary>A: list of two expressions or more.</summary>
    Sequence,

    /// <summary>A: value or none. Flags: Delegate (`yield*`).</summary>
    Yield,

    /// <summary>A: value.</summary>
    Await,

    /// <summary>`import(…)`. A: source, B: options or none.</summary>
    ImportCall,

    /// <summary>`...` in an array, object or argument list. A: value.</summary>
    Spread,

    /// <summary>A: list of patterns, <see cref="Elision"/> and at last <see cref="Rest"/>.</summary>
    ArrayPattern,

    /// <summary>A: list of <see cref="Property"/> and at last <see cref="Rest"/>.</summary>
    ObjectPattern,

    /// <summary>A: target, B: default value.</summary>
    DefaultPattern,

    /// <summary>`...` in a pattern or parameter list. A: target.</summary>
    Rest,

    /// <summary>A: expression. Flags: Directive (A is then a String).</summary>
    ExpressionStatement,

    /// <summary>A semicolon alone.</summary>
    Empty,

    /// <summary>A: list of statements.</summary>
    Block,

    /// <summary>Op (Var, Let, Const, Using, AwaitUsing), A: list of <see cref="Declarator"/>. Also the head of a loop, then without a semicolon.</summary>
    Declaration,

    /// <summary>A: Identifier or pattern, B: initial value or none.</summary>
    Declarator,

    /// <summary>A: test, B: consequent, C: alternate or none.</summary>
    If,

    /// <summary>A: <see cref="ForHead"/>, B: body.</summary>
    For,

    /// <summary>A: Declaration, expression or none. B: test or none. C: update or none.</summary>
    ForHead,

    /// <summary>A: Declaration, expression or pattern. B: object. C: body.</summary>
    ForIn,

    /// <summary>A: Declaration, expression or pattern. B: iterable. C: body. Flags: Await.</summary>
    ForOf,

    /// <summary>A: test, B: body.</summary>
    While,

    /// <summary>A: body, B: test.</summary>
    DoWhile,

    /// <summary>A: value or none.</summary>
    Return,

    /// <summary>A: value.</summary>
    Throw,

    /// <summary>A: label (PropertyName) or none.</summary>
    Break,

    /// <summary>A: label (PropertyName) or none.</summary>
    Continue,

    /// <summary>A: label (PropertyName), B: statement.</summary>
    Labeled,

    /// <summary>A: discriminant, B: list of <see cref="Case"/>.</summary>
    Switch,

    /// <summary>A: test, or none for `default`. B: list of statements.</summary>
    Case,

    /// <summary>A: Block, B: <see cref="Catch"/> or none, C: Block of `finally` or none.</summary>
    Try,

    /// <summary>A: Identifier, pattern or none. B: Block.</summary>
    Catch,

    /// <summary>A: object, B: body.</summary>
    With,

    /// <summary>`debugger`.</summary>
    Debugger,

    /// <summary>A: list of <see cref="ImportDefault"/>, <see cref="ImportNamespace"/>, <see cref="ImportSpecifier"/>. B: String. C: list of <see cref="ImportAttribute"/>. Flags: HasBraces (`{}` is written, also when empty).</summary>
    Import,

    /// <summary>A: imported name (PropertyName or String), B: Identifier. Flags: Shorthand (both have the same range).</summary>
    ImportSpecifier,

    /// <summary>A: Identifier.</summary>
    ImportDefault,

    /// <summary>`* as name`. A: Identifier.</summary>
    ImportNamespace,

    /// <summary>Of an import or export. A: PropertyName or String, B: String.</summary>
    ImportAttribute,

    /// <summary>`export { … }`. A: list of <see cref="ExportSpecifier"/>, B: String or none, C: list of <see cref="ImportAttribute"/>.</summary>
    ExportNamed,

    /// <summary>A: Identifier, or with a source PropertyName or String. B: exported name (PropertyName or String). Flags: Shorthand (both have the same range).</summary>
    ExportSpecifier,

    /// <summary>`export` before a declaration. A: Declaration, FunctionDeclaration or ClassDeclaration.</summary>
    ExportDeclaration,

    /// <summary>A: FunctionDeclaration, ClassDeclaration or expression.</summary>
    ExportDefault,

    /// <summary>`export * from`. A: exported name (PropertyName or String) or none, B: String, C: list of <see cref="ImportAttribute"/>.</summary>
    ExportAll,
}
