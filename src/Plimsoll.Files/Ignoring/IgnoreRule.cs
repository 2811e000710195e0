namespace Plimsoll.Files;

/// <summary>What a set of rules says about a path.</summary>
internal enum IgnoreVerdict : byte
{
    Silent,
    Ignore,
    Keep,
}

/// <summary>One line of an ignore file, cut into what matching needs; the bytes stay in the file's own array.</summary>
/// <param name="Start">Where the pattern starts in the array, after '!' and a leading '/'.</param>
/// <param name="Length">Its length, without a trailing '/'.</param>
/// <param name="LiteralHead">Bytes at its start before the first special one.</param>
/// <param name="LiteralTail">Bytes at its end after the last special one.</param>
/// <param name="Flags">What kind of rule it is.</param>
internal readonly record struct IgnoreRule(int Start, int Length, int LiteralHead, int LiteralTail, IgnoreRuleFlags Flags)
{
    public bool Is(IgnoreRuleFlags flag) => (Flags & flag) != IgnoreRuleFlags.None;

    public IgnoreVerdict Verdict => Is(IgnoreRuleFlags.Negated) ? IgnoreVerdict.Keep : IgnoreVerdict.Ignore;
}

/// <summary>Kinds of ignore rules.</summary>
[Flags]
internal enum IgnoreRuleFlags : byte
{
    None = 0,

    /// <summary>Starts with '!': what it names is kept.</summary>
    Negated = 1,

    /// <summary>Ends with '/': names folders only.</summary>
    FolderOnly = 2,

    /// <summary>Has no '/' inside: names entries at any depth.</summary>
    NameOnly = 4,

    /// <summary>A '*' and then only plain bytes.</summary>
    EndsWith = 8,

    /// <summary>No special bytes at all.</summary>
    Literal = 16,
}
