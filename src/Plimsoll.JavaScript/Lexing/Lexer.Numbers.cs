namespace Plimsoll.JavaScript.Lexing;

/// <summary>Numbers.</summary>
internal sealed unsafe partial class Lexer
{
    private void ReadNumber()
    {
        OctalAt = -1;
        Kind = TokenKind.Number;
        if (_bytes[_at] == '0')
        {
            int radix = (Peek(1) | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
            if (radix != 0) ReadRadix(radix);
            else if (Peek(1) is >= (byte)'0' and <= (byte)'9' or (byte)'_') ReadLegacy();
            else ReadDecimal();
        }
        else ReadDecimal();

        int rune = RuneAt(_at, out _);
        if (ByteClass.IsPart(rune) || rune == '\\') throw Error(_at, "a name or digit cannot follow a number directly");
    }

    private void ReadRadix(int radix)
    {
        _at += 2;
        ReadDigits(radix, separators: true);
        ReadBigSuffix();
    }

    /// <summary>A number that begins with 0 and another digit: octal, or decimal where an 8 or 9 is in it. Sloppy mode only, without separators up to the dot.</summary>
    private void ReadLegacy()
    {
        OctalAt = _at;
        int start = _at;
        ReadDigits(10, separators: false);
        if (Rest(start)[..(_at - start)].IndexOfAnyInRange((byte)'8', (byte)'9') >= 0) ReadFraction();
    }

    private void ReadDecimal()
    {
        if (_bytes[_at] != '.')
        {
            ReadDigits(10, separators: true);
            if (Peek(0) == 'n')
            {
                ReadBigSuffix();
                return;
            }
        }

        ReadFraction();
    }

    private void ReadFraction()
    {
        if (Peek(0) == '.')
        {
            _at++;
            if (Peek(0) is >= (byte)'0' and <= (byte)'9') ReadDigits(10, separators: true);
            else if (Peek(0) == '_') throw Error(_at, "a separator must stand between two digits");
        }

        if ((Peek(0) | 0x20) != 'e') return;
        _at++;
        if (Peek(0) is (byte)'+' or (byte)'-') _at++;
        ReadDigits(10, separators: true);
    }

    private void ReadBigSuffix()
    {
        if (Peek(0) != 'n') return;
        _at++;
        Kind = TokenKind.BigInt;
    }

    private void ReadDigits(int radix, bool separators)
    {
        int start = _at;
        bool digit = false;
        while (_at < _length)
        {
            int value = ByteClass.Hex(_bytes[_at]);
            if (value >= 0 && value < radix) digit = true;
            else if (_bytes[_at] == '_')
            {
                if (!separators || !digit) throw Error(_at, "a separator must stand between two digits of a number that does not begin with 0");
                digit = false;
            }
            else break;
            _at++;
        }

        if (!digit) throw Error(_at, _at == start ? $"a digit of base {radix} is expected here" : "a number cannot end with a separator");
    }
}
