using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll index [PATH]`.</summary>
internal static class IndexCommand
{
    private const string FreshName = "fresh";

    public static CommandSpec Spec => new("index", "build or update the index of a folder")
    {
        Synopsis = "[PATH] [OPTION...]",
        Description =
        [
            "Reads every source file below PATH (the current folder when not given) and keeps an index of it in PATH/.plimsoll. "
                + "Files named by .gitignore and .plimsollignore, binary, minified, generated and very large files are left out; each is counted with its reason.",
            "The whole process stays below the memory line. Run it again to bring the index up to date: only what changed is read. "
                + "After Ctrl-C, a crash or a full disk the same command goes on where it was.",
        ],
        Options =
        [
            SettingOptions.Memory, SettingOptions.Profile, SettingOptions.Threads, SettingOptions.BatchSize, SettingOptions.MaxFileSize, SettingOptions.Include,
            SettingOptions.Exclude, SettingOptions.IndexDir, SettingOptions.Embedder, SettingOptions.PassagePrefix, SettingOptions.QueryPrefix, SettingOptions.PassageBytes,
            SettingOptions.ServiceTimeout, SettingOptions.ServicePatience,
            new(FreshName, ValueKind.Switch, "Build a new index; the old one answers until the new one is complete."),
        ],
        Examples =
        [
            new("plimsoll index", "index or update the current folder"),
            new("plimsoll index ~/src/linux --memory 256MB", "index Linux within 256 MB"),
            new("plimsoll index . --exclude 'vendor/**' --json", "leave a folder out; answer with JSON"),
        ],
        ArgumentsMax = 1,
        TakesFolder = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        string root = context.Absolute(context.Arguments.Argument(0) ?? ".");
        if (!Directory.Exists(root)) throw new CliException(ExitCode.NoInput, $"{root} is {(File.Exists(root) ? "a file" : "not there")}; give a folder to index");
        SettingValues settings = context.LoadSettings(root);
        SayIfNested(context, settings, root);
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        if (context.Terminal.OwnsProcess) LeanLaunch.RelaunchIfNeeded(budget);
        using MemoryGovernor governor = Govern(context, settings, budget, probe);
        IndexOptions options = Options(context, settings, root, governor);
        using Interruption interruption = new(context.Terminal, context.Stop);
        IndexReport report;
        using (ProgressPrinter progress = new(context.Terminal, governor))
        {
            report = IndexJob.Run(options, context.Quiet ? null : progress.Start, interruption.Token);
        }
        EmbedderSettings.Remember(context, settings);
        IndexAnswer.Write(context, root, budget, report);
        return report.Interrupted ? interruption.ExitCode : ExitCode.Ok;
    }

    /// <summary>Brings the index of a folder up to date inside of another command, by the settings of the folder as they are now.</summary>
    /// <param name="context">The command.</param>
    /// <param name="root">The folder.</param>
    /// <param name="indexFolder">Where its index is; null for the usual place.</param>
    /// <param name="stop">Ends it early; what is done is saved.</param>
    /// <exception cref="IndexException">The index cannot be written, or is being written.</exception>
    internal static IndexReport Update(CommandContext context, string root, string? indexFolder, CancellationToken stop)
    {
        SettingValues settings = context.LoadSettings(root);
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        using MemoryGovernor governor = Govern(context, settings, budget, probe);
        return IndexJob.Run(Options(context, settings, root, governor) with { IndexFolder = indexFolder }, progress: null, stop);
    }

    /// <summary>A search from inside the folder will see its own index from now on, no longer that of a folder above.</summary>
    internal static void SayIfNested(CommandContext context, SettingValues settings, string root)
    {
        bool isNew = IndexRoot.GivenFolder(context, settings) is null && !Directory.Exists(Path.Join(root, IndexRoot.FolderName));
        if (isNew && IndexRoot.FindUpwards(Path.GetDirectoryName(root)) is string above)
            context.Say($"note: {above} has an index that holds this folder too; from now on searches in {root} use its own (to undo, delete {Path.Join(root, IndexRoot.FolderName)})");
    }

    /// <summary>What is asked for more than the smallest, to learn what the process takes: from one look to the next that may change by some pages.</summary>
    private const long RoomBytes = 64L << 20;

    /// <summary>The governor of this process.</summary>
    /// <exception cref="Plimsoll.Indexing.IndexException">The budget is too small; the message names one that does.</exception>
    internal static MemoryGovernor Govern(CommandContext context, SettingValues settings, MemoryBudget budget, MemoryProbe probe)
    {
        MemoryGovernorOptions options = new()
        {
            Budget = budget,
            Profile = Budgets.Profile(settings),
            Probe = probe,
            GovernsProcess = context.Terminal.OwnsProcess,
        };
        try
        {
            return new MemoryGovernor(options);
        }
        catch (BudgetTooSmallException error)
        {
            // What the governor needs for itself is not enough for the job; the message must name a budget that really works.
            using MemoryGovernor roomy = new(options with { Budget = budget with { Bytes = error.SmallestBudgetBytes + RoomBytes } });
            throw IndexJob.BudgetTooSmall(error, roomy, settings.Size(SettingOptions.MaxFileSize));
        }
    }

    /// <summary>What the settings exclude, and an index folder that was put somewhere inside the root: an index must not index itself.</summary>
    private static string[] Excluded(CommandContext context, SettingValues settings, string root)
    {
        string[] given = Globs(settings, SettingOptions.Exclude, root);
        string? folder = IndexRoot.GivenFolder(context, settings);
        return folder is not null && folder.StartsWith(root + "/", StringComparison.Ordinal) ? [.. given, folder[root.Length..] + "/"] : given;
    }

    /// <summary>The globs of a setting; one that leads out of the folder can match nothing, and is an error rather than silence.</summary>
    internal static string[] Globs(SettingValues settings, OptionSpec option, string root)
    {
        string[] globs = settings.Many(option);
        foreach (string glob in globs)
        {
            if (glob.StartsWith("../", StringComparison.Ordinal) || glob == "..") throw CliException.Usage($"--{option.Name}: '{glob}' leads out of {root}, where nothing is indexed");
            PathFilters.RequireInside("--" + option.Name, glob, root, leavesOut: option == SettingOptions.Exclude);
        }
        return globs;
    }

    /// <summary>What a run in a folder is to do, by the settings there.</summary>
    internal static IndexOptions Options(CommandContext context, SettingValues settings, string root, MemoryGovernor governor) => new()
    {
        Root = root,
        IndexFolder = IndexRoot.GivenFolder(context, settings),
        Governor = governor,
        Threads = settings.Integer(SettingOptions.Threads),
        BatchSize = settings.Integer(SettingOptions.BatchSize),
        Fresh = context.Arguments.Has(FreshName),
        Embedder = EmbedderSettings.ForIndex(context, settings),
        Walk = new WalkOptions
        {
            Include = Globs(settings, SettingOptions.Include, root),
            Exclude = Excluded(context, settings, root),
            MaxFileSize = settings.Size(SettingOptions.MaxFileSize),
        },
    };
}
