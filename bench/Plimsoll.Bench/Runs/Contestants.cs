using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>Who takes part on this machine. The first one is the product under the budget, against which all are compared.</summary>
internal static class Contestants
{
    public static List<Contestant> Find(BenchOptions options, PlimsollTool tool, SourceList sources, TempFolder folder, TextWriter output)
    {
        string governed = folder.PathOf("governed");
        string free = folder.PathOf("ungoverned");
        List<Contestant> found =
        [
            new($"plimsoll {options.Memory}", tool.Index(governed, options.Memory, ["--fresh"]), governed, word => tool.Search(governed, word)),
            new($"plimsoll {options.Ungoverned}", tool.Index(free, options.Ungoverned, ["--fresh"]), free, null),
        ];
        foreach (string name in new[] { "cindex", "fts5", "rg" })
        {
            string program = name == "fts5" ? "sqlite3" : name;
            if (options.Without.Contains(name)) output.WriteLine($"{name}: left out on request");
            else if (Tools.Find(program) is not string path) output.WriteLine($"{name}: {program} is not installed, so there is no row for it");
            else found.Add(Make(name, path, sources, folder));
        }
        return found;
    }

    private static Contestant Make(string name, string path, SourceList sources, TempFolder folder) => name switch
    {
        "cindex" => CodeSearch(path, sources, folder),
        "fts5" => FullText.Contestant(path, sources, folder),
        _ => new Contestant("rg", null, "", word => new Command(path, ["--no-config", "-n", "-w", "-F", "-e", word, sources.Root])),
    };

    private static Contestant CodeSearch(string cindex, SourceList sources, TempFolder folder)
    {
        string store = folder.PathOf("csearchindex");
        Dictionary<string, string?> environment = new(StringComparer.Ordinal) { ["CSEARCHINDEX"] = store };
        string? csearch = Tools.Find("csearch");
        return new Contestant(
            "cindex", new Command(cindex, [sources.Root]) { Environment = environment }, store,
            csearch is null ? null : word => new Command(csearch, ["-n", $@"\b{word}\b"]) { Environment = environment });
    }
}
