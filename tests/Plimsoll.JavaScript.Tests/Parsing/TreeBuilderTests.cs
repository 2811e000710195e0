using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>Walks with holes of every size see what a walk over the whole tree sees.</summary>
public sealed class TreeBuilderTests
{
    private static readonly int[] Holes = [1, 100, 1000, 20_000, int.MaxValue];

    [Fact]
    public void Next_ProgramsOfTest262_AreTheSameWithEveryHole()
    {
        NodeTools.Need("test262-parser-tests");
        foreach (string path in Directory.EnumerateFiles(Path.Combine(NodeTools.Modules, "test262-parser-tests", "pass"), "*.js"))
        {
            SourceGoal goal = path.EndsWith(".module.js", StringComparison.Ordinal) ? SourceGoal.Module : SourceGoal.Script;
            CheckSame(path, File.ReadAllBytes(path), goal);
        }
    }

    [Theory]
    [InlineData("acorn/dist/acorn.js")]
    [InlineData("acorn/dist/acorn.mjs")]
    [InlineData("lodash/lodash.min.js")]
    [InlineData("terser/dist/bundle.min.js")]
    public void Next_APublishedFile_IsTheSameWithEveryHole(string file)
    {
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        CheckSame(file, File.ReadAllBytes(Path.Combine(NodeTools.Modules, file)), SourceGoal.Detect);
    }

    [Fact]
    public void Next_AnAsyncCallAndAnAsyncArrow_HaveTheirOccurrences()
    {
        const string text = "var async, a; async(a, async => a); async(b => 1)(2); async (x, y = a) => x; async x => x; (async) => async;";
        CheckSame("async", Encoding.UTF8.GetBytes(text), SourceGoal.Script);
    }

    private static void CheckSame(string name, byte[] text, SourceGoal goal)
    {
        using SourceText source = new(text, name);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = goal, BodyBytesMin = 1 });
        string? expected = null;
        foreach (int hole in Holes.Reverse())
        {
            using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = hole };
            TreeDump dump = new(builder, tables);
            string seen = dump.Dump();
            expected ??= seen;
            Assert.True(expected == seen, $"{name} differs with holes of {hole} bytes");
            Assert.Equal(1, builder.Arena.Mark);
            Assert.Equal(hole == int.MaxValue ? 0 : dump.HolesExpected(hole), dump.HolesSeen);
        }
    }
}
