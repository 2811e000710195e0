using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>What to try when a search had no result.</summary>
internal static class SearchHint
{
    /// <summary>One line for people.</summary>
    public static string Of(SearchQuery query, Searcher searcher, string root)
    {
        bool choosesFiles = query.Languages.Count > 0 || query.PathGlobs.Count > 0 || query.ExcludeGlobs.Count > 0;
        if (choosesFiles && !searcher.TakesAnyFile(query))
        {
            string globs = query.PathGlobs.Count > 0 ? $" (globs are relative to {root})" : "";
            return $"no result for '{query.Text}': no indexed file passes --lang, --path and --exclude as given{globs}; `plimsoll status` shows what is indexed";
        }
        if (choosesFiles || query.Kinds.Count > 0 || query.MinScore > 0)
        {
            return $"no result for '{query.Text}' with these filters; try without --lang, --type, --path, --exclude or --min-score";
        }
        string mode = query.Mode == SearchMode.Lexical ? "--mode semantic, " : "";
        return $"no result for '{query.Text}'; try other words, {mode}or `plimsoll status` to see what is indexed";
    }
}
