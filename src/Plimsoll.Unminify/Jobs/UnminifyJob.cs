using System.Diagnostics;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Output;
using Plimsoll.Unminify.Releases;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Jobs;

/// <summary>
/// Un-minifies files one after the other under the governor's line. A file has its output as a whole or not at all; killed at any moment, the same call does
/// what is missing and comes to the same bytes. Of several files, one that fails does not keep the others from their output, unless what is wrong would be wrong for them too.
/// </summary>
public static class UnminifyJob
{
    private const int ReplacedShown = 3;

    /// <summary>Does it.</summary>
    /// <param name="options">What, into what, under which governor.</param>
    /// <param name="progress">Called with a function that gives the current progress, at the start; or null.</param>
    /// <param name="stop">Ends the run early; the file in hand is not written.</param>
    /// <returns>What was done, and the files that failed where there were several.</returns>
    /// <exception cref="UnminifyException">The only file is missing or no program, or its output was not the same program; or something is wrong that concerns every file.</exception>
    /// <exception cref="DurableWriteException">An output cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was ended.</exception>
    public static UnminifyReport Run(UnminifyOptions options, Action<Func<UnminifyProgress>>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<OutputPlan> plans = OutputPlan.Make(options);
        foreach (string map in options.NamesFrom) RenameMapReader.Read(map, functions: null); // a broken one is told before an hour of work
        PhaseClock clock = new(plans.Count, TimeProvider.System);
        progress?.Invoke(() => clock.Progress);
        return DeepStack.Run(() => RunAll(options, plans, clock, stop));
    }

    private static UnminifyReport RunAll(UnminifyOptions options, IReadOnlyList<OutputPlan> plans, PhaseClock clock, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        List<ProgramReport> reports = [];
        List<ProgramFailure> failures = [];

        // All outputs of a run have one folder, and all of its scratch files.
        using OutputFolder? folder = options.IsDryRun ? null : OutputFolder.Make(Path.GetDirectoryName(plans[0].Output)!, "-o");
        using OutputFolder scratch = OutputFolder.Make(plans[0].ScratchFolder, options.ScratchFolder is null ? "-o" : "--disk-cache");
        using ModuleSets sets = new(plans.Select(plan => Path.GetFileName(plan.Output)));
        foreach (OutputPlan plan in plans)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                reports.Add(RunOne(options, plan, sets, clock, stop));
            }
            catch (Exception error) when (plans.Count > 1 && ProgramFailure.IsOfOneFile(error))
            {
                sets.Drop(Path.GetFileName(plan.Output));
                clock.EndFile();
                failures.Add(new ProgramFailure(plan.InputName, error));
                options.Failed?.Invoke(failures[^1]);
            }
        }

        Complete(sets, options.Governor);
        return new UnminifyReport
        {
            Programs = reports,
            Failures = failures,
            PeakBytes = options.Governor.Snapshot().PeakUsedBytes,
            Elapsed = Stopwatch.GetElapsedTime(start),
            Warnings = Describe(sets.Replaced),
        };
    }

    private static void Complete(ModuleSets sets, MemoryGovernor governor)
    {
        try
        {
            sets.Complete();
        }
        catch (Exception error) when (BudgetForecast.Covers(error))
        {
            throw BudgetForecast.TooSmall(governor, "the modules of this run", text: default, unpacks: false, error);
        }
    }

    private static IReadOnlyList<string> Describe(IReadOnlyList<(string Name, string Path)> replaced)
    {
        if (replaced.Count == 0) return [];
        IEnumerable<string> shown = replaced.Take(ReplacedShown).Select(one => $"'{one.Name}' is {one.Path}");
        string more = replaced.Count > ReplacedShown ? $", and {replaced.Count - ReplacedShown} more" : "";
        return [$"{replaced.Count} modules have names that cannot be files as they are, or that another one has already: {string.Join(", ", shown)}{more}"];
    }

    private static ProgramReport RunOne(UnminifyOptions options, OutputPlan plan, ModuleSets sets, PhaseClock clock, CancellationToken stop)
    {
        try
        {
            using ProgramRun run = new(options, plan, sets, clock, stop);
            return run.Run();
        }
        catch (JavaScriptSyntaxException error)
        {
            throw new UnminifyException(UnminifyFailure.BadInput, error.Message, error);
        }
    }
}
