namespace Plimsoll.Unminify.Naming;

/// <summary>How a binding stands to another one. The numbers are part of the trained table, as those of <see cref="Clue"/>.</summary>
internal enum Tie : uint
{
    /// <summary>It gets the other's value.</summary>
    Value = 1,

    /// <summary>It gets a property, an element or a call's result of the other.</summary>
    ValueOf,

    /// <summary>It gets something that begins with the other.</summary>
    ValueRoot,

    /// <summary>It gets what is found under the other as a key.</summary>
    ValueKey,

    /// <summary>It gets what the other returns.</summary>
    ValueCall,

    /// <summary>It gets a new one of the other.</summary>
    ValueNew,

    /// <summary>It gets the result of a call with the other as an argument.</summary>
    ValueArgument,

    /// <summary>It gets the result of an operator on the other.</summary>
    ValueOperand,

    /// <summary>The other is the key in brackets after it.</summary>
    Key,

    /// <summary>It is the key in brackets after the other.</summary>
    KeyIn,

    /// <summary>The other is an argument of its method.</summary>
    MethodArgument,

    /// <summary>The other is stored in its property.</summary>
    PropertySet,

    /// <summary>It is called with the other.</summary>
    CalledWith,

    /// <summary>It is an argument of the other.</summary>
    Argument,

    /// <summary>It is an argument of the other's method.</summary>
    ArgumentOfMethod,

    /// <summary>The other stands beside it among the arguments.</summary>
    Beside,

    /// <summary>It is stored in a property of the other.</summary>
    StoredIn,

    /// <summary>It is stored in the other under a key.</summary>
    StoredElement,

    /// <summary>It is stored under the other as a key.</summary>
    StoredKey,

    /// <summary>It is given to the other.</summary>
    Given,

    /// <summary>The other operand.</summary>
    Operand,

    /// <summary>It is changed by the other (`+=`).</summary>
    ChangedBy,

    /// <summary>It is an instance of the other.</summary>
    InstanceOf,

    /// <summary>The other takes its place when it is nothing.</summary>
    Instead,

    /// <summary>It is returned by the other.</summary>
    ReturnedBy,

    /// <summary>The other runs over it.</summary>
    RunOver,

    /// <summary>It runs over the other.</summary>
    RunsOver,

    /// <summary>An element beside it.</summary>
    Element,

    /// <summary>The class that extends it, or that it extends.</summary>
    Extends,

    /// <summary>It is the default of the other.</summary>
    DefaultOf,

    /// <summary>The function that it is a parameter of.</summary>
    ParameterOf,

    /// <summary>The function that returns the function that it is a parameter of.</summary>
    ParameterOfReturned,

    /// <summary>The function that gets the function that it is a parameter of.</summary>
    CallbackOf,

    /// <summary>The object whose method gets that function.</summary>
    CallbackOfMethod,

    /// <summary>An argument beside that function.</summary>
    CallbackBeside,

    /// <summary>Another parameter.</summary>
    Parameter,

    /// <summary>The declaration before or after it.</summary>
    Declared,

    /// <summary>The thing that a pattern with it takes apart, or its neighbour in the pattern.</summary>
    Pattern,

    /// <summary>The function returns the other.</summary>
    Returns,

    /// <summary>The function returns what the other returns.</summary>
    ReturnsCall,

    /// <summary>The function calls the other.</summary>
    Calls,

    /// <summary>A parameter of the function.</summary>
    HasParameter,

    /// <summary>The function that it lies in.</summary>
    Inside,

    /// <summary>The parameter that gets it.</summary>
    SameAsParameter,

    /// <summary>An argument that it gets.</summary>
    SameAsArgument,

    /// <summary>The binding that is returned by the function whose value it is.</summary>
    SameAsResult,
}
