using System.Text.RegularExpressions;

namespace Plimsoll.Tidy.Tests.Rules;

/// <summary>Calls that break a promise of the product, each with what to use instead.</summary>
internal static class BannedCalls
{
    private sealed record Ban(Regex Call, string Instead, bool InTests = false, string? Allowed = null);

    private static readonly Ban[] Bans =
    [
        new(Word(@"File\.ReadAll(Text|Lines|Bytes)(Async)?\b"), "use SourceReader or a bounded FileStream instead: a whole file has no bound"),
        new(Word(@"\.ReadToEnd(Async)?\b"), "use a bounded read into a leased buffer instead"),
        new(Word(@"\bCreateUnbounded\b"), "use Channel.CreateBounded instead"),
        new(Word(@"\bConcurrentBag\b"), "use a bounded channel or a leased array instead"),
        new(Word(@"\.WorkingSet64\b"), "use MemoryProbe instead"),
        new(Word(@"\bThread\.Sleep\b"), "use a wait handle or a TimeProvider timer instead", InTests: true),
        new(Word(@"\bawait Task\.Delay\b"), "use a signal of what is waited for, or a fake clock, instead", InTests: true),
        new(Word(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b"), "use the TimeProvider that is passed in instead"),
        new(Word(@"\bRandom\.Shared\b|\bnew Random\(\)"), "use the Random or seed that is passed in instead"),
        new(Word(@"\bGC\.Collect\b"), "use MemoryGovernor's reclaim instead", Allowed: "src/Plimsoll.Memory/"),
        new(Word(@"\bNotImplementedException\b"), "use a finished method instead"),
    ];

    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!file.IsCSharp) yield break;
        foreach (Ban ban in Bans)
        {
            if (!file.IsProduct && !(ban.InTests && file.IsTest)) continue;
            if (ban.Allowed is not null && file.Path.StartsWith(ban.Allowed, StringComparison.Ordinal)) continue;
            foreach (Match match in ban.Call.Matches(file.Code))
            {
                yield return file.At(match.Index, ban.Instead);
            }
        }
    }

    private static Regex Word(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
