using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Models;
using Plimsoll.Unminify.Naming;
using Plimsoll.Unminify.Output;
using Plimsoll.Unminify.Releases;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Jobs;

/// <summary>
/// One file from its text to a checked output. The whole file is known by its tables only; everything that needs trees walks statement by statement, and what
/// comes out does not depend on how large the pieces are. Nothing has its final name before the output is proved to be the same program.
/// </summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly UnminifyOptions _options;
    private readonly OutputPlan _plan;
    private readonly PhaseClock _clock;
    private readonly CancellationToken _stop;
    private readonly BlockStore _store;
    private readonly ProgramText _text;
    private readonly List<AtomicFile> _staged = [];
    private ModelJob? _modelJob;

    public ProgramRun(UnminifyOptions options, OutputPlan plan, PhaseClock clock, CancellationToken stop)
    {
        (_options, _plan, _clock, _stop) = (options, plan, clock, stop);
        _text = ProgramText.Open(plan.InputPath, plan.InputName);
        _store = new BlockStore(options.Governor, plan.ScratchFolder);
    }

    private bool IsNamesOnly => !_options.Tidy && !_options.Format;

    /// <summary>Does it.</summary>
    /// <exception cref="JavaScriptSyntaxException">The input is no program.</exception>
    /// <exception cref="UnminifyException">The output is not the same program.</exception>
    public ProgramReport Run()
    {
        using ScopeTables tables = _clock.Run(Phase.Read, () => Survey(_text.Source, SourceGoal.DetectNode));
        NamePlan plan = new(tables, _options.KeepsTopLevel);
        ProgramReport report = Count(tables, plan);
        _clock.Found(report.Identifiers);
        if (_options.IsDryRun) return report with { Model = _clock.Run(Phase.Name, () => Expect(tables, plan)), Phases = _clock.EndFile() };
        AtomicFile output = Stage(_plan.Output);
        ModelReport? model;
        using (SymbolNames names = new(tables, _store))
        {
            model = _clock.Run(Phase.Name, () => Name(tables, plan, names));
            if (_options.WritesRenameMap) RenameMap.Write(tables, names, _store, Stage(_plan.RenameMap), _stop);
            _clock.Run(Phase.Print, () => Print(tables, names, output));
        }

        _options.BeforeCheck?.Invoke(output.TemporaryPath);
        (int Ours, int Theirs)? difference = _clock.Run(Phase.Check, () => FindDifference(tables, output));
        if (difference is { } places) throw Reject(output, places);
        foreach (AtomicFile file in _staged) file.Commit();
        _modelJob?.Complete();
        return report with { Model = model, OutputBytes = output.Length, SpilledBytes = _store.SpilledBytes, IsVerified = true, Phases = _clock.EndFile() };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AtomicFile file in _staged) file.Dispose();
        _text.Dispose();
        _store.Dispose();
    }

    private ScopeTables Survey(SourceText source, SourceGoal goal) => Parser.Survey(
        source,
        new SurveyOptions { Goal = goal, BodyBytesMin = UnminifyOptions.ChunkBytesMin, TableStore = _store, TreeStore = _store });

    private TreeBuilder Trees(ScopeTables tables) => new(tables, _store) { HoleBytesMin = _options.ChunkBytes };

    private ProgramReport Count(ScopeTables tables, NamePlan plan)
    {
        long identifiers = 0, chunks = 1;
        Dictionary<KeptReason, long> kept = [];
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
        {
            if (!plan.IsDeclared(symbol)) continue;
            identifiers++;
            if (plan.ReasonFor(symbol) is { } reason) kept[reason] = kept.GetValueOrDefault(reason) + 1;
        }

        for (int body = 0; body < tables.Bodies.Count; body++)
        {
            if (tables.Bodies[body].End - tables.Bodies[body].Start >= _options.ChunkBytes) chunks++;
        }

        return new ProgramReport
        {
            Input = _plan.InputName,
            Output = _plan.Output,
            InputBytes = _text.Source.Length,
            Goal = tables.Goal.ToString().ToLowerInvariant(),
            Identifiers = identifiers,
            Renamed = identifiers - kept.Values.Sum(),
            Kept = kept,
            References = tables.Occurrences.Count,
            Scopes = tables.Scopes.Count,
            Chunks = chunks,
            Phases = [],
        };
    }

    private ModelReport? Name(ScopeTables tables, NamePlan plan, SymbolNames names)
    {
        using BuiltinNamer namer = new(tables, NamingTable.Builtin, _store);
        using (TreeBuilder builder = Trees(tables)) namer.Run(builder);
        using NameAssigner assigner = new(tables, names, _store, plan.Keeps);
        using EarlierNames? earlier = _options.NamesFrom is { } map ? EarlierNames.Read(map, tables, _store) : null;
        if (_options.Model is not { } options)
        {
            assigner.Assign(symbol => WithEarlier(earlier, symbol, namer.NamesOf));
            return null;
        }

        using ModelNamer model = new(tables, plan, namer.NamesOf, options, _store, _stop);
        if (options.Approve is { } approve) approve(model.Estimate(_plan.InputName));
        _modelJob = new ModelJob(options, _plan.InputName, _plan.Output, _text.Source);
        ModelReport report = model.Run(_options.Governor, _modelJob, _clock.Asked);
        assigner.Assign(symbol => WithEarlier(earlier, symbol, model.NamesOf));
        return report;
    }

    /// <summary>The name of an earlier release comes first.</summary>
    private static IReadOnlyList<string> WithEarlier(EarlierNames? earlier, int symbol, Func<int, IReadOnlyList<string>> names) => earlier?[symbol] is { } name ? [name, .. names(symbol)] : names(symbol);

    /// <summary>What a model would have to do; null without one. Names are found all the same, since that takes the most memory.</summary>
    private ModelReport? Expect(ScopeTables tables, NamePlan plan)
    {
        using BuiltinNamer namer = new(tables, NamingTable.Builtin, _store);
        using (TreeBuilder builder = Trees(tables)) namer.Run(builder);
        if (_options.Model is not { } options) return null;
        using ModelNamer model = new(tables, plan, namer.NamesOf, options, _store, _stop);
        return new ModelReport { Estimate = model.Estimate(_plan.InputName), Fallbacks = new Dictionary<FallbackReason, long>() };
    }

    private bool Print(ScopeTables tables, SymbolNames names, AtomicFile output)
    {
        OutputBuffer buffer = new(output, _stop);
        if (IsNamesOnly && !_options.WritesSourceMap) SourceRenamer.Write(tables, names, buffer);
        else PrintTrees(tables, names, buffer);
        buffer.Flush();
        return true;
    }

    private void PrintTrees(ScopeTables tables, SymbolNames names, OutputBuffer buffer)
    {
        using TreeBuilder builder = Trees(tables);
        ProgramPrinter printer = new(tables, builder, names, new PrintOptions { Tidy = _options.Tidy, Format = _options.Format }, buffer);
        if (!_options.WritesSourceMap)
        {
            printer.PrintProgram();
            return;
        }

        using PositionIndex positions = new(_text.Source, _store);
        OutputBuffer map = new(Stage(_plan.SourceMap), _stop);
        SourceMapWriter writer = new(positions, Path.GetFileName(_plan.Output), _plan.InputName, map);
        printer.Mapped = writer.Add;
        printer.PrintProgram();
        writer.Finish();
        map.Flush();
    }

    /// <summary>Reads the output again and compares it with the input.</summary>
    private (int Ours, int Theirs)? FindDifference(ScopeTables tables, AtomicFile output)
    {
        _stop.ThrowIfCancellationRequested();
        using ProgramText written = ProgramText.Open(output.TemporaryPath, _plan.Output);
        if (IsNamesOnly && !_options.WritesSourceMap)
        {
            using ScopeTables renamed = SurveyOutput(written.Source, tables.Goal, output);
            return RenamedText.FirstDifference(tables, renamed, _store);
        }

        using ProgramDigest ours = Digest(tables);
        SourceGoal goal = tables.Goal;
        tables.Dispose(); // the memory of these is for those of the output
        using ScopeTables printed = SurveyOutput(written.Source, goal, output);
        using ProgramDigest theirs = Digest(printed);
        return ours.IsEquivalentTo(theirs) ? null : ours.FirstDifference(theirs);
    }

    private ScopeTables SurveyOutput(SourceText source, SourceGoal goal, AtomicFile output)
    {
        try
        {
            return Survey(source, goal);
        }
        catch (JavaScriptSyntaxException error)
        {
            string rejected = KeepRejected(output);
            throw new UnminifyException(UnminifyFailure.NotEquivalent, $"what was written for {_plan.InputName} cannot be read again ({error.Message}); it is kept as {rejected}, and {_plan.Output} is as it was. Please report this with the input", error);
        }
    }

    private ProgramDigest Digest(ScopeTables tables)
    {
        _stop.ThrowIfCancellationRequested();
        using TreeBuilder builder = Trees(tables);
        return CanonicalForm.Digest(tables, builder, _store);
    }

    private AtomicFile Stage(string path)
    {
        AtomicFile file = AtomicFile.Create(path);
        _staged.Add(file);
        return file;
    }

    /// <summary>Keeps the bad output beside, for whoever looks for the mistake.</summary>
    private string KeepRejected(AtomicFile output)
    {
        string rejected = _plan.Output + ".rejected";
        AtomicFile.Write(rejected, stream =>
        {
            using FileStream written = File.OpenRead(output.TemporaryPath);
            written.CopyTo(stream);
        });
        return rejected;
    }

    private UnminifyException Reject(AtomicFile output, (int Ours, int Theirs) places)
    {
        string rejected = KeepRejected(output);
        (int line, int column) = _text.Source.Locate(places.Ours);
        return new UnminifyException(
            UnminifyFailure.NotEquivalent,
            $"{_plan.InputName}:{line}:{column}: what was written is not the same program from about here on (byte {places.Theirs} of the output); it is kept as {rejected}, and {_plan.Output} is as it was. Please report this with the input");
    }
}
