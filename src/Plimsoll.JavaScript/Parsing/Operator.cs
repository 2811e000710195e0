namespace Plimsoll.JavaScript.Parsing;

/// <summary>The operator of a unary, update, binary, logical or assignment node, and the word of a declaration.</summary>
public enum Operator : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>`=`.</summary>
    Assign,

    /// <summary>`??`.</summary>
    Coalesce,

    /// <summary>`||`.</summary>
    Or,

    /// <summary>`&amp;&amp;`.</summary>
    And,

    /// <summary>`|`.</summary>
    BitOr,

    /// <summary>`^`.</summary>
    BitXor,

    /// <summary>`&amp;`.</summary>
    BitAnd,

    /// <summary>`==`.</summary>
    Equal,

    /// <summary>`!=`.</summary>
    NotEqual,

    /// <summary>`===`.</summary>
    StrictEqual,

    /// <summary>`!==`.</summary>
    StrictNotEqual,

    /// <summary>`&lt;`.</summary>
    Less,

    /// <summary>`&lt;=`.</summary>
    LessOrEqual,

    /// <summary>`&gt;`.</summary>
    Greater,

    /// <summary>`&gt;=`.</summary>
    GreaterOrEqual,

    /// <summary>`instanceof`.</summary>
    InstanceOf,

    /// <summary>`in`.</summary>
    In,

    /// <summary>`&lt;&lt;`.</summary>
    ShiftLeft,

    /// <summary>`&gt;&gt;`.</summary>
    ShiftRight,

    /// <summary>`&gt;&gt;&gt;`.</summary>
    ShiftRightUnsigned,

    /// <summary>`+`, binary and unary.</summary>
    Add,

    /// <summary>`-`, binary and unary.</summary>
    Subtract,

    /// <summary>`*`.</summary>
    Multiply,

    /// <summary>`/`.</summary>
    Divide,

    /// <summary>`%`.</summary>
    Remainder,

    /// <summary>`**`.</summary>
    Power,

    /// <summary>`!`.</summary>
    Not,

    /// <summary>`~`.</summary>
    BitNot,

    /// <summary>`typeof`.</summary>
    TypeOf,

    /// <summary>`void`.</summary>
    Void,

    /// <summary>`delete`.</summary>
    Delete,

    /// <summary>`++`.</summary>
    Increment,

    /// <summary>`--`.</summary>
    Decrement,

    /// <summary>`var`.</summary>
    Var,

    /// <summary>`let`.</summary>
    Let,

    /// <summary>`const`.</summary>
    Const,

    /// <summary>`using`.</summary>
    Using,

    /// <summary>`await using`.</summary>
    AwaitUsing,
}
