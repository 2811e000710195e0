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
        string text = "a\r\nb\rc\n\u00e9\ud83d\ude00" + new string('x', 10_000) + "\u20ac\r\n" + string.Concat(Enumerable.Repeat("\u20ac;\r\n", 5000));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using SourceText source = new(bytes, "a.js");
        using PositionIndex positions = new(source, ChunkStore.Native);
        (int line, int column, int offset) = (0, 0, 0);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Assert.Equal((line, column), positions.Locate(offset));
            offset += rune.Utf8SequenceLength;
            column += rune.Utf16SequenceLength;
            bool isEnd = rune.Value == '\n' || (rune.Value == '\r' && bytes[offset] != '\n');
            if (rune.Value == '\r' || isEnd) column = 0;
            if (isEnd) line++;
        }

        Assert.Equal((line, column), positions.Locate(offset));
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
        AssertNamesStandThere(text, output.WrittenSpan, names);
        return map;
    }

    /// <summary>At each place of the output that was told stands what stands at its place of the source.</summary>
    private static void AssertNamesStandThere(byte[] text, ReadOnlySpan<byte> output, List<(int Line, int Column, int Offset)> names)
    {
        string[] lines = Encoding.UTF8.GetString(output).Split('\n');
        foreach ((int line, int column, int offset) in names) Assert.Equal((char)text[offset], lines[line][column]);
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
