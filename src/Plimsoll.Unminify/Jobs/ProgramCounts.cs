using Plimsoll.JavaScript.Scopes;
using Plimsoll.Unminify.Naming;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What can be told of a program before anything is done with it.</summary>
internal static class ProgramCounts
{
    /// <summary>Counts it.</summary>
    public static ProgramReport Report(Workbench bench, ScopeTables tables, NamePlan plan, Bundle bundle)
    {
        long identifiers = 0;
        Dictionary<KeptReason, long> kept = [];
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
        {
            if (!plan.IsDeclared(symbol)) continue;
            identifiers++;
            if (plan.ReasonFor(symbol) is { } reason) kept[reason] = kept.GetValueOrDefault(reason) + 1;
        }

        return new ProgramReport
        {
            Input = bench.Plan.InputName,
            Output = bench.Plan.Output,
            InputBytes = bench.Text.Source.Length,
            Goal = tables.Goal.ToString().ToLowerInvariant(),
            Modules = bundle.Modules.Count,
            Identifiers = identifiers,
            Renamed = identifiers - kept.Values.Sum(),
            Kept = kept,
            References = tables.Occurrences.Count,
            Scopes = tables.Scopes.Count,
            Chunks = Chunks(tables, bench.Options.ChunkBytes),
            Phases = [],
        };
    }

    /// <summary>The program itself, and each body that is long enough to be walked through apart.</summary>
    private static long Chunks(ScopeTables tables, int chunkBytes)
    {
        long chunks = 1;
        for (int body = 0; body < tables.Bodies.Count; body++)
        {
            if (tables.Bodies[body].End - tables.Bodies[body].Start >= chunkBytes) chunks++;
        }

        return chunks;
    }
}
