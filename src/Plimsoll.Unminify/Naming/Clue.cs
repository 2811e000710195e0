namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What was seen of a binding. A clue is one of these, mixed with the names and shapes around it and, inside a longer expression, with the way to it.
/// The numbers are part of the trained table: a change of this list needs a new table.
/// </summary>
internal enum Clue : uint
{
    /// <summary>How it is declared.</summary>
    Kind = 1,

    /// <summary>How often it is used, up to a few times.</summary>
    Uses,

    /// <summary>The program's or module's own scope declares it.</summary>
    TopLevel,

    /// <summary>The shape of a value that flows into it, in full.</summary>
    Value,

    /// <summary>The same, its first level.</summary>
    ValueTop,

    /// <summary>The last stable name of the value: a property, a callee, a global.</summary>
    ValueName,

    /// <summary>The kind of expression of the value.</summary>
    ValueKind,

    /// <summary>Several values may flow into it: by what they are joined.</summary>
    ValueChoice,

    /// <summary>The first argument of the call that makes the value, when it is a string.</summary>
    ValueText,

    /// <summary>The shape of that argument otherwise.</summary>
    ValueArgument,

    /// <summary>How many arguments the call has.</summary>
    ValueArguments,

    /// <summary>A key of the object literal that it is.</summary>
    ValueKey,

    /// <summary>The length and the first element of the array literal that it is.</summary>
    ValueElement,

    /// <summary>The operator of the value and a name beside it.</summary>
    ValueOperator,

    /// <summary>It is declared without a value.</summary>
    NoValue,

    /// <summary>It is declared in the head of a `for`.</summary>
    ForHead,

    /// <summary>It runs over the keys of an object.</summary>
    ForKey,

    /// <summary>It runs over the elements of something.</summary>
    ForElement,

    /// <summary>What is run over.</summary>
    ElementOf,

    /// <summary>The parameter of a catch.</summary>
    Catch,

    /// <summary>Position of a parameter, and of how many.</summary>
    Position,

    /// <summary>Position counted from the last parameter.</summary>
    PositionFromEnd,

    /// <summary>Position and where the function goes.</summary>
    Parameter,

    /// <summary>The same with the number of parameters.</summary>
    ParameterOfMany,

    /// <summary>A parameter of a function with this name.</summary>
    ParameterOf,

    /// <summary>The value that a parameter has in a function called in place.</summary>
    CalledWith,

    /// <summary>It collects the rest.</summary>
    Rest,

    /// <summary>It has a default value.</summary>
    Default,

    /// <summary>The key that it is taken from in a pattern.</summary>
    PatternKey,

    /// <summary>The index that it is taken from in a pattern.</summary>
    PatternIndex,

    /// <summary>It lies in a function with this name.</summary>
    Inside,

    /// <summary>A property is read from it.</summary>
    Property,

    /// <summary>A method of it is called.</summary>
    Method,

    /// <summary>The same with an argument's position and shape.</summary>
    MethodArgument,

    /// <summary>A property of it is written.</summary>
    PropertySet,

    /// <summary>A constructor of it is called.</summary>
    PropertyNew,

    /// <summary>It is the key in brackets after something.</summary>
    Key,

    /// <summary>What is done with the element at that key.</summary>
    KeyUse,

    /// <summary>It is called.</summary>
    Called,

    /// <summary>The same with the shape of an argument.</summary>
    CalledArgument,

    /// <summary>It is constructed.</summary>
    Constructed,

    /// <summary>It is an argument: position and callee.</summary>
    Argument,

    /// <summary>The same with the number of arguments.</summary>
    ArgumentOfMany,

    /// <summary>The same with the callee's shape.</summary>
    ArgumentShape,

    /// <summary>What stands beside it among the arguments.</summary>
    ArgumentBeside,

    /// <summary>It is stored to a property.</summary>
    StoredTo,

    /// <summary>The same, where the property lies.</summary>
    StoredShape,

    /// <summary>It is the value of a key in an object literal.</summary>
    KeyOf,

    /// <summary>The same with the object's place.</summary>
    KeyOfPlace,

    /// <summary>How many keys the object has, and which.</summary>
    KeyBeside,

    /// <summary>An operand: operator and side.</summary>
    Operand,

    /// <summary>The same with the other operand.</summary>
    OperandBeside,

    /// <summary>It is changed by an operator such as `+=`.</summary>
    Changed,

    /// <summary>It changes something by such an operator.</summary>
    Changes,

    /// <summary>`++` or `--`.</summary>
    Counted,

    /// <summary>The left or right side of `&amp;&amp;`, `||`, `??`.</summary>
    Logical,

    /// <summary>It is tested.</summary>
    Tested,

    /// <summary>What follows from the test.</summary>
    TestedFor,

    /// <summary>A unary operator.</summary>
    Unary,

    /// <summary>`typeof` and the word it is compared with.</summary>
    TypeOf,

    /// <summary>It is returned, and from where.</summary>
    Returned,

    /// <summary>It is thrown, yielded, awaited, spread, switched on, looped over, part of a template or of another statement.</summary>
    Statement,

    /// <summary>It is a case, or is switched on with such cases.</summary>
    Case,

    /// <summary>The text before it in a template.</summary>
    TemplateText,

    /// <summary>An element of an array literal, and what is beside it.</summary>
    Element,

    /// <summary>It is extended by a class, or extends one.</summary>
    Extends,

    /// <summary>It is exported.</summary>
    Export,

    /// <summary>It is imported.</summary>
    Import,

    /// <summary>How many parameters the function has, and of what sort it is.</summary>
    FunctionShape,

    /// <summary>What the function returns.</summary>
    Returns,

    /// <summary>A word in the function's body.</summary>
    BodyWord,

    /// <summary>A property that the function sets on `this`.</summary>
    ThisProperty,

    /// <summary>A member of the class.</summary>
    ClassMember,

    /// <summary>How long the function is, roughly.</summary>
    FunctionLength,

    /// <summary>What a neighbour is called, by the relation to it.</summary>
    Neighbour,

    /// <summary>A phrase that the function around it says.</summary>
    Near,

    /// <summary>The shape of an argument that callers give for it, or of what the function returns whose value it is.</summary>
    Given,

    /// <summary>The last stable name of that.</summary>
    GivenName,
}
