using Plimsoll.Memory;

namespace Plimsoll.Unminify.Jobs;

/// <summary>
/// Which budget does for a program that did not fit. What is proportional to a program lies in files when memory is short, all but two things that the managed heap holds: the members of the longest list, and
/// what is known of the modules of a bundle. Both are estimated from the text, on the safe side of what was measured on lists of a million members and bundles of 60,000 modules.
/// </summary>
internal static class BudgetForecast
{
    /// <summary>Bytes of the managed heap that each member of a list may take while lists grow.</summary>
    private const long MemberBytes = 24;

    /// <summary>Bytes of the managed heap that a module may take, with its name and its path.</summary>
    private const long ModuleBytes = 1000;

    private const long Megabyte = 1 << 20;

    /// <summary>Whether a failure is one of memory.</summary>
    public static bool Covers(Exception error) => error is OutOfMemoryException or LeaseNeverFitsException or LeaseTimeoutException or MemoryExhaustedException;

    /// <summary>The error for a program that did not fit, with a budget that does.</summary>
    /// <param name="governor">The governor that refused.</param>
    /// <param name="name">What messages call the program.</param>
    /// <param name="text">The program.</param>
    /// <param name="unpacks">Whether modules are looked for.</param>
    /// <param name="cause">What failed.</param>
    public static UnminifyException TooSmall(MemoryGovernor governor, string name, ReadOnlySpan<byte> text, bool unpacks, Exception cause)
    {
        governor.OnOutOfMemory();
        long managed = MembersMax(text) * MemberBytes;
        if (unpacks) managed += FunctionsMax(text) * ModuleBytes;

        // Tables may take one half of what there is (see BlockStore), so that what the heap needs is there twice.
        long budget = governor.BudgetBytes, enough = governor.SmallestBudgetFor(managed, managed);
        if (cause is LeaseNeverFitsException refused) enough = Math.Max(enough, refused.SmallestBudgetBytes);
        if (enough <= budget) enough = budget * 2; // whatever it was, the estimate has missed it
        return new UnminifyException(
            UnminifyFailure.BudgetTooSmall, $"a budget of {MemorySize.Format(budget)} is too small for {name}; --memory {(enough + Megabyte - 1) / Megabyte}MB will do", cause);
    }

    private static long MembersMax(ReadOnlySpan<byte> text) => text.Count((byte)',') + text.Count((byte)';');

    private static long FunctionsMax(ReadOnlySpan<byte> text) => text.Count("){"u8) + text.Count(") {"u8) + text.Count("=>"u8);
}
