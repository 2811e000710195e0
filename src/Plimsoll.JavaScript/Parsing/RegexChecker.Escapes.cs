using System.Text;
using Plimsoll.JavaScript.Lexing;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Escapes.</summary>
internal sealed partial class RegexChecker
{
    // The longest is Changes_When_NFKC_Casefolded; with a value, Script_Extensions=Inscriptional_Parthian.
    private const int PropertyLengthMax = 64;

    private bool _mayBeStrings;

    /// <summary>What follows a backslash outside of a class.</summary>
    private bool AtomEscape()
    {
        if (BackReference() || ClassEscape() || CharacterEscape() || (_named && NamedReference())) return true;
        return false;
    }

    private bool BackReference()
    {
        int start = _at;
        if (Current is < (byte)'1' or > (byte)'9' || !Decimal()) return false;
        if (_unicode)
        {
            _referenceMax = Math.Max(_referenceMax, (int)Math.Min(_decimal, int.MaxValue));
            return true;
        }

        if (_decimal <= _groups) return true;
        _at = start;
        return false;
    }

    private bool NamedReference()
    {
        if (!Eat((byte)'k')) return false;
        if (!Eat((byte)'<') || !GroupName()) throw Error("bad reference to a named group");
        _references.Add(_groupName);
        return true;
    }

    /// <summary>`\d`, `\w`, `\p{…}` and the like: a set of characters.</summary>
    private bool ClassEscape()
    {
        _mayBeStrings = false;
        if (Current is (byte)'d' or (byte)'D' or (byte)'s' or (byte)'S' or (byte)'w' or (byte)'W')
        {
            _at++;
            return true;
        }

        if (!_unicode || Current is not ((byte)'p' or (byte)'P')) return false;
        bool negated = Current == 'P';
        _at++;
        if (!Eat((byte)'{')) throw Error("a property needs its name in braces");
        int start = _at;
        while (_at < _end && Current != '}') _at++;
        if (_at == _end) throw Error("a property is not ended");
        ReadOnlySpan<byte> bytes = source.Slice(start, _at++);
        // What is longer, or is no ASCII, is no name of a property.
        Span<char> text = stackalloc char[Math.Min(bytes.Length, PropertyLengthMax)];
        if (bytes.Length > PropertyLengthMax || !Ascii.IsValid(bytes)) throw Error("unknown property");
        Ascii.ToUtf16(bytes, text, out _);
        int equals = text.IndexOf('=');
        if (equals >= 0 ? UnicodeProperties.IsValue(text[..equals], text[(equals + 1)..]) : UnicodeProperties.IsLone(text)) return true;
        if (!_sets || negated || !UnicodeProperties.IsOfStrings(text)) throw Error($"unknown property {text.ToString()}");
        _mayBeStrings = true;
        return true;
    }

    /// <summary>An escape that stands for one character, which becomes the value in hand.</summary>
    private bool CharacterEscape()
    {
        byte one = Current;
        if (_at >= _end) return false;
        switch (one)
        {
            case (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' or (byte)'v':
                _value = one switch { (byte)'f' => 12, (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, _ => 11 };
                _at++;
                return true;
            case (byte)'c' when char.IsAsciiLetter((char)Ahead(1)):
                _value = Ahead(1) % 32;
                _at += 2;
                return true;
            case (byte)'0' when Ahead(1) is not (>= (byte)'0' and <= (byte)'9'):
                _value = 0;
                _at++;
                return true;
            case (byte)'x' when ByteClass.Hex(Ahead(1)) >= 0 && ByteClass.Hex(Ahead(2)) >= 0:
                _value = (ByteClass.Hex(Ahead(1)) << 4) | ByteClass.Hex(Ahead(2));
                _at += 3;
                return true;
            case (byte)'u':
                int start = _at++;
                if (UnicodeEscape(forcePairs: false)) return true;
                if (_unicode) throw Error("bad Unicode escape");
                _at = start;
                break;
            case >= (byte)'0' and <= (byte)'7' when !_unicode:
                LegacyOctal();
                return true;
        }

        return IdentityEscape();
    }

    private void LegacyOctal()
    {
        int first = Current - '0';
        _value = 0;
        int most = first < 4 ? 3 : 2;
        for (int i = 0; i < most && Current is >= (byte)'0' and <= (byte)'7'; i++) _value = (_value * 8) + source.At(_at++) - '0';
    }

    private bool IdentityEscape()
    {
        int rune = Rune(out int length);
        if (_unicode)
        {
            if (!IsSyntax(rune)) return false;
        }
        else if (rune < 0 || rune == 'c' || (_named && rune == 'k')) return false;
        _value = rune;
        _at += length;
        return true;
    }

    /// <summary>After `\u`: four digits (two such for a pair), or with Unicode flags digits in braces.</summary>
    private bool UnicodeEscape(bool forcePairs)
    {
        bool unicode = forcePairs || _unicode;
        int start = _at;
        if (FixedHex())
        {
            int lead = _value;
            if (!unicode || lead is < 0xD800 or > 0xDBFF) return !forcePairs || lead is < 0xD800 or > 0xDFFF;
            int after = _at;
            if (Eat(@"\u"u8) && FixedHex() && _value is >= 0xDC00 and <= 0xDFFF)
            {
                _value = char.ConvertToUtf32((char)lead, (char)_value);
                return true;
            }

            _at = after;
            _value = lead;
            return !forcePairs;
        }

        _at = start;
        if (!unicode || !Eat((byte)'{')) return false;
        _value = 0;
        int digits = 0;
        for (int digit; (digit = ByteClass.Hex(Current)) >= 0 && _at < _end; digits++)
        {
            _value = (_value << 4) | digit;
            if (_value > 0x10FFFF) return false;
            _at++;
        }

        return digits > 0 && Eat((byte)'}') && !(forcePairs && _value is >= 0xD800 and <= 0xDFFF);
    }

    private bool FixedHex()
    {
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            int digit = ByteClass.Hex(Ahead(i));
            if (digit < 0) return false;
            value = (value << 4) | digit;
        }

        _at += 4;
        _value = value;
        return true;
    }
}
