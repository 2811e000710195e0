using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>The folders that a search is about.</summary>
internal static class SearchRoots
{
    /// <summary>More repositories than anybody searches at once; each holds an open index.</summary>
    private const int Most = 64;

    /// <summary>The folders given by --root that have one of the names given by --repo; without --root the one that a command without it is about.</summary>
    /// <exception cref="CliException">One is not there, a name fits none, or there are too many.</exception>
    public static List<string> Find(CommandContext context, IReadOnlyList<string> given, IReadOnlyList<string> names)
    {
        List<string> roots = [];
        string?[] all = given.Count > 0 ? [.. given] : [null];
        foreach (string? one in all)
        {
            string root = IndexRoot.Find(context, one);
            if (!roots.Contains(root, StringComparer.Ordinal)) roots.Add(root);
        }
        if (roots.Count > Most) throw CliException.Usage($"--root is given {roots.Count} times; at most {Most} folders can be searched together");
        foreach (string name in names)
        {
            if (!roots.Exists(root => IsCalled(root, name))) throw CliException.Usage($"--repo: no folder given by --root is called '{name}'{Suggestion.For(name, [.. roots.Select(static root => Path.GetFileName(root)!)])}");
        }
        return names.Count == 0 ? roots : roots.FindAll(root => names.Any(name => IsCalled(root, name)));
    }

    /// <summary>Opens their indexes as one.</summary>
    /// <exception cref="CliException">An index was named for several folders, or is that of another one.</exception>
    public static Searcher Open(CommandContext context, SettingValues settings, List<string> roots)
    {
        foreach (string root in roots) CheckEmbedder(context, settings, root);
        if (roots.Count == 1) return Searcher.Open(roots[0], IndexRoot.FolderToRead(context, settings, roots[0]), () => EmbedderSettings.ForSearch(context, settings));
        if (context.Arguments.Has(SettingOptions.IndexDir.Name)) throw CliException.Usage("--index-dir is the index of one folder; give one --root with it");
        return Searcher.OpenAll([.. roots.Select(root => new SearchRoot(root, IndexRoot.FolderToRead(context, context.LoadSettings(root), root)))], () => EmbedderSettings.ForSearch(context, settings));
    }

    /// <summary>Vectors of one embedder say nothing to another; that it is not used must not go unsaid.</summary>
    private static void CheckEmbedder(CommandContext context, SettingValues settings, string root)
    {
        if (!context.Arguments.Has(SettingOptions.Embedder.Name)) return;
        string folder = IndexRoot.Folder(context, root);
        string made = IndexStatus.Read(folder).Embedder;
        string asked = settings.Get(SettingOptions.Embedder).Text;
        if (EmbedderSpec.Parse(made, out _)?.Kind == EmbedderSpec.Parse(asked, out _)?.Kind) return;
        throw CliException.Usage($"the index in {folder} was made with {made}, so {asked} cannot answer from it; leave out --embedder, or make the index anew: plimsoll index {root} --fresh --embedder {asked}");
    }

    private static bool IsCalled(string root, string name) => root == name || string.Equals(Path.GetFileName(root), name, StringComparison.Ordinal);
}
