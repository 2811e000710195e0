using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>Indexing and searching one tree, in turns with other tools, on a warm page cache.</summary>
internal static class Comparison
{
    public static int Run(BenchOptions options, TextWriter output)
    {
        PlimsollTool tool = new(options);
        ResultFile file = new("compare", options, tool, "cindex", "csearch", "rg", "sqlite3");
        using TempFolder folder = new();
        string index = folder.PathOf("index");
        Console.Error.WriteLine("warming the page cache");
        IndexFigures figures = IndexFigures.Parse(tool.Index(index, options.Memory, ["--fresh"]).Run().Expect("index").Output);
        if (figures.Files == 0) throw new BenchException($"{options.Root} has no file to index");
        SourceList sources = SourceList.Read(options.Root, index);
        output.WriteLine($"{options.Tree}: {figures.Files} files, {Table.Megabytes(figures.SourceBytes)} MB, {figures.Chunks} chunks; commit {Checkout.Commit()}");
        output.WriteLine();

        List<Contestant> contestants = Contestants.Find(options, tool, sources, folder, output);
        (file["options"], file["figures"]) = (new { options.Runs, options.Memory, options.Ungoverned, options.Queries, options.Seed }, figures);
        file["index"] = IndexComparison.Run(options, contestants, figures, output);
        file["changes"] = ChangeComparison.Run(options, tool, sources, folder, output);
        file["search"] = SearchComparison.Run(options, tool, sources, contestants, output);
        file.Save(output);
        return 0;
    }
}
