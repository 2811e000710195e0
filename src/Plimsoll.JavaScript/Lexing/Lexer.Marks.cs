namespace Plimsoll.JavaScript.Lexing;

/// <summary>Marks and operators.</summary>
internal sealed unsafe partial class Lexer
{
    private void ReadMark(byte one)
    {
        switch (one)
        {
            case (byte)'(': Take(TokenKind.ParenOpen, 1); break;
            case (byte)')': Take(TokenKind.ParenClose, 1); break;
            case (byte)'{': Take(TokenKind.BraceOpen, 1); break;
            case (byte)'}': Take(TokenKind.BraceClose, 1); break;
            case (byte)'[': Take(TokenKind.BracketOpen, 1); break;
            case (byte)']': Take(TokenKind.BracketClose, 1); break;
            case (byte)';': Take(TokenKind.Semicolon, 1); break;
            case (byte)',': Take(TokenKind.Comma, 1); break;
            case (byte)':': Take(TokenKind.Colon, 1); break;
            case (byte)'~': Take(TokenKind.BitNot, 1); break;
            case (byte)'`': Take(TokenKind.Template, 1); break;
            case (byte)'.': ReadDot(); break;
            case (byte)'?': ReadQuestion(); break;
            case (byte)'#': ReadHash(); break;
            default: ReadOperator(one); break;
        }
    }

    private void Take(TokenKind kind, int length)
    {
        Kind = kind;
        _at += length;
    }

    private void ReadDot()
    {
        if (Peek(1) is >= (byte)'0' and <= (byte)'9') ReadNumber();
        else if (Peek(1) == '.' && Peek(2) == '.') Take(TokenKind.Ellipsis, 3);
        else Take(TokenKind.Dot, 1);
    }

    private void ReadQuestion()
    {
        if (Peek(1) == '.' && Peek(2) is not (>= (byte)'0' and <= (byte)'9')) Take(TokenKind.QuestionDot, 2);
        else if (Peek(1) != '?') Take(TokenKind.Question, 1);
        else if (Peek(2) == '=') Take(TokenKind.CoalesceAssign, 3);
        else Take(TokenKind.Coalesce, 2);
    }

    private void ReadHash()
    {
        int start = _at;
        HasEscape = ReadName(start + 1);
        Kind = TokenKind.PrivateName;
    }

    private void ReadOperator(byte one)
    {
        switch (one)
        {
            case (byte)'=':
                if (Peek(1) == '>') Take(TokenKind.Arrow, 2);
                else if (Peek(1) != '=') Take(TokenKind.Assign, 1);
                else if (Peek(2) == '=') Take(TokenKind.StrictEqual, 3);
                else Take(TokenKind.Equal, 2);
                break;
            case (byte)'!':
                if (Peek(1) != '=') Take(TokenKind.Not, 1);
                else if (Peek(2) == '=') Take(TokenKind.StrictNotEqual, 3);
                else Take(TokenKind.NotEqual, 2);
                break;
            case (byte)'+':
                if (Peek(1) == '+') Take(TokenKind.Increment, 2);
                else TakeWithAssign(1, TokenKind.Add, TokenKind.AddAssign);
                break;
            case (byte)'-':
                if (Peek(1) == '-') Take(TokenKind.Decrement, 2);
                else TakeWithAssign(1, TokenKind.Subtract, TokenKind.SubtractAssign);
                break;
            case (byte)'*':
                if (Peek(1) == '*') TakeWithAssign(2, TokenKind.Power, TokenKind.PowerAssign);
                else TakeWithAssign(1, TokenKind.Multiply, TokenKind.MultiplyAssign);
                break;
            case (byte)'/': TakeWithAssign(1, TokenKind.Divide, TokenKind.DivideAssign); break;
            case (byte)'%': TakeWithAssign(1, TokenKind.Remainder, TokenKind.RemainderAssign); break;
            case (byte)'^': TakeWithAssign(1, TokenKind.BitXor, TokenKind.BitXorAssign); break;
            case (byte)'&':
                if (Peek(1) == '&') TakeWithAssign(2, TokenKind.And, TokenKind.AndAssign);
                else TakeWithAssign(1, TokenKind.BitAnd, TokenKind.BitAndAssign);
                break;
            case (byte)'|':
                if (Peek(1) == '|') TakeWithAssign(2, TokenKind.Or, TokenKind.OrAssign);
                else TakeWithAssign(1, TokenKind.BitOr, TokenKind.BitOrAssign);
                break;
            case (byte)'<':
                if (Peek(1) == '<') TakeWithAssign(2, TokenKind.ShiftLeft, TokenKind.ShiftLeftAssign);
                else TakeWithAssign(1, TokenKind.Less, TokenKind.LessOrEqual);
                break;
            case (byte)'>': ReadGreater(); break;
            default: throw Error(Start, $"unexpected character {Show(one)}");
        }
    }

    private void TakeWithAssign(int length, TokenKind plain, TokenKind assign)
    {
        if (Peek(length) == '=') Take(assign, length + 1);
        else Take(plain, length);
    }

    private void ReadGreater()
    {
        if (Peek(1) != '>') TakeWithAssign(1, TokenKind.Greater, TokenKind.GreaterOrEqual);
        else if (Peek(2) == '>') TakeWithAssign(3, TokenKind.ShiftRightUnsigned, TokenKind.ShiftRightUnsignedAssign);
        else TakeWithAssign(2, TokenKind.ShiftRight, TokenKind.ShiftRightAssign);
    }
}
