namespace Plimsoll.Unminify.Naming;

/// <summary>Where a phrase stands that may be a binding's name. The numbers are part of the trained table, as those of <see cref="Clue"/>.</summary>
internal enum CopySource : byte
{
    /// <summary>The value is a property of this name.</summary>
    ValueProperty,

    /// <summary>The value is an element of this.</summary>
    ValueElement,

    /// <summary>The value is a call of this.</summary>
    ValueCall,

    /// <summary>The value is a call of a method of this.</summary>
    ValueCallObject,

    /// <summary>The value is a call with this string.</summary>
    ValueText,

    /// <summary>The value is a call with this argument.</summary>
    ValueArgument,

    /// <summary>The value is a new one of this.</summary>
    ValueNew,

    /// <summary>The value is a new object made with this.</summary>
    ValueNewArgument,

    /// <summary>The value is this global.</summary>
    ValueGlobal,

    /// <summary>The value is this, awaited.</summary>
    ValueAwait,

    /// <summary>A key of a pattern.</summary>
    Pattern,

    /// <summary>The thing that a pattern takes apart.</summary>
    PatternOf,

    /// <summary>The function it is a parameter of: first, second, later.</summary>
    ParameterOf0,

    /// <summary>The same, second.</summary>
    ParameterOf1,

    /// <summary>The same, later.</summary>
    ParameterOf2,

    /// <summary>The object whose method gets the function: first parameter.</summary>
    CallbackOf0,

    /// <summary>The same, second.</summary>
    CallbackOf1,

    /// <summary>The same, later.</summary>
    CallbackOf2,

    /// <summary>An argument beside the function.</summary>
    CallbackBeside,

    /// <summary>A property that is read.</summary>
    Property,

    /// <summary>A method that is called.</summary>
    Method,

    /// <summary>What it is the key of.</summary>
    KeyIn,

    /// <summary>An argument that it is called with.</summary>
    CalledWith,

    /// <summary>What it is an argument of.</summary>
    Argument,

    /// <summary>The object whose method it is an argument of.</summary>
    ArgumentObject,

    /// <summary>The property that it is stored to.</summary>
    Stored,

    /// <summary>What it is stored in, under some key.</summary>
    StoredElement,

    /// <summary>The key that it is the value of.</summary>
    KeyOf,

    /// <summary>The key of the object that it is in.</summary>
    OuterKey,

    /// <summary>What it is looked up in by `in`.</summary>
    In,

    /// <summary>What it is an instance of.</summary>
    InstanceOf,

    /// <summary>The function that it is returned from.</summary>
    Returned,

    /// <summary>What `for` runs over.</summary>
    LoopOf,

    /// <summary>An imported name.</summary>
    ImportName,

    /// <summary>The last part of an imported path.</summary>
    ImportPath,

    /// <summary>The function that it lies in.</summary>
    Inside,

    /// <summary>What the function returns.</summary>
    Returns,

    /// <summary>What the function calls.</summary>
    Calls,

    /// <summary>The class that it extends.</summary>
    Superclass,

    /// <summary>Any of those, further out in the expression.</summary>
    Further,

    /// <summary>An argument that callers give for it.</summary>
    GivenFor,

    /// <summary>An argument that callers of a method of that name give for it.</summary>
    GivenToMethod,

    /// <summary>An argument that the function gives for it that gets its function.</summary>
    GivenToCallback,

    /// <summary>What the function returns whose value it is.</summary>
    GivenBack,

    /// <summary>How many there are.</summary>
    Count,
}
