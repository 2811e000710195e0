using System.Text;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Settings;
using Plimsoll.Files;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll why PATH [QUERY]`.</summary>
internal static class WhyCommand
{
    private const string RootName = "root";

    public static CommandSpec Spec => new("why", "why a file is in the index or not, and how it ranks for a query")
    {
        Synopsis = "PATH [QUERY] [OPTION...]",
        Description =
        [
            "Says whether the file PATH is in the index, with its language and passages, or why it is not: the ignore rule with its file and line, its size, its content, a folder above it, or that it is new. "
                + "Rules are those of the files and settings as they are now.",
            "With QUERY, says at which place a search has the file's best passage, and each part of its score beside that of the first result.",
            "Answers 0 when the file is in the index and 1 when it is not.",
        ],
        Options =
        [
            new(RootName, ValueKind.Text, "The indexed folder.") { ValueName = OptionSpec.FolderValue },
            SettingOptions.Mode, SettingOptions.View, SettingOptions.MaxFileSize, SettingOptions.Include, SettingOptions.Exclude, SettingOptions.IndexDir,
        ],
        Examples =
        [
            new("plimsoll why dist/app.js", "which rule leaves it out"),
            new("plimsoll why src/cart.ts \"total price\"", "how it ranks, and what the first result has more"),
            new("plimsoll why src/cart.ts totalPrice --json", "the same as JSON"),
        ],
        ArgumentsMin = 1,
        ArgumentsMax = 16,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        string root = IndexRoot.Find(context, context.Arguments.Last(RootName));
        SettingValues settings = context.LoadSettings(root);
        string full = context.Absolute(context.Arguments.Argument(0)!);
        string query = string.Join(' ', context.Arguments.Arguments.Skip(1)).Trim();
        if (full != root && !full.StartsWith(root + "/", StringComparison.Ordinal)) return WhyAnswer.Write(context, new WhyFacts { Root = root, Path = full, Reason = $"lies outside of {root}" });
        if (full == root || (Directory.Exists(full) && new DirectoryInfo(full).LinkTarget is null)) throw CliException.Usage($"{full} is a folder; give a file");
        string path = full[(root.Length + 1)..];
        WalkOptions walk = new()
        {
            Include = settings.Many(SettingOptions.Include),
            Exclude = settings.Many(SettingOptions.Exclude),
            MaxFileSize = settings.Size(SettingOptions.MaxFileSize),
        };
        using PathExplainer explainer = new(root, walk);
        PathExplanation explanation = explainer.Explain(path);
        using Searcher index = Searcher.Open(root, IndexRoot.FolderToRead(context, settings, root), () => EmbedderSettings.ForSearch(context, settings));
        IndexedFile? file = index.Describe(Encoding.UTF8.GetBytes(path));
        WhyFacts facts = new()
        {
            Root = root,
            Path = path,
            Explanation = explanation,
            File = file,
            Reason = file is null ? ReasonOf(root, path, explanation, settings, IndexRoot.Folder(context, root)) : null,
            Rank = file is null || query.Length == 0 ? null : WhyRank.Find(index, Query(settings, query), path),
        };
        return WhyAnswer.Write(context, facts);
    }

    private static SearchQuery Query(SettingValues settings, string text) => new()
    {
        Text = text,
        Limit = Searcher.MostHits,
        Explain = true,
        View = settings.Get(SettingOptions.View).Text == "files" ? HitView.Files : HitView.Chunks,
        Mode = settings.Get(SettingOptions.Mode).Text switch
        {
            "lexical" => SearchMode.Lexical,
            "semantic" => SearchMode.Semantic,
            _ => SearchMode.Hybrid,
        },
    };

    /// <summary>Why a file is not in the index: what the walk says now, else its content, else what the last run noted, else that the run was before it.</summary>
    private static string ReasonOf(string root, string path, PathExplanation explanation, SettingValues settings, string indexFolder)
    {
        if (explanation.Reason != SkipReason.None)
        {
            string at = explanation.At == path ? "" : $", as its folder {explanation.At}";
            return explanation.Reason switch
            {
                SkipReason.Excluded when explanation.At.TrimEnd('/') == IndexRoot.FolderName => "belongs to the index, which is never indexed itself",
                SkipReason.Vanished => "is not there",
                SkipReason.TooLarge => $"is larger than max-file-size: {explanation.Size} bytes",
                SkipReason.Ignored => $"is ignored{at}",
                SkipReason.Excluded when explanation.Rules.Count == 0 => $"is excluded{at}: no include glob names it",
                SkipReason.Excluded => $"is excluded{at}",
                _ => $"is left out{at}: {Skips.Words(explanation.Reason)}",
            };
        }
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        if (ContentInspector.Classify(bytes, default) is not SkipReason.None and SkipReason byName) return $"is left out for its name: {Skips.Words(byName)}";
        SourceBuffer buffer = new((int)Math.Min(int.MaxValue, settings.Size(SettingOptions.MaxFileSize)));
        using SourceReader reader = new(root);
        SkipReason content = reader.Read(bytes, buffer, buffer.Maximum);
        if (content == SkipReason.None) content = ContentInspector.Classify(bytes, buffer.Text);
        if (content != SkipReason.None) return $"is left out for its content: {Skips.Words(content)}";
        foreach (SkippedFile skipped in IndexStatus.SkippedFiles(indexFolder))
        {
            if (skipped.PathBytes.AsSpan().SequenceEqual(bytes)) return $"was left out by the last run ({Skips.Words(skipped.Reason)}) and would be taken now; `plimsoll index` takes it in";
        }
        return "is new, or was changed, since the index was written; `plimsoll index` takes it in";
    }
}
