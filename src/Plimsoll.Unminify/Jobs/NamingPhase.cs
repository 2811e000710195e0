using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.Unminify.Models;
using Plimsoll.Unminify.Naming;
using Plimsoll.Unminify.Releases;

namespace Plimsoll.Unminify.Jobs;

/// <summary>
/// Gives every binding that is to have one a name. The wishes for a binding, in this order: what bundlers call the parameters of modules, its name in an earlier release, that of a model, those of the builtin namer.
/// </summary>
internal sealed class NamingPhase(Workbench bench, ScopeTables tables, NamePlan plan)
{
    /// <summary>What a model has to do, which is complete when the output is delivered; null without one.</summary>
    public ModelJob? Model { get; private set; }

    /// <summary>What became of the names of an earlier release; null without one.</summary>
    public EarlierReport? Earlier { get; private set; }

    /// <summary>How many of the bindings that get names are those of known functions.</summary>
    public long Recognized { get; private set; }

    /// <summary>Names them.</summary>
    /// <returns>What a model did; null without one.</returns>
    public ModelReport? Run(SymbolNames names)
    {
        using BuiltinNamer builtin = RunBuiltin();
        using NameAssigner assigner = new(tables, names, bench.Store, plan.Keeps, plan.Refuses);
        using EarlierNames? earlier = bench.Options.NamesFrom is { Count: > 0 } maps ? EarlierNames.Read(maps, tables, bench.Store) : null;
        ModelReport? report = Assign(builtin, assigner, earlier);
        Recognized = CountKnown(builtin, symbol => IsSpelt(names[symbol], builtin.NamesOf(symbol)[0]));
        Earlier = earlier?.Report(names, plan);
        return report;
    }

    private ModelReport? Assign(BuiltinNamer builtin, NameAssigner assigner, EarlierNames? earlier)
    {
        if (bench.Options.Model is not { } options)
        {
            assigner.Assign(symbol => Wishes(earlier, symbol, builtin.NamesOf));
            return null;
        }

        using ModelNamer model = new(tables, plan, builtin.NamesOf, options, bench.Store, bench.Stop);
        if (options.Approve is { } approve) approve(model.Estimate(bench.Plan.InputName));
        Model = new ModelJob(options, bench.Plan.InputName, bench.Plan.Output, bench.Text.Source);
        ModelReport report = model.Run(bench.Options.Governor, Model, bench.Clock.Asked);
        assigner.Assign(symbol => Wishes(earlier, symbol, model.NamesOf));
        return report;
    }

    /// <summary>What a model would have to do; null without one. Names are found all the same, since that takes the most memory.</summary>
    public ModelReport? Expect()
    {
        using BuiltinNamer builtin = RunBuiltin();
        Recognized = CountKnown(builtin, static _ => true);
        if (bench.Options.Model is not { } options) return null;
        using ModelNamer model = new(tables, plan, builtin.NamesOf, options, bench.Store, bench.Stop);
        return new ModelReport { Estimate = model.Estimate(bench.Plan.InputName), Fallbacks = new Dictionary<FallbackReason, long>() };
    }

    private BuiltinNamer RunBuiltin()
    {
        BuiltinNamer builtin = new(tables, NamingTable.Builtin, bench.Store);
        using TreeBuilder builder = bench.Trees(tables);
        builtin.Run(builder, bench.Options.Model is null ? bench.Clock.Advance : null, bench.Stop);
        return builtin;
    }

    /// <summary>Counts the bindings of known functions that got the names of these: a model's and those of an earlier release come before them.</summary>
    private long CountKnown(BuiltinNamer builtin, Func<int, bool> counts)
    {
        long count = 0;
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
        {
            if (builtin.IsKnown(symbol) && !plan.Keeps(symbol) && counts(symbol)) count++;
        }

        return count;
    }

    /// <summary>Whether a name is another one, or that with a number behind.</summary>
    private static bool IsSpelt(ReadOnlySpan<byte> name, string other) =>
        name.Length >= other.Length && Ascii.Equals(name[..other.Length], other) && !name[other.Length..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private IReadOnlyList<string> Wishes(EarlierNames? earlier, int symbol, Func<int, IReadOnlyList<string>> names)
    {
        if (plan.WishFor(symbol) is { } parameter) return [parameter, .. names(symbol)];
        return earlier?[symbol] is { } name ? [name, .. names(symbol)] : names(symbol);
    }
}
