using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Output;
using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>`plimsoll search QUERY`.</summary>
internal static class SearchCommand
{
    private const string RootName = "root";
    private const string LanguageName = "lang";
    private const string TypeName = "type";
    private const string PathName = "path";
    private const string ExplainName = "explain";
    private const string BatchName = "batch";

    /// <summary>The kinds that definitions have, most asked for first.</summary>
    private static readonly string[] Kinds =
    [
        "function", "method", "class", "struct", "interface", "enum", "trait", "type", "module", "namespace", "macro", "constant", "variable", "field", "property",
        "enum-member", "section", "rule", "table", "label", "element",
    ];

    public static CommandSpec Spec => new("search", "find code by name or by meaning")
    {
        Synopsis = "QUERY [OPTION...] | --batch FILE [OPTION...]",
        Description =
        [
            "Finds the definitions and passages that answer QUERY best: a name (useState), words of a name (parse header), or a description (where are cookies parsed). "
                + "Filters apply before ranking, so the number of results does not shrink by them.",
            "The index is that of --root, else of the nearest folder upwards that has one. A result whose file has changed since it was indexed is marked stale.",
            "With --batch, FILE (- for stdin) has a query a line, and each is answered by one JSON object on one line.",
        ],
        Options =
        [
            SettingOptions.Limit,
            new(LanguageName, ValueKind.Text, "Only this language, such as typescript.") { ValueName = "LANGUAGE", Letter = 'l' },
            new(TypeName, ValueKind.Choice, "Only this kind of definition.") { ValueName = "KIND", Letter = 't', Choices = Kinds },
            new(PathName, ValueKind.Text, "Only paths that match this glob, such as 'src/**'.") { ValueName = "GLOB", Letter = 'p' },
            SettingOptions.MinScore, SettingOptions.Mode, SettingOptions.Format, SettingOptions.Context,
            new(ExplainName, ValueKind.Switch, "Show each addend of each score."),
            new(BatchName, ValueKind.Text, "Read queries from a file, one a line; answers with JSON lines.") { ValueName = "FILE" },
            new(RootName, ValueKind.Text, "The indexed folder.") { ValueName = "DIR" },
            SettingOptions.IndexDir,
        ],
        Examples =
        [
            new("plimsoll search useState", "the definition first, then what is near it"),
            new("plimsoll search \"where are cookies parsed\" -k 5 --lang java", "by meaning, five results, Java only"),
            new("plimsoll search parse --type function --path 'src/**' --format vimgrep", "for an editor's quickfix list"),
            new("plimsoll search --batch queries.txt --json", "many queries, one process"),
        ],
        ArgumentsMax = 16,
        Run = Run,
    };

    private static int Run(CommandContext context)
    {
        string root = IndexRoot.Find(context, context.Arguments.Last(RootName));
        SettingValues settings = context.LoadSettings(root);
        string? batch = context.Arguments.Last(BatchName);
        string words = string.Join(' ', context.Arguments.Arguments);
        if ((batch is null) == (words.Trim().Length == 0)) throw CliException.Usage("search needs a query, or --batch FILE instead of one\nusage: plimsoll search QUERY [OPTION...]");
        SearchQuery query = Query(context, settings, words);
        using Searcher searcher = Searcher.Open(root, IndexRoot.GivenFolder(context, settings));
        if (batch is not null) return BatchSearch.Run(context, searcher, query, batch);

        IReadOnlyList<SearchHit> hits = searcher.Search(query);
        using SearchView view = new(context.Terminal, root, settings.Integer(SettingOptions.Context));
        string format = context.Json ? "json" : settings.Get(SettingOptions.Format).Text;
        bool snippets = context.Arguments.Has(SettingOptions.Context.Name);
        switch (format)
        {
            case "json": JsonOutput.Write(context.Terminal, json => SearchJson.Write(json, query, hits, snippets ? view : null)); break;
            case "plain": view.WritePlain(hits); break;
            case "vimgrep": view.WriteVimgrep(hits); break;
            default: view.WriteTable(hits); break;
        }
        if (hits.Count > 0) return ExitCode.Ok;
        context.Say(Hint(query));
        return ExitCode.No;
    }

    private static SearchQuery Query(CommandContext context, SettingValues settings, string words)
    {
        ParsedArguments arguments = context.Arguments;
        return new SearchQuery
        {
            Text = words,
            Limit = settings.Integer(SettingOptions.Limit),
            Mode = settings.Get(SettingOptions.Mode).Text switch
            {
                "lexical" => SearchMode.Lexical,
                "semantic" => SearchMode.Semantic,
                _ => SearchMode.Hybrid,
            },
            Language = arguments.Last(LanguageName),
            Kind = arguments.Last(TypeName),
            PathGlob = arguments.Last(PathName),
            MinScore = settings.Number(SettingOptions.MinScore),
            Explain = arguments.Has(ExplainName),
        };
    }

    private static string Hint(SearchQuery query)
    {
        bool filtered = query.Language is not null || query.Kind is not null || query.PathGlob is not null || query.MinScore > 0;
        return filtered
            ? $"no result for '{query.Text}' with these filters; try without --lang, --type, --path or --min-score"
            : $"no result for '{query.Text}'; try other words, --mode semantic, or `plimsoll status` to see what is indexed";
    }
}
