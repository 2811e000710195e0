using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;
using Plimsoll.Cli.Watching;
using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll watch [PATH]`.</summary>
internal static class WatchCommand
{
    private const string DebounceName = "debounce";
    private const string PollName = "poll";

    /// <summary>Of the memory line for what is kept of each watched folder: 8,000 folders in 128 MB, and Linux has 5,000.</summary>
    private const int ShareOfFolders = 64;

    private const int BytesOfFolder = 256;

    /// <summary>
    /// Longer than a save takes, which is several events in a few milliseconds, and short enough that a search sees the save within 300 ms. A file that is
    /// seen half-written costs one more update and nothing else.
    /// </summary>
    private static OptionSpec Debounce => new(DebounceName, ValueKind.Integer, "Milliseconds without a further change before an update; changes that keep coming wait three times as long at most.")
    {
        ValueName = "MS",
        Default = "50",
        Range = (1, 60_000),
    };

    private static OptionSpec Poll => new(PollName, ValueKind.Integer, "Look at the whole tree every so many seconds and not wait for file events, which network folders do not give.")
    {
        ValueName = "SECONDS",
        Range = (1, 86_400),
    };

    public static CommandSpec Spec => new("watch", "keep the index of a folder fresh while files change")
    {
        Synopsis = "[PATH] [OPTION...]",
        Description =
        [
            "Brings the index of PATH (the current folder when not given) up to date as `plimsoll index` does, then waits for changes of files and indexes what has changed: "
                + "an edit can be searched a fraction of a second later, and costs that file and not the tree. Searches and agents see each update at once. It goes on until Ctrl-C or SIGTERM.",
            "What is left out follows .gitignore, .plimsollignore and git's settings while they change. When more events come than the system keeps, or another process has written the index, "
                + "the whole tree is looked at once. Where the system gives no file events, or not for so many folders, the tree is looked at every few seconds.",
        ],
        Options =
        [
            Debounce, Poll, SettingOptions.Memory, SettingOptions.Profile, SettingOptions.Threads, SettingOptions.BatchSize, SettingOptions.MaxFileSize, SettingOptions.Include,
            SettingOptions.Exclude, SettingOptions.IndexDir, SettingOptions.Embedder,
        ],
        Examples =
        [
            new("plimsoll watch", "keep the index of the current folder fresh"),
            new("plimsoll watch ~/src/linux --memory 256MB --json", "Linux within 256 MB; a line of JSON for each event"),
            new("plimsoll watch /mnt/share/project --poll 10", "a network folder, looked at every ten seconds"),
        ],
        ArgumentsMax = 1,
        TakesFolder = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        context.Terminal.AnswersEvents = context.Json;
        string root = context.Absolute(context.Arguments.Argument(0) ?? ".");
        if (!Directory.Exists(root)) throw new CliException(ExitCode.NoInput, $"{root} is {(File.Exists(root) ? "a file" : "not there")}; give a folder to watch");
        SettingValues settings = context.LoadSettings(root);
        IndexCommand.SayIfNested(context, settings, root);
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        if (context.Terminal.OwnsProcess) LeanLaunch.RelaunchIfNeeded(budget);
        using MemoryGovernor governor = IndexCommand.Govern(context, settings, budget, probe);
        IndexOptions options = IndexCommand.Options(context, settings, root, governor);
        using Interruption interruption = new(context.Terminal, context.Stop) { Notice = "stopping; the index stays as it is, once more stops at once" };
        long bytes = budget.Bytes / ShareOfFolders;
        using MemoryLease folders = governor.Lease("watched folders", LeaseKind.Managed, bytes, interruption.Token);
        using TreeWatcher? watcher = StartWatcher(context, options, (int)Math.Min(bytes / BytesOfFolder, int.MaxValue), out string whyNot);
        WatchPrinter printer = new(context, root);
        using IndexUpdater updater = IndexUpdater.Create(options, watcher, printer.Waiting);
        WatchLoop loop = new(updater, watcher, printer)
        {
            Quiet = TimeSpan.FromMilliseconds(ParsedArguments.Integer(context.Arguments.Last(DebounceName) ?? Debounce.Default)),
            PollEvery = context.Arguments.Last(PollName) is string seconds ? TimeSpan.FromSeconds(ParsedArguments.Integer(seconds)) : WatchLoop.DefaultPoll,
            WhyNot = whyNot,
            Ready = () => EmbedderSettings.Remember(context, settings),
        };
        loop.Run(governor, interruption.Token);
        return interruption.ExitCode;
    }

    private static TreeWatcher? StartWatcher(CommandContext context, IndexOptions options, int mostFolders, out string whyNot)
    {
        whyNot = "--poll was given";
        return context.Arguments.Has(PollName) ? null : TreeWatcher.Start(options.Root, options.Walk, mostFolders, context.Terminal.Time, out whyNot);
    }
}
