using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Memory;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll unminify FILE...`.</summary>
internal static class UnminifyCommand
{
    private const string OutputName = "output";
    private const string NoUnpackName = "no-unpack";
    private const string NoTidyName = "no-tidy";
    private const string NoFormatName = "no-format";
    private const string ChunkSizeName = "chunk-size";
    private const string NoChunkingName = "no-chunking";
    private const string DiskCacheName = "disk-cache";
    private const string SourceMapName = "source-map";
    private const string RenameMapName = "rename-map";
    private const string NamesFromName = "names-from";
    private const string KeepTopLevelName = "keep-top-level";

    /// <summary>The most files in one run; whoever has more gives a pattern that is finer, or runs it twice.</summary>
    private const int FilesMax = 10_000;

    public static CommandSpec Spec => new("unminify", "turn minified JavaScript of any size into readable code, proved to be the same program")
    {
        Synopsis = "FILE... [OPTION...]",
        Description =
        [
            "Reads minified JavaScript, gives every minified binding a name that says something, writes usual syntax, indents, and takes the modules of a bundle apart. "
                + "Then it reads its own output and proves that it is the same program but for names; what is not proved is never delivered.",
            "The whole process stays below the memory line, however large the file is. FILE is not changed, and nothing of it is run. - reads standard input, and -o - writes to standard output.",
        ],
        Options =
        [
            new(OutputName, ValueKind.Text, "The folder for the output, or the file itself if it ends in .js, .mjs or .cjs. FILE.unminified beside the first FILE when not given.")
            {
                Letter = 'o', ValueName = OptionSpec.PathValue, Guesses = ["out", "out-dir", "output-dir", "dest", "d"],
            },
            SettingOptions.Memory, SettingOptions.Profile,
            new(NoUnpackName, ValueKind.Switch, "Keep a bundle in one file."),
            new(NoTidyName, ValueKind.Switch, "Keep the syntax as it is: no `void 0` to undefined, no `a && b()` to if.") { Guesses = ["no-transform", "no-syntax"] },
            new(NoFormatName, ValueKind.Switch, "Do not indent.") { Guesses = ["no-pretty", "no-beautify"] },
            new(KeepTopLevelName, ValueKind.Switch, "Keep names at the top level of a script, because other scripts use them."),
            new(SourceMapName, ValueKind.Switch, "Write a source map from each output to its input.") { Guesses = ["sourcemap", "map"] },
            new(RenameMapName, ValueKind.Switch, "Write the new names: a JSON file from the byte offset of each declaration to its name.") { Guesses = ["names", "renames"] },
            new(NamesFromName, ValueKind.Text, "Keep the names of an earlier release, from its rename map, where functions are the same; once for each map of a build of several files.") { ValueName = OptionSpec.FileValue, Repeatable = true },
            new(ChunkSizeName, ValueKind.Integer, "Function bodies of at least so many bytes are walked through apart. Changes memory and time, never the output.")
            {
                ValueName = "N", Default = "50000", Range = (UnminifyOptions.ChunkBytesMin, int.MaxValue), Guesses = ["context-size", "chunk"],
            },
            new(NoChunkingName, ValueKind.Switch, "Hold whole statements in memory, however long they are. Changes memory and time, never the output."),
            new(DiskCacheName, ValueKind.Text, "The folder for what does not fit into memory; that of the output when not given.") { ValueName = OptionSpec.FolderValue, Guesses = ["cache", "tmp", "temp"] },
            .. ModelNaming.Options,
        ],
        Examples =
        [
            new("plimsoll unminify bundle.js -o out", "un-minify a bundle into the folder out"),
            new("plimsoll unminify app.min.js -o app.js --memory 64MB", "into one file, within 64 MB"),
            new("plimsoll unminify app.js -o out --namer openai --model qwen3 --dry-run", "what naming by a model would take"),
            new("curl -s https://example.com/app.js | plimsoll unminify - -o - | less", "read it at once"),
            new("plimsoll unminify app.min.js --no-tidy --no-format --rename-map --json", "names only, with a list of them"),
        ],
        ArgumentsMin = 1,
        ArgumentsMax = FilesMax,
        TakesFiles = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        SettingValues settings = context.LoadSettings(context.Terminal.Folder);
        using MemoryProbe probe = new();
        MemoryBudget budget = Budgets.Resolve(settings, probe);
        if (context.Terminal.OwnsProcess) LeanLaunch.RelaunchIfNeeded(budget);
        using MemoryGovernor governor = new(new MemoryGovernorOptions
        {
            Budget = budget,
            Profile = Budgets.Profile(settings),
            Probe = probe,
            GovernsProcess = context.Terminal.OwnsProcess,
        });
        using PipedFiles piped = new(context.Terminal);
        using Interruption interruption = new(context.Terminal, context.Stop) { Notice = "stopping; what is not finished is not written" };
        UnminifyReport report;
        using (ProgressPrinter progress = new(context.Terminal, governor))
        {
            UnminifyOptions options = Options(context, governor, piped) with
            {
                Model = ModelNaming.Read(context, settings, progress),
                IsDryRun = context.Arguments.Has(ModelNaming.DryRunName),
                Failed = failure => progress.Tell($"plimsoll: {Failures.Describe(failure.Error).Message}"),
            };
            try
            {
                report = UnminifyJob.Run(options, context.Quiet ? null : look => progress.Start(elapsed => UnminifyAnswer.Line(look(), elapsed, progress.DescribeMemory())), interruption.Token);
            }
            catch (OperationCanceledException)
            {
                context.Say($"stopped; of the file in hand nothing is written{(options.Model is null ? "" : ", the answers that came are kept")}");
                return interruption.ExitCode;
            }
        }
        bool isPiped = context.Arguments.Last(OutputName) == PipedFiles.Dash && !context.Arguments.Has(ModelNaming.DryRunName);
        if (isPiped) piped.WriteOutput();
        else UnminifyAnswer.Write(context, budget, report);
        return report.Failures.Count == 0 ? ExitCode.Ok : Failures.Describe(report.Failures[0].Error).Code;
    }

    private static UnminifyOptions Options(CommandContext context, MemoryGovernor governor, PipedFiles piped)
    {
        ParsedArguments arguments = context.Arguments;
        if (arguments.Has(NoChunkingName) && arguments.Has(ChunkSizeName)) throw CliException.Usage($"--{NoChunkingName} and --{ChunkSizeName} exclude each other");
        bool readsInput = arguments.Arguments.Contains(PipedFiles.Dash), isPiped = arguments.Last(OutputName) == PipedFiles.Dash;
        if (readsInput && (arguments.Arguments.Count > 1 || arguments.Last(OutputName) is null)) throw CliException.Usage($"- is the only FILE where it is one, and -o says where the output goes ({PipedFiles.Dash} for standard output)");
        if (isPiped && (context.Json || arguments.Has(SourceMapName) || arguments.Has(RenameMapName))) throw CliException.Usage($"-o {PipedFiles.Dash} has room for the program only; leave out --json, --{SourceMapName} and --{RenameMapName}");
        if (isPiped && arguments.Arguments.Count > 1) throw CliException.Usage($"-o {PipedFiles.Dash} has room for one program; give one FILE, or a folder");
        string? input = readsInput ? piped.ReadInput(UnminifyOptions.InputBytesMax) : null;
        string[] inputs = input is null ? [.. arguments.Arguments.Select(context.Absolute)] : [input];
        string output = isPiped ? piped.OutputPath : arguments.Last(OutputName) is { } given ? context.Absolute(given) : inputs[0] + ".unminified";
        bool isFile = !Directory.Exists(output) && Path.GetExtension(output) is ".js" or ".mjs" or ".cjs";
        if (isFile && inputs.Length > 1) throw CliException.Usage($"-o {output} is one file for {inputs.Length} inputs; give a folder");
        return new UnminifyOptions
        {
            Inputs = inputs,
            Output = output,
            IsSingleFile = isFile,
            StandardInput = input,
            Governor = governor,
            ChunkBytes = arguments.Has(NoChunkingName) ? int.MaxValue : arguments.Last(ChunkSizeName) is { } size ? ParsedArguments.Integer(size) : UnminifyOptions.ChunkBytesDefault,
            Tidy = !arguments.Has(NoTidyName),
            Format = !arguments.Has(NoFormatName),
            Unpack = !arguments.Has(NoUnpackName) && !isFile,
            KeepsTopLevel = arguments.Has(KeepTopLevelName),
            WritesSourceMap = arguments.Has(SourceMapName),
            WritesRenameMap = arguments.Has(RenameMapName),
            NamesFrom = [.. arguments.All(NamesFromName).Select(context.Absolute)],
            ScratchFolder = arguments.Last(DiskCacheName) is { } cache ? context.Absolute(cache) : null,
        };
    }
}
