using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.SourceMaps;

/// <summary>Source maps, as node reads them.</summary>
public sealed class SourceMapTests : IDisposable
{
    // What tidying puts before what stood at the beginning.
    private static readonly string[] Added = ["if", "var", "let", "const"];

    private readonly string _folder = Directory.CreateTempSubdirectory("plimsoll-map").FullName;

    [Theory]
    [InlineData("lodash/lodash.min.js", true)]
    [InlineData("lodash/lodash.min.js", false)]
    [InlineData("terser/dist/bundle.min.js", true)]
    public void Map_OfAPublishedFile_LeadsBackToEachName(string file, bool formats)
    {
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        byte[] text = File.ReadAllBytes(Path.Combine(NodeTools.Modules, file));
        List<(int Line, int Column, int Offset)> wanted = [];
        ArrayBufferWriter<byte> map = Print(text, formats, wanted);
        using SourceText source = new(text, file);
        string[] found = AskNode(map.WrittenMemory, wanted);

        Assert.True(wanted.Count > 1000, $"only {wanted.Count} names");
        for (int i = 0; i < wanted.Count; i += 97) // the plain count of lines goes through the file each time
        {
            (int line, int column) = source.Locate(wanted[i].Offset);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{line - 1}:{column - 1}"), found[i]);
        }
    }

    [Fact]
    public void Locate_LinesOfEveryKindAndLongOnes_AgreesWithCounting()
    {
        string text = "a\r\nb\rc\n\u2028d\u2029\u2027\u00e9\ud83d\ude00" + new string('x', 10_000) + "\u20ac\r\n" + string.Concat(Enumerable.Repeat("\u20ac;\r\n", 5000));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using SourceText source = new(bytes, "a.js");
        using PositionIndex positions = new(source, ChunkStore.Native);
        (int line, int column, int offset) = (0, 0, 0);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Assert.Equal((line, column), positions.Locate(offset));
            offset += rune.Utf8SequenceLength;
            column += rune.Utf16SequenceLength;
            bool isEnd = rune.Value is '\n' or 0x2028 or 0x2029 || (rune.Value == '\r' && bytes[offset] != '\n');
            if (rune.Value == '\r' || isEnd) column = 0;
            if (isEnd) line++;
        }

        Assert.Equal((line, column), positions.Locate(offset));
    }

    [Theory]
    [InlineData("throw Error(1);", "throw", "throw")]
    [InlineData("a;throw Error(1);", "throw", "throw")]
    [InlineData("a=new B(1);", "new", "new")]
    [InlineData("this.x.y();", "this", "this")]
    [InlineData("this.x.y();", "y", "y")]
    [InlineData("a['y']();", "y", "()")]
    [InlineData("a['y'].z;", "y", "['y']")]
    [InlineData("(0,a.b)(c);", "(c)", "(c)")]
    [InlineData("(function(){a})(1);", "(1)", "(1)")]
    [InlineData("async function f(){return await g()}", "await", "await")]
    [InlineData("async function f(){return await g()}", "return", "return")]
    [InlineData("a?b():c.d();", "if", "a?")]
    [InlineData("a,b||c;", "if", "b||")]
    [InlineData("if(a)b();else if(c)d();", "if (c)", "if(c)")]
    [InlineData("var a=1,b=2;", "var a", "var a")]
    [InlineData("var a=1,b=2;", "var b", "b=2")]
    [InlineData("for(;;)break;", "break", "break")]
    [InlineData("switch(a){case 1:b()}", "switch", "switch")]
    public void Map_Tidied_KnowsWhereStatementsAndCallsAre(string program, string printed, string original)
    {
        List<(int Line, int Column, int Offset)> places = [];
        ArrayBufferWriter<byte> output = new();
        using SourceText source = new(Encoding.UTF8.GetBytes(program), "a.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions());
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        using SymbolNames unchanged = new(tables, ChunkStore.Native);
        new ProgramPrinter(tables, builder, unchanged, new PrintOptions { Format = true, Tidy = true }, output) { Mapped = place => places.Add((place.Line, place.Column, place.Offset)) }.PrintProgram();

        string[] lines = Encoding.UTF8.GetString(output.WrittenSpan).Split('\n');
        int line = Array.FindIndex(lines, one => one.Contains(printed, StringComparison.Ordinal));
        Assert.True(line >= 0, string.Join('\n', lines));
        Assert.Contains((line, lines[line].IndexOf(printed, StringComparison.Ordinal), program.IndexOf(original, StringComparison.Ordinal)), places);
    }

    [Fact]
    public void Add_BeforeTheLastPlace_IsRefused()
    {
        using SourceText source = new("a"u8.ToArray(), "a.js");
        using PositionIndex positions = new(source, ChunkStore.Native);
        using SourceMapWriter writer = new(positions, "b.js", "a.js", ChunkStore.Native, new ArrayBufferWriter<byte>());
        writer.Add(0, 3, 5, default);

        Assert.Throws<ArgumentException>(() => writer.Add(0, 3, 4, default));
        Assert.Throws<ArgumentException>(() => writer.Add(0, 2, 9, default));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ArrayBufferWriter<byte> Print(byte[] text, bool formats, List<(int Line, int Column, int Offset)> names)
    {
        using SourceText source = new(text, "a.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions());
        using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = 10_000 };
        using SymbolNames unchanged = new(tables, ChunkStore.Native);
        using PositionIndex positions = new(source, ChunkStore.Native);
        ArrayBufferWriter<byte> output = new(), map = new();
        using SourceMapWriter writer = new(positions, "out.js", "a.js", ChunkStore.Native, map);
        ProgramPrinter printer = new(tables, builder, unchanged, new PrintOptions { Format = formats }, output)
        {
            Mapped = place =>
            {
                Assert.Equal(-1, place.Name);
                writer.Add(place.Offset, place.Line, place.Column, default);
                names.Add((place.Line, place.Column, place.Offset));
            },
        };
        printer.PrintProgram();
        writer.Finish();
        AssertTokensStandThere(text, output.WrittenSpan, names);
        return map;
    }

    /// <summary>At each place of the output that was told stands what stands at its place of the source, or what is put before it.</summary>
    private static void AssertTokensStandThere(byte[] text, ReadOnlySpan<byte> output, List<(int Line, int Column, int Offset)> places)
    {
        string[] lines = Encoding.UTF8.GetString(output).Split('\n');
        foreach ((int line, int column, int offset) in places)
        {
            string there = lines[line].Substring(column, Math.Min(40, lines[line].Length - column));
            bool isDotted = column > 0 && (text[offset] is (byte)'[' or (byte)'(') && lines[line][column - 1] == '.'; // `a["b"]` as `a.b`
            bool isPutBefore = there.StartsWith('(') || Added.Any(word => there.StartsWith(word, StringComparison.Ordinal));
            Assert.True((char)text[offset] == there[0] || isDotted || isPutBefore, $"{line}:{column}: {there}");
        }
    }

    private string[] AskNode(ReadOnlyMemory<byte> map, List<(int Line, int Column, int Offset)> places)
    {
        string mapPath = Path.Combine(_folder, "out.js.map"), placesPath = Path.Combine(_folder, "places");
        File.WriteAllBytes(mapPath, map.ToArray());
        File.WriteAllLines(placesPath, places.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Line} {place.Column}")));
        const string Script = """
            const fs = require('fs'), { SourceMap } = require('module');
            const map = new SourceMap(JSON.parse(fs.readFileSync(process.argv[1], 'utf8')));
            for (const line of fs.readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
              const entry = map.findEntry(...line.split(' ').map(Number));
              console.log(entry.originalLine + ':' + entry.originalColumn);
            }
            """;
        ProcessStartInfo start = new("node", ["-e", Script, mapPath, placesPath]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process node = Process.Start(start)!;
        Task<string> errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string answer = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, errors.Result);
        return answer.TrimEnd().Split('\n');
    }
}
