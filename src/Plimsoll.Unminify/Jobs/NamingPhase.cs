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
internal sealed class NamingPhase(Workbench bench, ScopeTables tables, NamePlan plan) : IDisposable
{
    private readonly BuiltinNamer _builtin = new(tables, NamingTable.Builtin, bench.Store);

    /// <summary>What a model has to do, which is complete when the output is delivered; null without one.</summary>
    public ModelJob? Model { get; private set; }

    /// <summary>What became of the names of an earlier release; null without one.</summary>
    public EarlierReport? Earlier { get; private set; }

    /// <summary>Names them.</summary>
    /// <returns>What a model did; null without one.</returns>
    public ModelReport? Run(SymbolNames names)
    {
        RunBuiltin();
        using NameAssigner assigner = new(tables, names, bench.Store, plan.Keeps, plan.Refuses);
        using EarlierNames? earlier = bench.Options.NamesFrom is { } map ? EarlierNames.Read(map, tables, bench.Store) : null;
        ModelReport? report = Assign(assigner, earlier);
        Earlier = earlier?.Report(names, plan);
        return report;
    }

    private ModelReport? Assign(NameAssigner assigner, EarlierNames? earlier)
    {
        if (bench.Options.Model is not { } options)
        {
            assigner.Assign(symbol => Wishes(earlier, symbol, _builtin.NamesOf));
            return null;
        }

        using ModelNamer model = new(tables, plan, _builtin.NamesOf, options, bench.Store, bench.Stop);
        if (options.Approve is { } approve) approve(model.Estimate(bench.Plan.InputName));
        Model = new ModelJob(options, bench.Plan.InputName, bench.Plan.Output, bench.Text.Source);
        ModelReport report = model.Run(bench.Options.Governor, Model, bench.Clock.Asked);
        assigner.Assign(symbol => Wishes(earlier, symbol, model.NamesOf));
        return report;
    }

    /// <summary>What a model would have to do; null without one. Names are found all the same, since that takes the most memory.</summary>
    public ModelReport? Expect()
    {
        RunBuiltin();
        if (bench.Options.Model is not { } options) return null;
        using ModelNamer model = new(tables, plan, _builtin.NamesOf, options, bench.Store, bench.Stop);
        return new ModelReport { Estimate = model.Estimate(bench.Plan.InputName), Fallbacks = new Dictionary<FallbackReason, long>() };
    }

    /// <inheritdoc/>
    public void Dispose() => _builtin.Dispose();

    private void RunBuiltin()
    {
        using TreeBuilder builder = bench.Trees(tables);
        _builtin.Run(builder, bench.Stop);
    }

    private IReadOnlyList<string> Wishes(EarlierNames? earlier, int symbol, Func<int, IReadOnlyList<string>> names)
    {
        if (plan.WishFor(symbol) is { } parameter) return [parameter, .. names(symbol)];
        return earlier?[symbol] is { } name ? [name, .. names(symbol)] : names(symbol);
    }
}
