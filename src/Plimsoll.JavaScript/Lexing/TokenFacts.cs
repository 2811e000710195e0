using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Lexing;

/// <summary>What tokens are as operators, and how messages write them.</summary>
internal static class TokenFacts
{
    private static ReadOnlySpan<byte> Precedences =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 6, 6, 6, 7,
        7, 7, 7, 8, 8, 8, 9, 9, 10, 10, 10, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>How tightly a binary operator binds, from 1; 0 for what is no binary operator. `in` is one only where it may be.</summary>
    public static int Precedence(TokenKind kind) => Precedences[(int)kind];

    /// <summary>The operator of a binary, unary or joined assignment token.</summary>
    public static Operator Operator(TokenKind kind) => kind switch
    {
        TokenKind.Coalesce or TokenKind.CoalesceAssign => Parsing.Operator.Coalesce,
        TokenKind.Or or TokenKind.OrAssign => Parsing.Operator.Or,
        TokenKind.And or TokenKind.AndAssign => Parsing.Operator.And,
        TokenKind.BitOr or TokenKind.BitOrAssign => Parsing.Operator.BitOr,
        TokenKind.BitXor or TokenKind.BitXorAssign => Parsing.Operator.BitXor,
        TokenKind.BitAnd or TokenKind.BitAndAssign => Parsing.Operator.BitAnd,
        TokenKind.Equal => Parsing.Operator.Equal,
        TokenKind.NotEqual => Parsing.Operator.NotEqual,
        TokenKind.StrictEqual => Parsing.Operator.StrictEqual,
        TokenKind.StrictNotEqual => Parsing.Operator.StrictNotEqual,
        TokenKind.Less => Parsing.Operator.Less,
        TokenKind.LessOrEqual => Parsing.Operator.LessOrEqual,
        TokenKind.Greater => Parsing.Operator.Greater,
        TokenKind.GreaterOrEqual => Parsing.Operator.GreaterOrEqual,
        TokenKind.Instanceof => Parsing.Operator.InstanceOf,
        TokenKind.In => Parsing.Operator.In,
        TokenKind.ShiftLeft or TokenKind.ShiftLeftAssign => Parsing.Operator.ShiftLeft,
        TokenKind.ShiftRight or TokenKind.ShiftRightAssign => Parsing.Operator.ShiftRight,
        TokenKind.ShiftRightUnsigned or TokenKind.ShiftRightUnsignedAssign => Parsing.Operator.ShiftRightUnsigned,
        TokenKind.Add or TokenKind.AddAssign => Parsing.Operator.Add,
        TokenKind.Subtract or TokenKind.SubtractAssign => Parsing.Operator.Subtract,
        TokenKind.Multiply or TokenKind.MultiplyAssign => Parsing.Operator.Multiply,
        TokenKind.Divide or TokenKind.DivideAssign => Parsing.Operator.Divide,
        TokenKind.Remainder or TokenKind.RemainderAssign => Parsing.Operator.Remainder,
        TokenKind.Power or TokenKind.PowerAssign => Parsing.Operator.Power,
        TokenKind.Not => Parsing.Operator.Not,
        TokenKind.BitNot => Parsing.Operator.BitNot,
        TokenKind.Typeof => Parsing.Operator.TypeOf,
        TokenKind.Void => Parsing.Operator.Void,
        TokenKind.Delete => Parsing.Operator.Delete,
        TokenKind.Increment => Parsing.Operator.Increment,
        TokenKind.Decrement => Parsing.Operator.Decrement,
        TokenKind.Assign => Parsing.Operator.Assign,
        _ => Parsing.Operator.None,
    };

    /// <summary>How a message writes a token that is missing.</summary>
    public static string Describe(TokenKind kind) => kind switch
    {
        TokenKind.BraceOpen => "{",
        TokenKind.BraceClose => "}",
        TokenKind.ParenOpen => "(",
        TokenKind.ParenClose => ")",
        TokenKind.BracketOpen => "[",
        TokenKind.BracketClose => "]",
        TokenKind.Semicolon => ";",
        TokenKind.Comma => ",",
        TokenKind.Colon => ":",
        TokenKind.Dot => ".",
        TokenKind.Assign => "=",
        TokenKind.Arrow => "=>",
        TokenKind.Multiply => "*",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether the token assigns, with or without another operator.</summary>
    public static bool IsAssignment(TokenKind kind) => kind is >= TokenKind.Assign and <= TokenKind.CoalesceAssign;

    /// <summary>Whether the token is a reserved word or a name.</summary>
    public static bool IsWord(TokenKind kind) => kind > TokenKind.Decrement;

    /// <summary>Whether the token is a name that is no reserved word everywhere.</summary>
    public static bool IsName(TokenKind kind) => kind >= TokenKind.Name;
}
