using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Models;
using Plimsoll.Unminify.Naming;
using Plimsoll.Unminify.Releases;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Jobs;

/// <summary>
/// One file from its text to a checked output. The whole file is known by its tables only; everything that needs trees walks statement by statement, and what
/// comes out does not depend on how large the pieces are. Nothing has its final name before the output is proved to be the same program.
/// </summary>
internal sealed class ProgramRun(UnminifyOptions options, OutputPlan plan, ModuleSets sets, PhaseClock clock, CancellationToken stop) : IDisposable
{
    private readonly Workbench _bench = new(options, plan, clock, stop);

    /// <summary>Does it.</summary>
    /// <exception cref="UnminifyException">The input is no program, the output is not the same one, or the budget is too small.</exception>
    public ProgramReport Run()
    {
        try
        {
            return RunWithin();
        }
        catch (Exception error) when (BudgetForecast.Covers(error))
        {
            throw BudgetForecast.TooSmall(options.Governor, plan.InputName, _bench.Text.Source.Span, options.Unpack, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    private ProgramReport RunWithin()
    {
        using ScopeTables tables = clock.Run(Phase.Read, Read);
        Bundle bundle = options.Unpack ? clock.Run(Phase.Unpack, () => FindModules(tables)) : Bundle.None;
        NamePlan names = new(tables, bundle, options.KeepsTopLevel || options.Inputs.Count > 1); // scripts of one page see each other's names
        ProgramReport report = ProgramCounts.Report(_bench, tables, names, bundle);
        clock.Found(report.Identifiers);
        NamingPhase naming = new(_bench, tables, names);
        if (options.IsDryRun) return report with { Model = clock.Run(Phase.Name, naming.Expect), Recognized = naming.Recognized, Phases = clock.EndFile() };
        return Deliver(tables, naming, bundle, report);
    }

    private ScopeTables Read()
    {
        try
        {
            return _bench.Survey(_bench.Text.Source, SourceGoal.DetectNode);
        }
        catch (JavaScriptSyntaxException error)
        {
            throw new UnminifyException(UnminifyFailure.BadInput, error.Message + InputHint.For(plan.InputPath, _bench.Text.Source, error.Offset), error);
        }
    }

    private Bundle FindModules(ScopeTables tables)
    {
        using TreeBuilder builder = _bench.Trees(tables);
        return ModuleFinder.Find(tables, builder);
    }

    private ProgramReport Deliver(ScopeTables tables, NamingPhase naming, Bundle bundle, ProgramReport report)
    {
        ModuleSet? modules = bundle.Modules.Count > 0 ? sets.Get(Path.GetDirectoryName(plan.Output)!) : null;
        UnpackedProgram? unpacked = modules?.Plan(Path.GetFileName(plan.Output), tables.Goal, bundle);
        AtomicFile output = _bench.Stage(plan.Output);
        ModelReport? model;
        bool copiesText;
        IReadOnlyList<JavaScript.Printing.ApartRange> ranges;
        using (SymbolNames names = new(tables, _bench.Store))
        {
            model = clock.Run(Phase.Name, () => naming.Run(names));
            if (options.WritesRenameMap) RenameMap.Write(tables, names, _bench.Store, _bench.Stage(plan.RenameMap), stop);
            PrintingPhase printing = new(_bench, tables, names, unpacked);
            clock.Run(Phase.Print, () => printing.Run(output, modules));
            (copiesText, ranges) = (printing.CopiesText, printing.Ranges);
        }

        clock.Run(Phase.Check, () => new CheckingPhase(_bench, output).Run(tables, copiesText));
        if (unpacked is not null) modules!.Add(unpacked, output.TemporaryPath, ranges, options.WritesSourceMap);
        _bench.Commit(except: unpacked is null ? null : output);
        File.Delete(plan.Rejected); // of an earlier run
        naming.Model?.Complete();
        return report with { Model = model, Earlier = naming.Earlier, Recognized = naming.Recognized, OutputBytes = output.Length, SpilledBytes = _bench.Store.SpilledBytes, IsVerified = true, Phases = clock.EndFile() };
    }
}
