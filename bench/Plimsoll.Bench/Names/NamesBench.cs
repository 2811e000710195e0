using System.Globalization;
using System.Text;
using System.Text.Json;
using Plimsoll.Bench.Measuring;
using Plimsoll.Bench.Quality;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Bench.Names;

/// <summary>`quality names`: how many original names the builtin namer finds again on the programs of the name benchmark.</summary>
internal static class NamesBench
{
    /// <summary>Runs it. With `--out DIR` the names go there, too, a file each in the form that the benchmark's own judge takes.</summary>
    /// <returns>0 done.</returns>
    public static int Run(QualityOptions options, TextWriter output)
    {
        string data = QualityOptions.Need(options.Data, "--data, the folder that the name benchmark's build.mjs made,");
        StringBuilder table = new();
        foreach (string set in options.Sets.Count == 0 ? ["tune"] : options.Sets)
        {
            foreach (string variant in new[] { "m", "cm" }) Measure(Path.Combine(data, variant, set), variant, options.Out, table);
        }

        output.Write(table);
        if (options.Golden is not null) File.WriteAllText(options.Golden, table.ToString());
        return 0;
    }

    private static void Measure(string folder, string variant, string? maps, StringBuilder table)
    {
        if (!Directory.Exists(folder)) throw new BenchException($"no folder {folder}");
        table.Append(CultureInfo.InvariantCulture, $"{variant,-24}{"bindings",10}{"exact",10}{"same",10}{"words F1",10}{"known",10}{"F1, others",12}\n");
        List<NameScore> scores = [];
        foreach (NameTruth truth in NameTruth.In(folder))
        {
            Dictionary<int, string> names = NameAll(truth.ProgramPath, out HashSet<int> known);
            if (maps is not null) WriteMap(Path.Combine(maps, $"{variant}-{truth.Package}.json"), names);
            scores.Add(NameScore.Of(truth, names, known));
            Write(table, truth.Package, scores[^1]);
        }

        Write(table, "mean of packages", NameScore.Mean(scores, static _ => 1));
        Write(table, "all bindings", NameScore.Mean(scores, static score => score.Count));
        table.Append('\n');
    }

    private static void Write(StringBuilder table, string title, NameScore score) =>
        table.Append(CultureInfo.InvariantCulture, $"{title,-24}{score.Count,10}{100 * score.Exact,10:f2}{100 * score.Same,10:f2}{100 * score.Words,10:f2}{100 * score.Known,10:f2}{100 * score.WordsOfOthers,12:f2}\n");

    /// <summary>The name of each binding by the offset of its declaration, as the product gives them, and the offsets of those in functions that the table has as a whole.</summary>
    private static Dictionary<int, string> NameAll(string path, out HashSet<int> known)
    {
        using SourceText source = new(File.ReadAllBytes(path), path);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        using BuiltinNamer namer = new(tables, NamingTable.Builtin, ChunkStore.Native);
        namer.Run(builder);
        using SymbolNames names = new(tables, ChunkStore.Native);
        NamePlan plan = new(tables, Bundle.None, keepsTopLevel: false);
        using NameAssigner assigner = new(tables, names, ChunkStore.Native, plan.Keeps);
        assigner.Assign(namer.NamesOf);
        Dictionary<int, string> given = [];
        known = [];
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            ref Occurrence one = ref tables.Occurrences[i];
            if (!one.IsDeclaration) continue;
            given[one.Offset] = Encoding.UTF8.GetString(names[one.Symbol]);
            if (namer.IsKnown(one.Symbol)) known.Add(one.Offset);
        }

        return given;
    }

    private static void WriteMap(string path, Dictionary<int, string> names)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream stream = File.Create(path);
        JsonSerializer.Serialize(stream, names);
    }
}
