namespace Plimsoll.Files;

/// <summary>Rule sets from the deepest folder upwards; the first that says anything decides.</summary>
/// <param name="Rules">The rules of one file.</param>
/// <param name="BaseLength">Bytes of every judged path up to and with the '/' of the folder to which these rules are relative.</param>
/// <param name="Above">The rules that are asked next.</param>
internal sealed record IgnoreChain(IgnoreRules Rules, int BaseLength, IgnoreChain? Above)
{
    // Files of rules may lie in each of hundreds of folders inside one another, and all are held at once.
    private const long HeldBytesMax = 12L << 20;

    private readonly long _heldBytes = Rules.HeldBytes + (Above?._heldBytes ?? 0);

    /// <summary>Puts rules below a chain; no rules leave the chain as it is, and so do those with which it would hold more than 12 MB.</summary>
    public static IgnoreChain? Push(IgnoreChain? above, IgnoreRules? rules, int baseLength) =>
        rules is null || rules.HeldBytes + (above?._heldBytes ?? 0) > HeldBytesMax ? above : new IgnoreChain(rules, baseLength, above);

    /// <summary>What the chain says about a path.</summary>
    public static IgnoreVerdict Judge(IgnoreChain? chain, in PathProbe probe)
    {
        for (; chain is not null; chain = chain.Above)
        {
            var verdict = chain.Rules.Judge(probe, chain.BaseLength);
            if (verdict != IgnoreVerdict.Silent)
            {
                return verdict;
            }
        }

        return IgnoreVerdict.Silent;
    }
}
