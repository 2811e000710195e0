using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>
/// Checks regular expressions: the whole pattern grammar, with flag `u`, with flag `v`, and the lenient one of Annex B without them. Groups with names
/// switch the lenient grammar to the strict reading of `\k`, so that such a pattern is read twice.
/// </summary>
internal sealed partial class RegexChecker(SourceText source)
{
    // Groups in groups: far above what anybody writes, far below what a stack holds.
    private const int DepthMax = 1000;

    private readonly List<string> _references = [];
    private readonly Dictionary<string, Dictionary<object, int>> _names = new(StringComparer.Ordinal);
    private int _start;
    private int _at;
    private int _end;
    private bool _unicode;
    private bool _sets;
    private bool _named;
    private int _groups;
    private int _referenceMax;
    private int _depth;
    private Branch? _branch;

    // Only groups with names ask for the alternative they stand in, and few expressions have any.
    private bool _tracksBranches;

    private string _groupName = "";
    private int _value;

    /// <summary>Checks one expression.</summary>
    /// <param name="start">The byte after the first slash.</param>
    /// <param name="end">The second slash.</param>
    /// <param name="flagsEnd">The byte after the flags.</param>
    public void Check(int start, int end, int flagsEnd)
    {
        ReadOnlySpan<byte> flags = source.Slice(end + 1, flagsEnd);
        for (int i = 0; i < flags.Length; i++)
        {
            if (!"dgimsuvy"u8.Contains(flags[i])) throw source.Error(end + 1 + i, "unknown flag of a regular expression; dgimsuvy are known");
            if (flags[(i + 1)..].Contains(flags[i])) throw source.Error(end + 1 + i, "a flag of a regular expression stands twice");
        }

        _sets = flags.Contains((byte)'v');
        _unicode = _sets || flags.Contains((byte)'u');
        if (_sets && flags.Contains((byte)'u')) throw source.Error(end + 1, "flags u and v exclude each other");
        _start = start;
        _end = end;
        _tracksBranches = source.Slice(start, end).IndexOf("(?<"u8) >= 0;
        _named = _unicode;
        Pattern();
        if (_named || _names.Count == 0) return;
        _named = true;
        Pattern();
    }

    private byte Current => _at < _end ? source.At(_at) : (byte)0;

    private byte Ahead(int count) => _at + count < _end ? source.At(_at + count) : (byte)0;

    private JavaScriptSyntaxException Error(string message) => source.Error(Math.Min(_at, _end), $"in a regular expression: {message}");

    private bool Eat(byte one)
    {
        if (_at >= _end || source.At(_at) != one) return false;
        _at++;
        return true;
    }

    private bool Eat(ReadOnlySpan<byte> text)
    {
        if (_end - _at < text.Length || !source.Slice(_at, _at + text.Length).SequenceEqual(text)) return false;
        _at += text.Length;
        return true;
    }

    private int Rune(out int length)
    {
        length = 0;
        return _at < _end ? ByteClass.Decode(source.Slice(_at, _end), out length) : -1;
    }

    private void Pattern()
    {
        _at = _start;
        _groups = _referenceMax = _depth = 0;
        _names.Clear();
        _references.Clear();
        _branch = null;
        Disjunction();
        if (_at < _end) throw Error(Current == ')' ? "a ) without its (" : "a lone bracket");
        if (_unicode && _referenceMax > _groups) throw Error("a reference to a group that is not there");
        foreach (string name in _references)
        {
            if (!_names.ContainsKey(name)) throw Error($"no group has the name {name}");
        }
    }

    private void Disjunction()
    {
        if (++_depth > DepthMax) throw Error($"groups nest deeper than {DepthMax} levels");
        Branch? outer = _branch;
        if (_tracksBranches) _branch = new Branch(outer, null);
        Alternative();
        while (Eat((byte)'|'))
        {
            _branch = _branch?.Sibling();
            Alternative();
        }

        _branch = outer;
        // Only groups are optional; a quantifier at the beginning has nothing to repeat.
        if (Quantifier(checkOnly: true)) throw Error("nothing to repeat");
        if (Current == '{' && _unicode) throw Error("a lone bracket");
        _depth--;
    }

    private void Alternative()
    {
        while (_at < _end && Term())
        {
        }
    }

    private bool Term()
    {
        if (Assertion(out bool quantifiable))
        {
            if (quantifiable && !_unicode) Quantifier(checkOnly: false);
            return true;
        }

        if (!(_unicode ? Atom() : ExtendedAtom())) return false;
        Quantifier(checkOnly: false);
        return true;
    }

    private bool Assertion(out bool quantifiable)
    {
        quantifiable = false;
        if (Eat((byte)'^') || Eat((byte)'$') || Eat(@"\b"u8) || Eat(@"\B"u8)) return true;
        bool behind = Ahead(2) == '<';
        if (!(Eat("(?="u8) || Eat("(?!"u8) || Eat("(?<="u8) || Eat("(?<!"u8))) return false;
        Disjunction();
        if (!Eat((byte)')')) throw Error("a group is not ended");
        quantifiable = !behind;
        return true;
    }

    private bool Quantifier(bool checkOnly)
    {
        int start = _at;
        if (!(Eat((byte)'*') || Eat((byte)'+') || Eat((byte)'?') || Braces(checkOnly))) return false;
        if (checkOnly)
        {
            _at = start;
            return true;
        }

        Eat((byte)'?');
        return true;
    }

    private bool Braces(bool checkOnly)
    {
        int start = _at;
        if (Eat((byte)'{') && Decimal())
        {
            double low = _decimal, high = -1;
            if (Eat((byte)',') && Decimal()) high = _decimal;
            if (Eat((byte)'}'))
            {
                if (high >= 0 && high < low && !checkOnly) throw Error("the numbers of a {n,m} are out of order");
                return true;
            }
        }

        if (_unicode && !checkOnly && _at > start) throw Error("a {n,m} is not complete");
        _at = start;
        return false;
    }

    private double _decimal;

    private bool Decimal()
    {
        int start = _at;
        _decimal = 0;
        while (Current is >= (byte)'0' and <= (byte)'9') _decimal = (_decimal * 10) + source.At(_at++) - '0';
        return _at > start;
    }

    private bool Atom()
    {
        int rune = Rune(out int length);
        if (rune == '.')
        {
            _at++;
            return true;
        }

        if (rune == '\\')
        {
            _at++;
            if (!AtomEscape()) throw Error("bad escape");
            return true;
        }

        if (rune == '[') return Class();
        if (rune == '(') return Group();
        if (rune < 0 || IsSyntax(rune)) return false;
        _at += length;
        return true;
    }

    /// <summary>Annex B: brackets and braces may stand for themselves.</summary>
    private bool ExtendedAtom()
    {
        int rune = Rune(out int length);
        switch (rune)
        {
            case -1 or '^' or '$' or '*' or '+' or '?' or ')' or '|':
                return false;
            case '.':
                _at++;
                return true;
            case '\\':
                _at++;
                if (AtomEscape()) return true;
                // A backslash before `c` stands for itself.
                if (Current == 'c') return true;
                throw Error("bad escape");
            case '[': return Class();
            case '(': return Group();
            case '{':
                if (Braces(checkOnly: true)) throw Error("nothing to repeat");
                _at++;
                return true;
            default:
                _at += length;
                return true;
        }
    }

    private static bool IsSyntax(int rune) => rune is '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/';

    private bool Group()
    {
        _at++;
        if (Eat((byte)'?'))
        {
            if (Eat((byte)'<')) NamedGroup();
            else Modifiers();
        }
        else _groups++;

        Disjunction();
        if (!Eat((byte)')')) throw Error("a group is not ended");
        return true;
    }

    private void NamedGroup()
    {
        _groups++;
        if (!GroupName()) throw Error("bad group name");
        if (!_names.TryGetValue(_groupName, out Dictionary<object, int>? counts)) _names.Add(_groupName, counts = []);
        if (!_branch!.CountsAlone(counts)) throw Error($"two groups have the name {_groupName}");
    }

    /// <summary>`i`, `m`, `s` switched on, and after `-` off, up to the colon.</summary>
    private void Modifiers()
    {
        int start = _at;
        bool off = false;
        Span<bool> seen = stackalloc bool[3];
        for (; !Eat((byte)':'); _at++)
        {
            if (Current == '-' && !off)
            {
                off = true;
                if (Ahead(1) == ':' && _at == start) throw Error("modifiers are missing");
                continue;
            }

            int which = "ims"u8.IndexOf(Current);
            if (which < 0 || _at >= _end) throw Error("bad group; (?:, (?=, (?!, (?<=, (?<!, (?<name> and (?ims-ims: are known");
            if (seen[which]) throw Error("a modifier stands twice");
            seen[which] = true;
        }
    }

    private bool GroupName()
    {
        System.Text.StringBuilder name = new();
        while (true)
        {
            if (Eat((byte)'>')) break;
            int rune = Rune(out int length);
            _at += length;
            if (rune == '\\')
            {
                if (Current != 'u') return false;
                _at++;
                if (!UnicodeEscape(forcePairs: true)) return false;
                rune = _value;
            }

            if (rune is '$' or '_' || (name.Length == 0 ? ByteClass.IsStart(rune) : ByteClass.IsPart(rune)))
            {
                name.Append(char.ConvertFromUtf32(rune));
                continue;
            }

            return false;
        }

        _groupName = name.ToString();
        return name.Length > 0;
    }

    /// <summary>
    /// One alternative of a disjunction: two groups may share a name when they can never both match, which is when the innermost disjunction around both has
    /// them in different alternatives. Counts for each alternative and disjunction around tell that without a look at each earlier group.
    /// </summary>
    private sealed class Branch(Branch? parent, object? family)
    {
        private readonly Branch? _parent = parent;
        private readonly object _family = family ?? new object();

        public Branch Sibling() => new(_parent, _family);

        /// <summary>Counts a group of this alternative; false where an earlier one of the same name may match with it.</summary>
        /// <param name="counts">How many groups of the name each alternative and each disjunction has.</param>
        public bool CountsAlone(Dictionary<object, int> counts)
        {
            int inside = 0;
            for (Branch? at = this; at is not null; at = at._parent)
            {
                // Those of this alternative that do not lie in the disjunction that the new one comes from.
                if (Increment(counts, at) > inside) return false;
                inside = Increment(counts, at._family);
            }

            return true;
        }

        private static int Increment(Dictionary<object, int> counts, object key)
        {
            ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
            return count++;
        }
    }
}
