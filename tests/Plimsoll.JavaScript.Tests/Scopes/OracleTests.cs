using System.Diagnostics;
using System.Globalization;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Tests.Scopes;

/// <summary>
/// Every occurrence of every name against acorn and eslint-scope: the same places, and the same binding (by its first declaration and its kind) for each.
/// Large bundles take part where PLIMSOLL_BUNDLES names their folder.
/// </summary>
public sealed class OracleTests
{
    private const int DifferencesShown = 20;

    [Fact]
    public void Survey_ProgramsOfTest262_BindAsTheOracleDoes()
    {
        NodeTools.Need("eslint-scope");
        NodeTools.Need("test262-parser-tests");
        string[] files = Directory.GetFiles(Path.Combine(NodeTools.Modules, "test262-parser-tests", "pass"), "*.js");
        Array.Sort(files, StringComparer.Ordinal);
        (int compared, List<string> differences) = Compare("auto", files);

        Assert.True(compared > 1900, $"only {compared} programs were compared");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(DifferencesShown))}");
    }

    [Theory]
    [InlineData("acorn/dist/acorn.js", "script")]
    [InlineData("acorn/dist/acorn.mjs", "module")]
    [InlineData("eslint-scope/dist/eslint-scope.cjs", "script")]
    [InlineData("lodash/lodash.min.js", "script")]
    [InlineData("terser/dist/bundle.min.js", "script")]
    [InlineData("react-dom/cjs/react-dom-client.production.js", "script")]
    public void Survey_APublishedFile_BindsAsTheOracleDoes(string file, string goal)
    {
        NodeTools.Need("eslint-scope");
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        AssertSame(Path.Combine(NodeTools.Modules, file), goal);
    }

    [Theory]
    [InlineData("tf.min.js")]
    [InlineData("three.min.js")]
    [InlineData("ts.terser.js")]
    [InlineData("babylon7.js")]
    [InlineData("big13.js")]
    [InlineData("big45.js")]
    public void Survey_ALargeBundle_BindsAsTheOracleDoes(string file)
    {
        string folder = Environment.GetEnvironmentVariable("PLIMSOLL_BUNDLES") ?? "";
        Assert.SkipUnless(folder.Length > 0 && File.Exists(Path.Combine(folder, file)), $"PLIMSOLL_BUNDLES names no folder with {file}");
        NodeTools.Need("eslint-scope");
        AssertSame(Path.Combine(folder, file), "script");
    }

    private static void AssertSame(string path, string goal)
    {
        (int compared, List<string> differences) = Compare(goal, [path]);

        Assert.Equal(1, compared);
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(DifferencesShown))}");
    }

    private static (int Compared, List<string> Differences) Compare(string goal, string[] files)
    {
        string output = Run(goal, files);
        List<string> differences = [];
        int compared = 0;
        IEnumerator<string>? ours = null;
        string file = "";
        foreach (string line in File.ReadLines(output))
        {
            if (line.StartsWith("! ", StringComparison.Ordinal)) continue;
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                End(ours, file, differences);
                file = line[2..];
                SourceGoal ourGoal = goal == "module" || file.EndsWith(".module.js", StringComparison.Ordinal) ? SourceGoal.Module : SourceGoal.Script;
                ours = Lines(file, ourGoal).GetEnumerator();
                compared++;
            }
            else if (!ours!.MoveNext()) differences.Add($"{Path.GetFileName(file)}: {line} is missing");
            else if (!Same(line, ours.Current)) differences.Add($"{Path.GetFileName(file)}: {line} is the oracle's, {ours.Current} ours");
        }

        End(ours, file, differences);
        File.Delete(output);
        return (compared, differences);
    }

    private static void End(IEnumerator<string>? ours, string file, List<string> differences)
    {
        if (ours is not null && ours.MoveNext()) differences.Add($"{Path.GetFileName(file)}: {ours.Current} is ours only");
    }

    /// <summary>`*` stands for bindings that are one because a token declares both: of these the kind is a matter of taste.</summary>
    private static bool Same(string theirs, string ours) =>
        theirs.EndsWith(" *", StringComparison.Ordinal) ? ours.StartsWith(theirs[..^1], StringComparison.Ordinal) : theirs == ours;

    private static IEnumerable<string> Lines(string file, SourceGoal goal)
    {
        using ScopeTables tables = Surveys.Read(File.ReadAllBytes(file), goal);
        for (int at = 0; at < tables.Occurrences.Count; at++)
        {
            Occurrence occurrence = tables.Occurrences[at];
            Symbol symbol = tables.Symbols[occurrence.Symbol];
            string declaration = symbol.Kind switch
            {
                SymbolKind.Free => "free",
                SymbolKind.Arguments => $"arguments@{tables.Scopes[symbol.Scope].Start}",
                _ => symbol.Declaration.ToString(CultureInfo.InvariantCulture),
            };
            yield return $"{occurrence.Offset} {declaration} {tables.Names.GetString(symbol.Name)} {symbol.Kind}";
        }
    }

    private static string Run(string goal, string[] files)
    {
        string output = Path.GetTempFileName();
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("out=$1; shift; exec node --max-old-space-size=12000 --stack-size=8000 \"$@\" > \"$out\"");
        foreach (string argument in (string[])["sh", output, Path.Combine(AppContext.BaseDirectory, "Scopes", "oracle.cjs"), NodeTools.Modules, goal, .. files])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return output;
    }
}
