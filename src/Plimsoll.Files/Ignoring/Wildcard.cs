namespace Plimsoll.Files;

/// <summary>
/// Matches text against a wildcard pattern as git does: '*', '?', '[…]' and '\', and in paths also "**", where the others do not
/// match a '/'. Written after the description in gitignore(5) and checked against git itself.
/// </summary>
internal ref struct Wildcard
{
    // A hostile pattern of many stars would take exponential time; real ones take a few hundred steps. One that takes more never matches.
    private const int StepsMax = 200_000;

    // Stars that are tried inside one another. A real pattern has ten; a hostile one of thousands would use up the stack.
    private const int DepthMax = 256;

    private readonly bool _isPath;
    private readonly bool _ignoreCase;
    private readonly ReadOnlySpan<byte> _pattern;
    private readonly ReadOnlySpan<byte> _text;
    private int _steps;
    private int _depth;

    private Wildcard(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool isPath, bool ignoreCase)
    {
        _pattern = pattern;
        _text = text;
        _isPath = isPath;
        _ignoreCase = ignoreCase;
    }

    private enum Outcome
    {
        Match,
        Mismatch,

        /// <summary>No later start of any star can match either.</summary>
        Hopeless,

        /// <summary>Only a later start of a "**" can still match.</summary>
        HopelessInPart,
    }

    /// <summary>Whether the whole text matches the whole pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="isPath">Whether '/' is special.</param>
    /// <param name="ignoreCase">Whether ASCII letters match in either case.</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool isPath, bool ignoreCase) =>
        new Wildcard(pattern, text, isPath, ignoreCase).Run(0, 0) == Outcome.Match;

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    private static bool IsSpecial(byte value) => value is (byte)'*' or (byte)'?' or (byte)'[' or (byte)'\\';

    private readonly byte PatternAt(int at) => at < _pattern.Length ? _pattern[at] : (byte)0;

    private readonly byte Fold(byte value) => _ignoreCase ? Lower(value) : value;

    private Outcome Run(int p, int t)
    {
        var start = p;
        for (; p < _pattern.Length; p++, t++)
        {
            var wanted = _pattern[p];
            if (t >= _text.Length && wanted != '*')
            {
                return Outcome.Hopeless;
            }

            if (++_steps > StepsMax)
            {
                return Outcome.Hopeless;
            }

            if (wanted == '*')
            {
                if (RunStar(start, ref p, ref t) is { } outcome)
                {
                    return outcome;
                }

                continue;
            }

            var before = p;
            var problem = RunOne(wanted, ref p, _text[t]);
            _steps += p - before;
            if (problem != Outcome.Match)
            {
                return problem;
            }
        }

        return t == _text.Length ? Outcome.Match : Outcome.Mismatch;
    }

    /// <summary>Runs from here on inside the run at hand; gives up for good where that would go too deep.</summary>
    private Outcome RunInside(int p, int t)
    {
        if (_depth == DepthMax)
        {
            _steps = StepsMax;
            return Outcome.Hopeless;
        }

        _depth++;
        var outcome = Run(p, t);
        _depth--;
        return outcome;
    }

    /// <summary>Matches one byte of text; leaves p at the last byte of its part of the pattern.</summary>
    private readonly Outcome RunOne(byte wanted, ref int p, byte found)
    {
        switch (wanted)
        {
            case (byte)'?':
                return _isPath && found == '/' ? Outcome.Mismatch : Outcome.Match;
            case (byte)'[':
                var result = CharacterSet.Match(_pattern, ref p, Fold(found), _ignoreCase);
                return result is null ? Outcome.Hopeless : result.Value && !(_isPath && found == '/') ? Outcome.Match : Outcome.Mismatch;
            case (byte)'\\':
                // Case is kept after a backslash: git folds only what is not escaped.
                return PatternAt(++p) == Fold(found) ? Outcome.Match : Outcome.Mismatch;
            default:
                return Fold(wanted) == Fold(found) ? Outcome.Match : Outcome.Mismatch;
        }
    }

    /// <summary>Handles a star; null where the text was moved to a '/' that the loop then takes.</summary>
    private Outcome? RunStar(int start, ref int p, ref int t)
    {
        var crossesFolders = StarCrossesFolders(start, ref p, t, out var matched);
        if (matched)
        {
            return Outcome.Match;
        }

        if (p == _pattern.Length)
        {
            return crossesFolders || !_text[t..].Contains((byte)'/') ? Outcome.Match : Outcome.HopelessInPart;
        }

        if (!crossesFolders && _pattern[p] == '/')
        {
            var slash = _text[t..].IndexOf((byte)'/');
            if (slash < 0)
            {
                return Outcome.Hopeless;
            }

            t += slash;
            return null;
        }

        return TryAllStarts(p, t, crossesFolders);
    }

    /// <summary>Skips the stars; says whether they match '/', and whether "**/" matched nothing and the rest matched.</summary>
    private bool StarCrossesFolders(int start, ref int p, int t, out bool matched)
    {
        matched = false;
        var before = p - 1;
        p++;
        if (PatternAt(p) != '*')
        {
            return !_isPath;
        }

        while (PatternAt(p) == '*')
        {
            p++;
        }

        if (!_isPath)
        {
            return true;
        }

        var isWholePart = (before < start || _pattern[before] == '/')
            && (p == _pattern.Length || _pattern[p] == '/' || (_pattern[p] == '\\' && PatternAt(p + 1) == '/'));
        if (isWholePart)
        {
            SkipRepeated(ref p);
            matched = PatternAt(p) == '/' && RunInside(p + 1, t) == Outcome.Match;
        }

        _steps += p - before;
        return isWholePart;
    }

    /// <summary>Skips every further "**" that is followed by a '/' too: many in a row mean what one means. At the last one's '/' afterwards.</summary>
    private readonly void SkipRepeated(ref int p)
    {
        for (var at = p; PatternAt(at) == '/';)
        {
            p = at++;
            var stars = at;
            while (PatternAt(at) == '*')
            {
                at++;
            }

            if (at - stars < 2)
            {
                return;
            }
        }
    }

    private Outcome TryAllStarts(int p, int t, bool crossesFolders)
    {
        var wanted = Fold(_pattern[p]);
        var isLiteral = !IsSpecial(_pattern[p]);
        while (t < _text.Length)
        {
            if (isLiteral)
            {
                while (t < _text.Length && (crossesFolders || _text[t] != '/') && Fold(_text[t]) != wanted)
                {
                    t++;
                }

                if (t == _text.Length || Fold(_text[t]) != wanted)
                {
                    return crossesFolders ? Outcome.Hopeless : Outcome.HopelessInPart;
                }
            }

            var outcome = RunInside(p, t);
            if (outcome != Outcome.Mismatch && (!crossesFolders || outcome != Outcome.HopelessInPart))
            {
                return outcome;
            }

            if (outcome == Outcome.Mismatch && !crossesFolders && _text[t] == '/')
            {
                return Outcome.HopelessInPart;
            }

            t++;
        }

        return Outcome.Hopeless;
    }
}
