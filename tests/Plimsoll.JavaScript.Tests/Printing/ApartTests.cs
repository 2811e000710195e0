using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Printing;

/// <summary>Bodies that are printed apart: whole lines, indented as those of a file, the same program.</summary>
public sealed class ApartTests
{
    private const string Text = "x={a:function(b){c(),d&&e()},f:g=>(h(),{i:1}),j(){},k:()=>function(){}};(function(){l(`\n m`);return 1})()";

    [Fact]
    public void Print_ABodyApart_IsIndentedAsAFile()
    {
        (string printed, List<ApartRange> ranges) = Print(Text, true, int.MaxValue, "{c()", "h()", "{}", "function(){}", "{l(");

        Assert.Equal("x = {\n  a: function(b) {\nc();\nif (d) {\n  e();\n}\n  },\n  f: (g) => {\nh();\nreturn { i: 1 };\n  },\n  j() {\n  },\n  k: () => {\nreturn function() {};\n  }\n};\n(function() {\nl(`\n m`);\nreturn 1;\n})();\n", printed);
        Assert.Equal([0, 1, 2, 3, 4], ranges.Select(range => range.Index));
        Assert.Equal("c();\nif (d) {\n  e();\n}\n|h();\nreturn { i: 1 };\n||return function() {};\n|l(`\n m`);\nreturn 1;\n", string.Join('|', ranges.Select(range => printed[(int)range.Start..(int)range.End])));
        Assert.All(ranges, range => Assert.Equal(printed[..(int)range.Start].Count(one => one == '\n'), range.Line));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Print_BodiesApart_IsTheSameProgramWhereverHolesAre(bool tidy, bool format)
    {
        (string printed, List<ApartRange> ranges) = Print(Text, tidy, int.MaxValue, format, "{c()", "h()", "{}", "{l(");
        (string withHoles, List<ApartRange> others) = Print(Text, tidy, 1, format, "{c()", "h()", "{}", "{l(");
        using ProgramDigest expected = Prints.Digest(Encoding.UTF8.GetBytes(Text), SourceGoal.Script), found = Prints.Digest(Encoding.UTF8.GetBytes(printed), SourceGoal.Script);

        Assert.True(expected.IsEquivalentTo(found), printed);
        Assert.Equal(printed, withHoles);
        Assert.Equal(ranges, others);
        foreach (ApartRange range in ranges) Assert.Null(Surveys.Error(Encoding.UTF8.GetBytes(printed[(int)range.Start..(int)range.End]), SourceGoal.CommonJs));
    }

    private static (string Printed, List<ApartRange> Ranges) Print(string text, bool tidy, int holes, params string[] bodies) => Print(text, tidy, holes, true, bodies);

    private static (string Printed, List<ApartRange> Ranges) Print(string text, bool tidy, int holes, bool format, params string[] bodies)
    {
        using SourceText source = new(Encoding.UTF8.GetBytes(text), "a.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { BodyBytesMin = 1 });
        using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = holes };
        using SymbolNames names = new(tables, ChunkStore.Native);
        ArrayBufferWriter<byte> output = new();
        List<ApartRange> ranges = [];
        ProgramPrinter printer = new(tables, builder, names, new PrintOptions { Tidy = tidy, Format = format }, output)
        {
            ApartBodies = [.. bodies.Select(body => text.IndexOf(body, StringComparison.Ordinal))],
            PrintedApart = ranges.Add,
        };
        printer.PrintProgram();
        return (Encoding.UTF8.GetString(output.WrittenSpan), ranges);
    }
}
