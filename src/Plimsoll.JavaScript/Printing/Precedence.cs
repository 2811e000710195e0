using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>How tightly expressions bind: one stands without parentheses where at least its own level is asked for.</summary>
internal static class Precedence
{
    public const int Sequence = 0;
    public const int Assign = 1;
    public const int Conditional = 2;
    public const int Coalesce = 3;
    public const int Or = 4;
    public const int BitOr = 6;
    public const int Power = 14;
    public const int Unary = 15;
    public const int Update = 16;
    public const int LeftHandSide = 17;
    public const int Call = 18;
    public const int Member = 19;
    public const int Primary = 20;

    /// <summary>The level of a node.</summary>
    public static int Of(in Node node) => node.Kind switch
    {
        NodeKind.Sequence => Sequence,
        NodeKind.Assign or NodeKind.Arrow or NodeKind.Yield => Assign,
        NodeKind.Conditional => Conditional,
        NodeKind.Binary or NodeKind.Logical => Of(node.Op),
        NodeKind.Unary or NodeKind.Await => Unary,
        NodeKind.Update => Update,
        NodeKind.New when node.Has(NodeFlags.NoArguments) => LeftHandSide,
        NodeKind.Call or NodeKind.ImportCall or NodeKind.Chain => Call,
        NodeKind.Member or NodeKind.Index or NodeKind.TaggedTemplate or NodeKind.New => Member,
        _ => Primary,
    };

    /// <summary>The level of a binary or logical operator.</summary>
    public static int Of(Operator op) => op switch
    {
        Operator.Coalesce => Coalesce,
        Operator.Or => Or,
        Operator.And => 5,
        Operator.BitOr => BitOr,
        Operator.BitXor => 7,
        Operator.BitAnd => 8,
        Operator.Equal or Operator.NotEqual or Operator.StrictEqual or Operator.StrictNotEqual => 9,
        Operator.Less or Operator.LessOrEqual or Operator.Greater or Operator.GreaterOrEqual or Operator.InstanceOf or Operator.In => 10,
        Operator.ShiftLeft or Operator.ShiftRight or Operator.ShiftRightUnsigned => 11,
        Operator.Add or Operator.Subtract => 12,
        Operator.Multiply or Operator.Divide or Operator.Remainder => 13,
        Operator.Power => Power,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "no binary operator"),
    };
}
