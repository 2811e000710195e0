namespace Plimsoll.JavaScript.Parsing;

/// <summary>Classes in brackets, and the set notation of flag `v`.</summary>
internal sealed partial class RegexChecker
{
    private bool Class()
    {
        _at++;
        bool negated = Eat((byte)'^');
        bool strings = false;
        if (_sets) strings = SetExpression();
        else Ranges();
        if (!Eat((byte)']')) throw Error("a class is not ended");
        if (negated && strings) throw Error("a class of strings cannot be negated");
        _mayBeStrings = strings;
        return true;
    }

    private void Ranges()
    {
        while (_at < _end && Current != ']')
        {
            ClassAtom(out bool lowIsSet);
            int low = _value;
            if (Current != '-' || Ahead(1) is (byte)']' || _at + 1 >= _end) continue;
            _at++;
            ClassAtom(out bool highIsSet);
            if (_unicode && (lowIsSet || highIsSet)) throw Error("a set cannot be the end of a range");
            if (!lowIsSet && !highIsSet && low > _value) throw Error("the ends of a range are out of order");
        }
    }

    private void ClassAtom(out bool isSet)
    {
        isSet = false;
        int rune = Rune(out int length);
        if (rune != '\\')
        {
            _value = rune;
            _at += length;
            return;
        }

        _at++;
        if (ClassEscape())
        {
            isSet = true;
            return;
        }

        if (Current == 'b')
        {
            _at++;
            _value = 8;
            return;
        }

        if (_unicode && Current == '-')
        {
            _at++;
            _value = '-';
            return;
        }

        if (!_unicode && Current == 'c')
        {
            bool control = char.IsAsciiLetterOrDigit((char)Ahead(1)) || Ahead(1) == '_';
            // Without a letter the backslash stands for itself.
            _value = control ? Ahead(1) % 32 : '\\';
            if (control) _at += 2;
            return;
        }

        if (_unicode && Current is >= (byte)'1' and <= (byte)'9') throw Error("a class has no references");
        if (!CharacterEscape()) throw Error("bad escape in a class");
    }

    /// <summary>The inside of a class with flag `v`; true where it may match strings of more or less than one character.</summary>
    private bool SetExpression()
    {
        if (_at >= _end || Current == ']') return false;
        bool strings = SetOperand(out bool isCharacter);
        if (isCharacter && Current == '-' && Ahead(1) != '-')
        {
            SetRange();
            return SetUnion(strings);
        }

        if (Eat("&&"u8))
        {
            do
            {
                if (Current == '&') throw Error("&&& in a class");
                strings &= SetOperand(out _);
            }
            while (Eat("&&"u8));
            return EndSet(strings);
        }

        if (!Eat("--"u8)) return SetUnion(strings);
        do SetOperand(out _);
        while (Eat("--"u8));
        return EndSet(strings);
    }

    private bool EndSet(bool strings) => Current == ']' ? strings : throw Error("operators of a class cannot be mixed");

    private bool SetUnion(bool strings)
    {
        while (_at < _end && Current != ']')
        {
            strings |= SetOperand(out bool isCharacter);
            if (isCharacter && Current == '-' && Ahead(1) != '-') SetRange();
        }

        return strings;
    }

    private void SetRange()
    {
        int low = _value;
        _at++;
        SetOperand(out bool isCharacter);
        if (!isCharacter) throw Error("a set cannot be the end of a range");
        if (low > _value) throw Error("the ends of a range are out of order");
    }

    private bool SetOperand(out bool isCharacter)
    {
        isCharacter = false;
        if (_at >= _end) throw Error("a class is not ended");
        if (Current == '[')
        {
            if (++_depth > DepthMax) throw Error($"classes nest deeper than {DepthMax} levels");
            Class();
            _depth--;
            return _mayBeStrings;
        }

        if (Current == '\\' && Ahead(1) == 'q' && Ahead(2) == '{') return StringsOfClass();
        if (Current == '\\')
        {
            _at++;
            if (ClassEscape()) return _mayBeStrings;
            _at--;
        }

        SetCharacter();
        isCharacter = true;
        return false;
    }

    private bool StringsOfClass()
    {
        _at += 3;
        bool strings = false;
        int count = 0;
        for (; !Eat((byte)'}'); count++)
        {
            if (_at >= _end) throw Error("a \\q{…} is not ended");
            if (Current == '|')
            {
                strings |= count != 1;
                count = -1;
                _at++;
            }
            else SetCharacter();
        }

        return strings | (count != 1);
    }

    private void SetCharacter()
    {
        int rune = Rune(out int length);
        if (rune == '\\')
        {
            _at++;
            if (Current == 'b')
            {
                _at++;
                _value = 8;
            }
            else if ("&-!#%,:;<=>@`~"u8.Contains(Current) && _at < _end) _value = source.At(_at++);
            else if (!CharacterEscape()) throw Error("bad escape in a class");
            return;
        }

        bool reserved = rune is '(' or ')' or '[' or ']' or '{' or '}' or '/' or '-' or '|';
        bool isDouble = rune > 0 && rune < 0x80 && Ahead(1) == rune && "&!#$%*+,.:;<=>?@^`~"u8.Contains((byte)rune);
        if (rune < 0 || reserved || isDouble) throw Error("a character of the set notation needs a backslash in a class");
        _value = rune;
        _at += length;
    }
}
