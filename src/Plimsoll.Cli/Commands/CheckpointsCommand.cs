using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll checkpoints [list|show|clear]`.</summary>
internal static class CheckpointsCommand
{
    private const string RootName = "root";
    private const string OlderName = "older-than";
    private const string AnswersName = "model-answers";
    private const string ListWord = "list";
    private const string ShowWord = "show";
    private const string ClearWord = "clear";

    private static string[] Actions => [ListWord, ShowWord, ClearWord];

    public static CommandSpec Spec => new("checkpoints", "show or clear the saved states of jobs")
    {
        Synopsis = "[list | show | clear] [PATH] [OPTION...]",
        Description =
        [
            "PATH is the folder that the job works on or writes to (the nearest indexed one when not given). A job that is interrupted, killed or out of disk goes on from its last checkpoint when the same command is run again. "
                + "list shows what is saved, damaged files included; show adds what is in it; clear deletes the states of jobs. An index is its own checkpoint: `plimsoll index --fresh` begins anew.",
            "What a model answered to `unminify` is kept in a folder of its own for every run to come, and cleared only with --model-answers: it was paid for.",
        ],
        Options =
        [
            new(RootName, ValueKind.Text, "The folder that the job works on.") { ValueName = OptionSpec.FolderValue },
            SettingOptions.IndexDir,
            new(OlderName, ValueKind.Integer, "Clear only what is older than this many days.") { ValueName = "DAYS", Default = "0" },
            new(AnswersName, ValueKind.Switch, "Clear the kept answers of naming models, and no states."),
            SettingOptions.Answers,
        ],
        Examples =
        [
            new("plimsoll checkpoints", "what is saved for this folder"),
            new("plimsoll checkpoints show out", "how far `unminify -o out` came"),
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
        foreach (string name in (string[])[OlderName, AnswersName])
        {
            if (action != ClearWord && context.Arguments.Has(name)) throw CliException.Usage($"--{name} goes with clear: plimsoll checkpoints clear --{name}{(name == OlderName ? " DAYS" : "")}");
        }
        string root = IndexRoot.Find(context, IndexRoot.Given(path, context.Arguments.Last(RootName)));
        string folder = IndexRoot.Folder(context, root);
        CheckpointStore[] stores = [new(Path.Join(folder, "checkpoints"), context.Terminal.Time), ModelFiles.Checkpoints(root, context.Terminal.Time)];
        if (action == ClearWord)
        {
            int cleared = Clear(context, stores);
            if (context.Json) JsonOutput.Write(context.Terminal, json => WriteCleared(json, cleared));
            else context.Say($"{cleared} cleared");
            return ExitCode.Ok;
        }
        CheckpointResult[] found = [.. stores.SelectMany(store => action == ShowWord ? store.List().Select(one => Load(store, one)) : store.List())];
        IndexStatus? index = ReadIndex(folder);
        if (context.Json)
        {
            JsonOutput.Write(context.Terminal, json => WriteList(json, index, found));
            return ExitCode.Ok;
        }
        if (index is not null) context.Terminal.Out.WriteLine(Line(index));
        foreach (CheckpointResult result in found)
        {
            context.Terminal.Out.WriteLine(Line(result));
            foreach ((string name, string value) in Facts(result)) context.Terminal.Out.WriteLine($"    {name}  {PlainText.Clean(value)}");
        }
        if (index is null && found.Length == 0) context.Say($"nothing is saved in {folder}: no job ran here");
        return ExitCode.Ok;
    }

    private static int Clear(CommandContext context, CheckpointStore[] stores)
    {
        TimeSpan age = TimeSpan.FromDays(ParsedArguments.Integer(context.Arguments.Last(OlderName) ?? "0"));
        if (context.Arguments.Has(AnswersName)) return ModelFiles.ClearAnswers(ModelNaming.AnswersFolder(context, context.LoadSettings(context.Terminal.Folder)), age, context.Terminal.Time);
        int cleared = 0;
        foreach (CheckpointStore store in stores) cleared += store.ClearOlderThan(age);
        ModelFiles.RemoveEmptyFolder(stores[^1]);
        return cleared;
    }

    /// <summary>With its content, which a list leaves out.</summary>
    private static CheckpointResult Load(CheckpointStore store, CheckpointResult listed) => listed.Info is { } info ? store.Show(Path.GetFileName(info.Path)) : listed;

    /// <summary>What a job says of itself in its state, where that is a flat JSON object.</summary>
    private static List<(string Name, string Value)> Facts(CheckpointResult result)
    {
        List<(string, string)> facts = [];
        if (result.Payload.IsEmpty || result.Payload.Span[0] != '{') return facts;
        try
        {
            using JsonDocument json = JsonDocument.Parse(result.Payload);
            foreach (JsonProperty one in json.RootElement.EnumerateObject()) facts.Add((one.Name, one.Value.ToString()));
        }
        catch (JsonException)
        {
            // The state of another job, in a form of its own: its size and date are shown.
            facts.Clear();
        }
        return facts;
    }

    /// <summary>The action, list where none is typed, and the folder. An argument that is neither an action nor a folder is a mistyped action.</summary>
    private static string ReadArguments(CommandContext context, out string? path)
    {
        string? first = context.Arguments.Argument(0);
        bool isAction = first is ListWord or ShowWord or ClearWord;
        path = isAction ? context.Arguments.Argument(1) : first;
        if (isAction || first is null) return first ?? ListWord;
        if (context.Arguments.Argument(1) is not null || !Directory.Exists(context.Absolute(first)))
        {
            throw CliException.Usage($"checkpoints does not know '{first}', and it is no folder{Suggestion.For(first, Actions)}\nusage: plimsoll checkpoints [list | show | clear] [PATH] [OPTION...]");
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
            if (Facts(result) is { Count: > 0 } facts)
            {
                json.WriteStartObject("content");
                foreach ((string name, string value) in facts) json.WriteString(name, value);
                json.WriteEndObject();
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
