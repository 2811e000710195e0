using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll checkpoints [list|clear]`.</summary>
internal static class CheckpointsCommand
{
    private const string RootName = "root";
    private const string OlderName = "older-than";
    private const string ListWord = "list";
    private const string ClearWord = "clear";

    private static string[] Actions => [ListWord, ClearWord];

    public static CommandSpec Spec => new("checkpoints", "show or clear the saved states of jobs")
    {
        Synopsis = "[list | clear] [PATH] [OPTION...]",
        Description =
        [
            "PATH is the folder that the job works on (the nearest indexed one when not given). A job that is interrupted, killed or out of disk goes on from its last checkpoint when the same command is run again. "
                + "list shows what is saved, damaged files included; clear deletes the states of jobs. An index is its own checkpoint: `plimsoll index --fresh` begins anew.",
        ],
        Options =
        [
            new(RootName, ValueKind.Text, "The folder that the job works on.") { ValueName = OptionSpec.FolderValue },
            SettingOptions.IndexDir,
            new(OlderName, ValueKind.Integer, "Clear only what is older than this many days.") { ValueName = "DAYS", Default = "0" },
        ],
        Examples =
        [
            new("plimsoll checkpoints", "what is saved for this folder"),
            new("plimsoll checkpoints clear --older-than 7", "forget what is older than a week"),
        ],
        ArgumentsMax = 2,
        Words = Actions,
        TakesFolder = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        string action = ReadArguments(context, out string? path);
        if (action == ListWord && context.Arguments.Has(OlderName)) throw CliException.Usage("--older-than goes with clear: plimsoll checkpoints clear --older-than DAYS");
        string root = IndexRoot.Find(context, IndexRoot.Given(path, context.Arguments.Last(RootName)));
        string folder = IndexRoot.Folder(context, root);
        CheckpointStore store = new(Path.Join(folder, "checkpoints"), context.Terminal.Time);
        if (action == ClearWord)
        {
            int days = ParsedArguments.Integer(context.Arguments.Last(OlderName) ?? "0");
            int cleared = store.ClearOlderThan(TimeSpan.FromDays(days));
            if (context.Json) JsonOutput.Write(context.Terminal, json => WriteCleared(json, cleared));
            else context.Say($"{cleared} cleared");
            return ExitCode.Ok;
        }
        IReadOnlyList<CheckpointResult> found = store.List();
        IndexStatus? index = ReadIndex(folder);
        if (context.Json)
        {
            JsonOutput.Write(context.Terminal, json => WriteList(json, index, found));
            return ExitCode.Ok;
        }
        if (index is not null) context.Terminal.Out.WriteLine(Line(index));
        foreach (CheckpointResult result in found) context.Terminal.Out.WriteLine(Line(result));
        if (index is null && found.Count == 0) context.Say($"nothing is saved in {folder}: no job ran here");
        return ExitCode.Ok;
    }

    /// <summary>The action, list where none is typed, and the folder. An argument that is neither an action nor a folder is a mistyped action.</summary>
    private static string ReadArguments(CommandContext context, out string? path)
    {
        string? first = context.Arguments.Argument(0);
        bool isAction = first is ListWord or ClearWord;
        path = isAction ? context.Arguments.Argument(1) : first;
        if (isAction || first is null) return first ?? ListWord;
        if (context.Arguments.Argument(1) is not null || !Directory.Exists(context.Absolute(first)))
        {
            throw CliException.Usage($"checkpoints does not know '{first}', and it is no folder{Suggestion.For(first, Actions)}\nusage: plimsoll checkpoints [list | clear] [PATH] [OPTION...]");
        }
        return ListWord;
    }

    /// <summary>The index is its own checkpoint: each segment that its manifest names is done for good.</summary>
    private static IndexStatus? ReadIndex(string folder)
    {
        try
        {
            return IndexStatus.Read(folder);
        }
        catch (IndexException error) when (error.Failure == IndexFailure.NotFound)
        {
            return null;
        }
    }

    private static string Line(IndexStatus index) => string.Create(
        CultureInfo.InvariantCulture,
        $"index  {(index.Complete ? "complete" : "interrupted; `plimsoll index` goes on")}  {index.Files} files in {index.Segments} segments  saved {index.WrittenAt:yyyy-MM-dd HH:mm:ss} UTC  {index.Folder}");

    private static string Line(CheckpointResult result) => result.Info is { } info
        ? string.Create(CultureInfo.InvariantCulture, $"{info.Job}  {info.ItemsDone} items  {MemorySize.Format(info.PayloadBytes)}  saved {info.SavedAt:yyyy-MM-dd HH:mm:ss}  {info.Path}")
        : $"{Word(result.State)}  {result.Message}";

    private static void WriteCleared(Utf8JsonWriter json, int cleared)
    {
        json.WriteStartObject();
        json.WriteNumber("cleared", cleared);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IndexStatus? index, IReadOnlyList<CheckpointResult> found)
    {
        json.WriteStartObject();
        if (index is null) json.WriteNull("index");
        else StatusCommand.WriteIndex(json, index);
        json.WriteStartArray("checkpoints");
        foreach (CheckpointResult result in found)
        {
            json.WriteStartObject();
            json.WriteString("state", Word(result.State));
            json.WriteString("message", result.Message);
            if (result.Info is { } info)
            {
                json.WriteString("job", info.Job);
                json.WriteNumber("items_done", info.ItemsDone);
                json.WriteNumber("bytes", info.PayloadBytes);
                json.WriteString("saved_at", info.SavedAt);
                json.WriteString("path", info.Path);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(CheckpointState state) => state switch
    {
        CheckpointState.OtherVersion => "other_version",
        CheckpointState.OtherInput => "other_input",
        _ => state.ToString().ToLowerInvariant(),
    };
}
