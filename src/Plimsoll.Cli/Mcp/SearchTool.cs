using Plimsoll.Cli.Commands;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`code_search`: definitions and passages that answer a question.</summary>
internal sealed class SearchTool(IndexedRoots roots, TimeProvider time)
{
    private const string QueryName = "query";
    private const string ViewName = "view";
    private const string KindName = "kind";

    private static readonly string[] Views = ["chunks", "files"];

    /// <summary>The argument by which a folder is chosen.</summary>
    public static ArgumentSpec Root => new("root", ArgumentKind.Text, "One of the served folders, whole or its last name; all of them when not given.");

    /// <summary>The filters that every tool with results has.</summary>
    public static ArgumentSpec Language => new("language", ArgumentKind.Texts, "Only these languages, such as typescript, ts or c#.");

    public static ArgumentSpec PathGlobs => new("path", ArgumentKind.Texts, "Only paths that match one of these globs, relative to the root, such as src/**.");

    public static ArgumentSpec ExcludeGlobs => new("exclude", ArgumentKind.Texts, "No paths that match one of these globs.");

    public ToolSpec Spec => new(
        "code_search",
        "Finds code by name (useState), by words of a name (parse header) or by what it does (where are cookies parsed) in the indexed folders. Definitions of the name come first. "
            + "Answers with paths, exact 1-based lines and the first lines of source; read_code reads on. Tells how many files the index covers and marks results whose file has changed since. "
            + "The answer's length is bounded by max_tokens (4 bytes a token).",
        [
            new(QueryName, ArgumentKind.Text, "A name, words or a sentence.") { IsRequired = true },
            Root,
            new(ViewName, ArgumentKind.Choice, "What a result stands for: chunks (passages, the default) or files with their best passage each.") { Choices = Views },
            Language,
            new(KindName, ArgumentKind.Texts, "Only definitions of these kinds.") { Choices = SearchCommand.Kinds },
            PathGlobs,
            ExcludeGlobs,
            .. ResultList.Arguments,
        ],
        Run);

    private string Run(ToolArguments arguments)
    {
        ResultList list = new(roots, arguments, time);
        List<RootedHit> hits = [];
        List<IndexedRoot> searched = [];
        List<string> notes = [];
        foreach (IndexedRoot root in roots.Choose(arguments.Text(Root.Name)))
        {
            try
            {
                root.Open();
                searched.Add(root);
            }
            catch (ToolException without) when (roots.All.Count > 1)
            {
                notes.Add(without.Message);
            }
        }
        if (searched.Count == 0) throw new ToolException(string.Join(' ', notes));
        SearchAnswer answer = roots.Open(searched).Ask(Query(arguments, searched[0], list.Depth));
        foreach (SearchHit hit in answer.Hits) hits.Add(new RootedHit(searched[hit.Repository], hit));
        if (answer.MeaningFault is string fault) notes.Add($"Searched by words only: {fault}");
        return list.Answer(arguments.Text(QueryName)!, searched, hits, notes);
    }

    private static SearchQuery Query(ToolArguments arguments, IndexedRoot root, int depth)
    {
        PathFilters paths = new(root.Folder, root.Folder);
        return new SearchQuery
        {
            Text = arguments.Text(QueryName)!,
            Limit = depth,
            View = arguments.Text(ViewName) == Views[1] ? HitView.Files : HitView.Chunks,
            Languages = arguments.Texts(Language.Name),
            Kinds = arguments.Texts(KindName),
            PathGlobs = paths.Read(PathGlobs.Name, arguments.Texts(PathGlobs.Name)),
            ExcludeGlobs = paths.Read(ExcludeGlobs.Name, arguments.Texts(ExcludeGlobs.Name), leavesOut: true),
        };
    }
}
