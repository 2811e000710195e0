using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll status`.</summary>
internal static class StatusCommand
{
    private const string RootName = "root";
    private const string MemoryName = "memory";
    private const string SkippedName = "skipped";
    private const string DigestName = "digest";

    public static CommandSpec Spec => new("status", "what is indexed, what was left out, how memory stands")
    {
        Synopsis = "[PATH] [OPTION...]",
        Description =
        [
            "Shows what the index holds and when it was written. The index is that of PATH (or --root), else of the nearest folder upwards that has one.",
            "--skipped lists every file and folder that was left out, a line each: the reason, a tab, the path. "
                + "--digest reads the whole index and prints its logical digest, which is the same for the same sources, whatever the budget, the number of threads "
                + "or the interruptions. --memory shows the memory line that a job would get here, who drew it, and what this system cannot promise.",
        ],
        Options =
        [
            new(MemoryName, ValueKind.Switch, "The memory line here, and how memory stands."),
            new(SkippedName, ValueKind.Switch, "Every file that was left out, with its reason."),
            new(DigestName, ValueKind.Switch, "The logical digest of the index."),
            new(RootName, ValueKind.Text, "The indexed folder.") { ValueName = OptionSpec.FolderValue },
            SettingOptions.Profile, SettingOptions.IndexDir,
        ],
        Examples =
        [
            new("plimsoll status", "what is indexed here"),
            new("plimsoll status ~/src/linux", "what is indexed there"),
            new("plimsoll status --skipped", "what was left out, and why"),
            new("plimsoll status --memory --json", "the memory line as JSON"),
        ],
        ArgumentsMax = 1,
        TakesFolder = true,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        CheckOneAtATime(context.Arguments);
        string root = IndexRoot.Find(context, IndexRoot.Given(context.Arguments.Argument(0), context.Arguments.Last(RootName)));
        if (context.Arguments.Has(MemoryName))
        {
            return MemoryStatus.Write(context, SettingValues.Load(context.Arguments.Without(MemoryName), context.Terminal, root));
        }
        string folder = IndexRoot.Folder(context, root);
        if (context.Arguments.Has(SkippedName)) return WriteSkipped(context, folder);
        if (context.Arguments.Has(DigestName)) return WriteDigest(context, folder);
        IndexStatus status = IndexStatus.Read(folder);
        if (context.Json)
        {
            JsonOutput.Write(context.Terminal, json =>
            {
                json.WriteStartObject();
                json.WriteString("root", root);
                WriteIndex(json, status);
                json.WriteEndObject();
            });
        }
        else
        {
            WriteText(context.Terminal.Out, root, status);
        }
        return ExitCode.Ok;
    }

    private static void CheckOneAtATime(ParsedArguments arguments)
    {
        int asked = 0;
        foreach (string name in (ReadOnlySpan<string>)[MemoryName, SkippedName, DigestName]) asked += arguments.Has(name) ? 1 : 0;
        if (asked > 1) throw CliException.Usage("--memory, --skipped and --digest are answers of their own; ask for one at a time");
    }

    internal static void WriteIndex(Utf8JsonWriter json, IndexStatus status)
    {
        json.WriteStartObject("index");
        json.WriteString("folder", status.Folder);
        json.WriteBoolean("complete", status.Complete);
        json.WriteString("written_at", status.WrittenAt);
        json.WriteNumber("files", status.Files);
        json.WriteNumber("chunks", status.Chunks);
        json.WriteNumber("segments", status.Segments);
        json.WriteNumber("source_bytes", status.SourceBytes);
        json.WriteNumber("index_bytes", status.IndexBytes);
        json.WriteNumber("shortened", status.Shortened);
        json.WriteString("embedder", status.Embedder);
        IndexAnswer.WriteSkipped(json, status.Skipped);
        json.WriteStartArray("languages");
        foreach (LanguageShare share in status.Languages)
        {
            json.WriteStartObject();
            json.WriteString("language", share.Language);
            json.WriteNumber("files", share.Files);
            json.WriteNumber("chunks", share.Chunks);
            json.WriteNumber("bytes", share.Bytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(TextWriter text, string root, IndexStatus status)
    {
        double share = status.SourceBytes > 0 ? 100.0 * status.IndexBytes / status.SourceBytes : 0;
        text.WriteLine($"root      {root}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"index     {status.Folder}, written {status.WrittenAt:yyyy-MM-dd HH:mm:ss} UTC"));
        text.WriteLine(status.Complete ? "state     complete" : "state     interrupted; `plimsoll index` goes on from here");
        text.WriteLine($"holds     {status.Files} files, {status.Chunks} chunks in {status.Segments} segments");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"size      {MemorySize.Format(status.IndexBytes)} for {MemorySize.Format(status.SourceBytes)} of source ({share:0.0} %)"));
        if (status.Embedder != EmbedderSpec.Builtin.ToString()) text.WriteLine($"vectors   by {PlainText.Clean(status.Embedder)}");
        text.WriteLine($"skipped   {Skips.Describe(status.Skipped)}");
        if (status.Shortened > 0) text.WriteLine($"shortened {status.Shortened}");
        foreach (LanguageShare language in status.Languages)
        {
            text.WriteLine($"  {language.Language,-12} {language.Files,7} files {language.Chunks,8} chunks  {MemorySize.Format(language.Bytes)}");
        }
    }

    private static int WriteSkipped(CommandContext context, string folder)
    {
        foreach (SkippedFile skipped in IndexStatus.SkippedFiles(folder))
        {
            if (context.Json)
            {
                JsonOutput.Write(context.Terminal, json =>
                {
                    json.WriteStartObject();
                    JsonOutput.WritePath(json, skipped.Path, skipped.PathBytes);
                    json.WriteString("reason", Skips.Name(skipped.Reason));
                    json.WriteNumber("bytes", skipped.Bytes);
                    json.WriteEndObject();
                });
                continue;
            }
            context.Terminal.Out.WriteLine($"{Skips.Words(skipped.Reason)}\t{ShownPath.Of(skipped.PathBytes)}");
        }
        return ExitCode.Ok;
    }

    private static int WriteDigest(CommandContext context, string folder)
    {
        string digest = IndexStatus.DigestOf(folder);
        if (!context.Json)
        {
            context.Terminal.Out.WriteLine(digest);
            return ExitCode.Ok;
        }
        JsonOutput.Write(context.Terminal, json =>
        {
            json.WriteStartObject();
            json.WriteString("digest", digest);
            json.WriteEndObject();
        });
        return ExitCode.Ok;
    }
}
