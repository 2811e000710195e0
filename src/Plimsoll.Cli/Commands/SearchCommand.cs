using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll search QUERY`.</summary>
internal static class SearchCommand
{
    internal const string Name = "search";

    private const string Json = "json";
    private const string RootName = "root";
    private const string RepoName = "repo";
    private const string LanguageName = "lang";
    private const string TypeName = "type";
    private const string PathName = "path";
    private const string ExcludeName = "exclude";
    private const string ExplainName = "explain";
    private const string BatchName = "batch";

    /// <summary>The kinds that definitions have, most asked for first.</summary>
    internal static readonly string[] Kinds =
    [
        "function", "method", "class", "struct", "interface", "enum", "trait", "type", "module", "namespace", "macro", "constant", "variable", "field", "property",
        "enum-member", "section", "rule", "table", "label", "element",
    ];

    public static CommandSpec Spec => new(Name, "find code by name or by meaning")
    {
        Synopsis = "QUERY [OPTION...] | --batch FILE [OPTION...]",
        Description =
        [
            "Finds the definitions and passages that answer QUERY best: a name (useState), words of a name (parse header), or a description (where are cookies parsed). "
                + "Filters apply before ranking, so the number of results does not shrink by them. A filter that is given several times takes what any of its values takes.",
            "The index is that of --root, else of the nearest folder upwards that has one. Globs of --path and --exclude are relative to that folder; "
                + "one that begins with ./ or ../ starts from the current folder (with --root, from that root), and an absolute path inside the indexed folder may be given. "
                + "A glob without a slash names files and folders at any depth.",
            "A result whose file has changed since it was indexed is marked stale, one whose file is gone deleted; plain leaves out the deleted ones, and vimgrep "
                + "shows lines only as they are on disk now.",
            "With several --root, words count as they do in all of the folders, and each result names its own; globs are relative to each folder.",
            "With --batch, FILE (- for stdin) has a query a line, and each is answered by one JSON object on one line.",
        ],
        Options =
        [
            SettingOptions.Limit,
            new(LanguageName, ValueKind.Text, "Only this language, such as typescript, ts or c# (may be given several times).")
            {
                ValueName = "LANGUAGE",
                Letter = 'l',
                Repeatable = true,
                Offered = LanguageNames,
                Guesses = ["language", "languages"],
            },
            new(TypeName, ValueKind.Choice, "Only this kind of definition (may be given several times).")
            {
                ValueName = "KIND",
                Letter = 't',
                Repeatable = true,
                Choices = Kinds,
                Guesses = ["kind", "symbol"],
            },
            new(PathName, ValueKind.Text, "Only paths that match this glob, such as 'src/**' (may be given several times).")
            {
                ValueName = "GLOB",
                Letter = 'p',
                Repeatable = true,
                Guesses = ["glob", "g", "include", "in", "file", "files"],
            },
            new(ExcludeName, ValueKind.Text, "No paths that match this glob (may be given several times).") { ValueName = "GLOB", Repeatable = true },
            SettingOptions.MinScore, SettingOptions.View, SettingOptions.Mode, SettingOptions.Format, SettingOptions.Context, SettingOptions.Redact,
            new(ExplainName, ValueKind.Switch, "Show each addend of each score."),
            new(BatchName, ValueKind.Text, "Read queries from a file, one a line; answers with JSON lines.") { ValueName = OptionSpec.FileValue },
            new(RootName, ValueKind.Text, "The indexed folder; several are searched together, with one ranking.") { ValueName = OptionSpec.FolderValue, Repeatable = true, Guesses = ["dir", "folder", "C"] },
            new(RepoName, ValueKind.Text, "Of several folders only the one with this name (may be given several times).") { ValueName = "NAME", Repeatable = true, Guesses = ["repository"] },
            SettingOptions.IndexDir, SettingOptions.Rerank, SettingOptions.RerankTop, SettingOptions.Embedder, SettingOptions.ServiceTimeout,
        ],
        Examples =
        [
            new("plimsoll search useState", "the definition first, then what is near it"),
            new("plimsoll search \"where are cookies parsed\" -k 5 --lang java", "by meaning, five results, Java only"),
            new("plimsoll search session --lang go --lang java --exclude test", "two languages, and nothing below folders called test"),
            new("plimsoll search parse --type function --path 'src/**' --format vimgrep", "for an editor's quickfix list"),
            new("plimsoll search \"retry with backoff\" --rerank openai:http://localhost:8080", "the best thirty, judged by a server"),
            new("plimsoll search --batch queries.txt --json", "many queries, one process"),
            new("plimsoll search \"retry with backoff\" --root ~/src/shop --root ~/src/billing", "two repositories, one ranking"),
        ],
        ArgumentsMax = 16,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        ParsedArguments arguments = context.Arguments;
        List<string> roots = SearchRoots.Find(context, arguments.All(RootName), arguments.All(RepoName));
        string root = roots[0];
        SettingValues settings = context.LoadSettings(root);
        string format = context.Json ? Json : settings.Get(SettingOptions.Format).Text;
        context.Terminal.AnswersJson = format == Json;
        string? batch = arguments.Last(BatchName);
        string words = string.Join(' ', arguments.Arguments);
        if ((batch is null) == (words.Trim().Length == 0)) throw CliException.Usage("search needs a query, or --batch FILE instead of one\nusage: plimsoll search QUERY [OPTION...]");
        Check(context, format, batch is not null);
        SearchQuery query = Query(context, settings, root, words);
        int contextLines = settings.Integer(SettingOptions.Context);
        using Searcher searcher = SearchRoots.Open(context, settings, roots);
        using SearchView view = new(context.Terminal, roots, contextLines, redacts: settings.Redacts);
        SearchView? snippets = arguments.Has(SettingOptions.Context.Name) ? view : null;
        if (!searcher.IsComplete) context.Say("the index is not complete, so results may be missing; `plimsoll index` goes on with it");
        using JudgedSearch search = new(context, settings, searcher, root);
        if (search.Judges && roots.Count > 1) throw CliException.Usage("--rerank judges the results of one folder; give one --root with it, or --rerank off");
        if (batch is not null) return BatchSearch.Run(context, searcher, search, query, batch, roots, snippets);

        SearchAnswer answer = search.Ask(query);
        IReadOnlyList<SearchHit> hits = answer.Hits;
        SayFault(context, answer);
        int written = hits.Count;
        switch (format)
        {
            case Json: JsonOutput.Write(context.Terminal, json => SearchJson.Write(json, query, roots, searcher.IsComplete, answer, snippets)); break;
            case "plain": written = view.WritePlain(hits); break;
            case "vimgrep": written = view.WriteVimgrep(hits); break;
            default: view.WriteTable(hits); break;
        }
        if (hits.Count == 0) context.Say(SearchHint.Of(query, searcher, root));
        else if (written < hits.Count) context.Say($"{hits.Count - written} of {hits.Count} results left out: their lines are no longer there; `plimsoll index` brings the index up to date");
        return written > 0 ? ExitCode.Ok : ExitCode.No;
    }

    /// <summary>Says what had no part in an answer, and why.</summary>
    internal static void SayFault(CommandContext context, SearchAnswer answer)
    {
        if (answer.MeaningFault is string meaning) context.Say($"note: searched by words only: {PlainText.Clean(meaning)}");
        if (answer.JudgeFault is string judge) context.Say($"note: not reranked: {PlainText.Clean(judge)}");
    }

    /// <summary>Options that would be ignored beside others.</summary>
    private static void Check(CommandContext context, string format, bool isBatch)
    {
        ParsedArguments arguments = context.Arguments;
        if (arguments.Last(SettingOptions.Format.Name) is string given && given != Json)
        {
            if (context.Json) throw CliException.Usage($"--json and --format {given} exclude each other");
            if (isBatch) throw CliException.Usage($"--batch answers with JSON lines; leave out --format {given}");
        }
        if (isBatch || format is Json or "table") return;
        if (format == "vimgrep" && arguments.Has(ExplainName)) throw CliException.Usage("--format vimgrep has no place for --explain; use table, plain or json");
        if (arguments.Has(SettingOptions.Context.Name)) throw CliException.Usage($"--format {format} shows no source lines; --context goes with table and json");
    }

    private static SearchQuery Query(CommandContext context, SettingValues settings, string root, string words)
    {
        ParsedArguments arguments = context.Arguments;
        PathFilters paths = new(root, arguments.Has(RootName) ? root : context.Terminal.Folder);
        return new SearchQuery
        {
            Text = words,
            Limit = settings.Integer(SettingOptions.Limit),
            View = settings.Get(SettingOptions.View).Text == "files" ? HitView.Files : HitView.Chunks,
            Mode = settings.Get(SettingOptions.Mode).Text switch
            {
                "lexical" => SearchMode.Lexical,
                "semantic" => SearchMode.Semantic,
                _ => SearchMode.Hybrid,
            },
            Languages = arguments.All(LanguageName),
            Kinds = arguments.All(TypeName),
            PathGlobs = paths.Read("--" + PathName, arguments.All(PathName)),
            ExcludeGlobs = paths.Read("--" + ExcludeName, arguments.All(ExcludeName), leavesOut: true),
            MinScore = settings.Number(SettingOptions.MinScore),
            Explain = arguments.Has(ExplainName),
        };
    }

    private static string[] LanguageNames()
    {
        string[] names = new string[LanguageTable.All.Count];
        for (int i = 0; i < names.Length; i++) names[i] = LanguageTable.All[i].Name;
        return names;
    }
}
