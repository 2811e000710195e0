using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// The rules of one ignore file, compiled: plain names and "*.suffix" are found through one hash table, the rest is tried one by one.
/// The last matching rule decides, as in gitignore(5).
/// </summary>
internal sealed class IgnoreRules
{
    /// <summary>Bytes of the longest ignore file that is obeyed: rules are held in memory, and no one writes a longer one by hand.</summary>
    public const int FileSizeMax = 4 * 1024 * 1024;

    // For the same reason; a file of more rules is not obeyed either.
    private const int RulesMax = 131_072;

    // A rule itself, its places in both tables and among the general ones.
    private const int BytesOfARule = 40;

    private readonly byte[] _bytes;
    private readonly IgnoreRule[] _rules;
    private readonly bool _ignoreCase;
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly int[] _general;

    private IgnoreRules(byte[] bytes, IgnoreRule[] rules, bool ignoreCase)
    {
        _bytes = bytes;
        _rules = rules;
        _ignoreCase = ignoreCase;
        _heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, rules.Length * 2))];
        _next = new int[rules.Length];
        var general = new List<int>();
        for (var i = 0; i < rules.Length; i++)
        {
            if (!TryKey(rules[i], out var hash))
            {
                general.Add(i);
                continue;
            }

            // Chains start with the last rule: the first match is the one that decides. Numbers are one-based, 0 ends a chain.
            ref var head = ref _heads[hash & (uint)(_heads.Length - 1)];
            _next[i] = head;
            head = i + 1;
        }

        _general = [.. general];
    }

    /// <summary>What holding the rules takes, in bytes.</summary>
    public long HeldBytes => _bytes.Length + ((long)_rules.Length * BytesOfARule);

    /// <summary>Compiles an ignore file; null where it has no rules, or more than 131,072.</summary>
    public static IgnoreRules? Compile(byte[] content, bool ignoreCase)
    {
        var rules = IgnoreFileParser.Parse(content, RulesMax + 1);
        return rules.Count is 0 or > RulesMax ? null : new IgnoreRules(content, [.. rules], ignoreCase);
    }

    /// <summary>Compiles globs given one by one; null where there are none.</summary>
    public static IgnoreRules? Compile(IReadOnlyList<string> globs) =>
        globs.Count == 0 ? null : Compile(Encoding.UTF8.GetBytes(string.Join('\n', globs)), ignoreCase: false);

    /// <summary>What the rules say about a path, without regard to the folders above it.</summary>
    /// <param name="probe">The path.</param>
    /// <param name="baseLength">Bytes of the path up to and with the '/' of the folder that the ignore file lies in.</param>
    public IgnoreVerdict Judge(in PathProbe probe, int baseLength)
    {
        var best = Decide(probe, baseLength);
        return best < 0 ? IgnoreVerdict.Silent : _rules[best].Verdict;
    }

    /// <summary>The rule that decides about a path, or -1.</summary>
    public int Decide(in PathProbe probe, int baseLength)
    {
        var path = probe.Path[baseLength..];
        var best = Math.Max(LastInChain(probe.NameHash, probe, path), probe.SuffixHash == 0 ? -1 : LastInChain(probe.SuffixHash, probe, path));
        for (var i = _general.Length - 1; i >= 0 && _general[i] > best; i--)
        {
            if (Matches(_rules[_general[i]], probe, path))
            {
                best = _general[i];
            }
        }

        return best;
    }

    /// <summary>Where a rule stands in its file, how it is written, and whether it keeps what it names.</summary>
    public (int Line, string Text, bool Keeps) Describe(int rule)
    {
        var before = _bytes.AsSpan(0, _rules[rule].Start);
        var start = before.LastIndexOf((byte)'\n') + 1;
        var length = _bytes.AsSpan(start).IndexOf((byte)'\n');
        var text = _bytes.AsSpan(start, length < 0 ? _bytes.Length - start : length).TrimEnd((byte)'\r');
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetString(text), _rules[rule].Verdict == IgnoreVerdict.Keep);
    }

    private int LastInChain(uint hash, in PathProbe probe, ReadOnlySpan<byte> path)
    {
        for (var i = _heads[hash & (uint)(_heads.Length - 1)] - 1; i >= 0; i = _next[i] - 1)
        {
            if (Matches(_rules[i], probe, path))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The key under which a rule is found: the whole last part of what it names, or its suffix from the last dot on.</summary>
    private bool TryKey(in IgnoreRule rule, out uint hash)
    {
        var pattern = _bytes.AsSpan(rule.Start, rule.Length);
        hash = 0;
        if (rule.Is(IgnoreRuleFlags.Literal))
        {
            hash = NameHashing.Hash(pattern[(pattern.LastIndexOf((byte)'/') + 1)..]);
            return true;
        }

        var dot = rule.Is(IgnoreRuleFlags.EndsWith) && rule.Is(IgnoreRuleFlags.NameOnly) ? pattern.LastIndexOf((byte)'.') : -1;
        if (dot < 0)
        {
            return false;
        }

        hash = NameHashing.Hash(pattern[dot..]);
        return true;
    }

    private bool Matches(in IgnoreRule rule, in PathProbe probe, ReadOnlySpan<byte> path)
    {
        if (rule.Is(IgnoreRuleFlags.FolderOnly) && !probe.IsFolder)
        {
            return false;
        }

        var pattern = _bytes.AsSpan(rule.Start, rule.Length);
        var text = rule.Is(IgnoreRuleFlags.NameOnly) ? probe.Name : path;
        if (rule.Is(IgnoreRuleFlags.Literal))
        {
            return NameHashing.Same(pattern, text, _ignoreCase);
        }

        if (rule.Is(IgnoreRuleFlags.EndsWith) && rule.Is(IgnoreRuleFlags.NameOnly))
        {
            return text.Length >= pattern.Length - 1 && NameHashing.Same(pattern[1..], text[^(pattern.Length - 1)..], _ignoreCase);
        }

        return MatchesWildcard(rule, pattern, text);
    }

    private bool MatchesWildcard(in IgnoreRule rule, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text)
    {
        var head = rule.LiteralHead;
        if (text.Length < head || text.Length < rule.LiteralTail
            || !NameHashing.Same(pattern[..head], text[..head], _ignoreCase)
            || !NameHashing.Same(pattern[^rule.LiteralTail..], text[^rule.LiteralTail..], _ignoreCase))
        {
            return false;
        }

        // For paths git starts the wildcard match behind the plain head, so that a "**" there counts as a part of its own.
        var isPath = !rule.Is(IgnoreRuleFlags.NameOnly);
        return isPath
            ? Wildcard.Matches(pattern[head..], text[head..], isPath: true, _ignoreCase)
            : Wildcard.Matches(pattern, text, isPath: false, _ignoreCase);
    }
}
