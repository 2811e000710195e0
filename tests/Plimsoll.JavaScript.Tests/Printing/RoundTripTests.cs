using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Printing;

/// <summary>What is printed, in every way and with every binding renamed, is the same program; and where bodies are left out of trees has no part in it.</summary>
public sealed class RoundTripTests
{
    private const int ShownMax = 10;

    /// <summary>Cases whose two spellings are two programs in the published edition: with other names, other numbers, or a key as a string here and as a number there.</summary>
    private static readonly HashSet<string> NotTheSame = new(StringComparer.Ordinal)
    {
        "0339fa95c78c11bd.js", "0426f15dac46e92d.js", "06f7278423cef571.js", "0b4d61559ccce0f9.js", "1093d98f5fc0758d.js", "1450a897a4ba83a7.js",
        "2179895ec5cc6276.js", "247a3a57e8176ebd.js", "441a92357939904a.js", "47f974d6fc52e3e4.js", "4e1a0da46ca45afe.js", "5829d742ab805866.js",
        "589dc8ad3b9aa28f.js", "598a5cedba92154d.js", "72d79750e81ef03d.js", "7788d3c1e1247da9.js", "7b72d7b43bedc895.js", "7dab6e55461806c9.js",
        "82c827ccaecbe22b.js", "87a9b0d1d80812cc.js", "8c80f7ee04352eba.js", "96f5d93be9a54573.js", "988e362ed9ddcac5.js", "a8a03a88237c4e8f.js",
        "ad06370e34811a6a.js", "b0fdc038ee292aba.js", "b62c6dd890bef675.js", "c1319833fc139cf8.js", "cb211fadccb029c7.js", "ce968fcdf3a1987c.js",
        "db3c01738aaf0b92.js", "e1387fe892984e2b.js", "e71c1d5f0b6b833c.js", "e8ea384458526db0.js",
    };

    private static readonly PrintOptions[] Ways =
    [
        new() { Tidy = true, Format = true }, new() { Tidy = true, Format = false }, new() { Tidy = false, Format = true }, new() { Tidy = false, Format = false },
    ];

    [Theory]
    [InlineData("pass")]
    [InlineData("pass-explicit")]
    public void Print_Test262Programs_StayWhatTheyAre(string folder)
    {
        NodeTools.Need("test262-parser-tests");
        List<string> wrong = [];
        foreach (string path in Directory.EnumerateFiles(Path.Combine(NodeTools.Modules, "test262-parser-tests", folder), "*.js"))
            wrong.AddRange(Wrong(path, GoalOf(path)));

        Assert.True(wrong.Count == 0, $"{wrong.Count} are printed wrongly:\n{string.Join('\n', wrong.Take(ShownMax))}");
    }

    [Fact]
    public void Print_ExplicitAndUsualSpellingOfTest262_AreTheSame()
    {
        NodeTools.Need("test262-parser-tests");
        string root = Path.Combine(NodeTools.Modules, "test262-parser-tests");
        List<string> wrong = [];
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "pass"), "*.js"))
        {
            if (NotTheSame.Contains(Path.GetFileName(path))) continue;
            byte[] usual = Prints.Print(File.ReadAllBytes(path), GoalOf(path), Ways[0]);
            byte[] other = Prints.Print(File.ReadAllBytes(Path.Combine(root, "pass-explicit", Path.GetFileName(path))), GoalOf(path), Ways[0]);
            using ProgramDigest expected = Prints.Digest(usual, GoalOf(path));
            if (Difference(other, GoalOf(path), expected) is not null) wrong.Add($"{Path.GetFileName(path)}: {Encoding.UTF8.GetString(usual).TrimEnd()} <> {Encoding.UTF8.GetString(other).TrimEnd()}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(ShownMax))}");
    }

    [Theory]
    [InlineData("acorn/dist/acorn.js")]
    [InlineData("acorn/dist/acorn.mjs")]
    [InlineData("lodash/lodash.min.js")]
    [InlineData("terser/dist/bundle.min.js")]
    [InlineData("react-dom/cjs/react-dom-client.production.js")]
    public void Print_APublishedFile_StaysWhatItIs(string file)
    {
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        List<string> wrong = [.. Wrong(Path.Combine(NodeTools.Modules, file), SourceGoal.Detect)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("tf.min.js")]
    [InlineData("three.min.js")]
    [InlineData("ts.terser.js")]
    [InlineData("babylon7.js")]
    [InlineData("big13.js")]
    public void Print_ALargeBundle_StaysWhatItIs(string file)
    {
        string folder = Environment.GetEnvironmentVariable("PLIMSOLL_BUNDLES") ?? "";
        Assert.SkipUnless(folder.Length > 0 && File.Exists(Path.Combine(folder, file)), $"PLIMSOLL_BUNDLES names no folder with {file}");
        List<string> wrong = [.. Wrong(Path.Combine(folder, file), SourceGoal.Detect)];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static SourceGoal GoalOf(string path) => path.EndsWith(".module.js", StringComparison.Ordinal) ? SourceGoal.Module : SourceGoal.Script;

    private static IEnumerable<string> Wrong(string path, SourceGoal goal)
    {
        byte[] text = File.ReadAllBytes(path);
        using ProgramDigest expected = Prints.Digest(text, goal);
        using ProgramDigest withHoles = Prints.Digest(text, goal, holeBytesMin: 1);
        if (!withHoles.IsEquivalentTo(expected)) yield return $"{path}: the digest depends on holes";
        foreach (PrintOptions way in Ways)
        {
            foreach (bool renames in (bool[])[false, true])
            {
                byte[] printed = Prints.Print(text, goal, way, int.MaxValue, renames);
                if (!printed.AsSpan().SequenceEqual(Prints.Print(text, goal, way, 1, renames))) yield return $"{path}: what is printed depends on holes";
                if (Difference(printed, goal, expected) is { } difference) yield return $"{path} {way} renamed {renames}: {difference}";
            }
        }
    }

    private static string? Difference(byte[] printed, SourceGoal goal, ProgramDigest expected)
    {
        try
        {
            using ProgramDigest found = Prints.Digest(printed, goal);
            if (found.IsEquivalentTo(expected)) return null;
            (int at, _) = found.FirstDifference(expected);
            return $"another program from {at}: {Around(printed, at)}";
        }
        catch (JavaScriptSyntaxException error)
        {
            return $"{error.Message}: {Around(printed, error.Offset)}";
        }
    }

    private static string Around(byte[] text, int at) => Encoding.UTF8.GetString(text.AsSpan(Math.Max(0, at - 60)..Math.Min(text.Length, at + 200)));
}
