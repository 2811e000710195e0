using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Operators as they are written.</summary>
internal static class OperatorText
{
    /// <summary>The operator's text; of a compound assignment, without the equals sign.</summary>
    public static ReadOnlySpan<byte> Of(Operator op) => op switch
    {
        Operator.Assign => "="u8,
        Operator.Coalesce => "??"u8,
        Operator.Or => "||"u8,
        Operator.And => "&&"u8,
        Operator.BitOr => "|"u8,
        Operator.BitXor => "^"u8,
        Operator.BitAnd => "&"u8,
        Operator.Equal => "=="u8,
        Operator.NotEqual => "!="u8,
        Operator.StrictEqual => "==="u8,
        Operator.StrictNotEqual => "!=="u8,
        Operator.Less => "<"u8,
        Operator.LessOrEqual => "<="u8,
        Operator.Greater => ">"u8,
        Operator.GreaterOrEqual => ">="u8,
        Operator.InstanceOf => "instanceof"u8,
        Operator.In => "in"u8,
        Operator.ShiftLeft => "<<"u8,
        Operator.ShiftRight => ">>"u8,
        Operator.ShiftRightUnsigned => ">>>"u8,
        Operator.Add => "+"u8,
        Operator.Subtract => "-"u8,
        Operator.Multiply => "*"u8,
        Operator.Divide => "/"u8,
        Operator.Remainder => "%"u8,
        Operator.Power => "**"u8,
        Operator.Not => "!"u8,
        Operator.BitNot => "~"u8,
        Operator.TypeOf => "typeof"u8,
        Operator.Void => "void"u8,
        Operator.Delete => "delete"u8,
        Operator.Increment => "++"u8,
        Operator.Decrement => "--"u8,
        Operator.Var => "var"u8,
        Operator.Let => "let"u8,
        Operator.Const => "const"u8,
        Operator.Using => "using"u8,
        Operator.AwaitUsing => "await using"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "no operator"),
    };

    /// <summary>The operator that says the opposite for all operands, or None.</summary>
    public static Operator Negated(Operator op) => op switch
    {
        Operator.Equal => Operator.NotEqual,
        Operator.NotEqual => Operator.Equal,
        Operator.StrictEqual => Operator.StrictNotEqual,
        Operator.StrictNotEqual => Operator.StrictEqual,
        _ => Operator.None, // not the order of numbers: with NaN both sides are false
    };

    /// <summary>The comparison that says the same with its sides changed, or None.</summary>
    public static Operator Mirrored(Operator op) => op switch
    {
        Operator.Equal or Operator.NotEqual or Operator.StrictEqual or Operator.StrictNotEqual => op,
        Operator.Less => Operator.Greater,
        Operator.LessOrEqual => Operator.GreaterOrEqual,
        Operator.Greater => Operator.Less,
        Operator.GreaterOrEqual => Operator.LessOrEqual,
        _ => Operator.None,
    };
}
