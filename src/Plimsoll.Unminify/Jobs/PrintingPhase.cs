using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.SourceMaps;
using Plimsoll.Memory;
using Plimsoll.Unminify.Output;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Jobs;

/// <summary>Writes the program: its text with other names where nothing else is to change, otherwise printed anew, bodies of modules apart.</summary>
internal sealed class PrintingPhase(Workbench bench, ScopeTables tables, SymbolNames names, UnpackedProgram? unpacked)
{
    private readonly List<ApartRange> _ranges = [];

    /// <summary>Where the bodies of modules lie in the output.</summary>
    public IReadOnlyList<ApartRange> Ranges => _ranges;

    /// <summary>Whether the output is the input's text but for the names.</summary>
    public bool CopiesText => bench.Options is { Tidy: false, Format: false, WritesSourceMap: false } && unpacked is null;

    /// <summary>Writes it, with the source maps that are asked for.</summary>
    public void Run(AtomicFile output, ModuleSet? modules)
    {
        OutputBuffer buffer = new(output.Stream, bench.Stop);
        if (CopiesText) SourceRenamer.Write(tables, names, buffer);
        else Print(buffer, modules);
        buffer.Flush();
        output.Flush();
    }

    private void Print(OutputBuffer buffer, ModuleSet? modules)
    {
        using TreeBuilder builder = bench.Trees(tables);
        ProgramPrinter printer = new(tables, builder, names, new PrintOptions { Tidy = bench.Options.Tidy, Format = bench.Options.Format }, buffer);
        if (unpacked is not null)
        {
            printer.ApartBodies = unpacked.Bundle.BodyStarts;
            printer.PrintedApart = _ranges.Add;
        }

        if (!bench.Options.WritesSourceMap) printer.PrintProgram();
        else if (unpacked is null) PrintWithMap(printer, buffer);
        else PrintWithMaps(printer, modules!);
    }

    private void PrintWithMap(ProgramPrinter printer, OutputBuffer output)
    {
        using PositionIndex positions = new(bench.Text.Source, bench.Store);
        AtomicFile file = bench.Stage(bench.Plan.SourceMap);
        OutputBuffer map = new(file.Stream, bench.Stop);
        using SourceMapWriter writer = new(positions, Path.GetFileName(bench.Plan.Output), SourceFrom(""), bench.Store, map);
        printer.Mapped = place => writer.Add(place.Offset, place.Line, place.Column, place.Name < 0 ? default : tables.Names[place.Name]);
        printer.PrintProgram();
        writer.Finish();
        output.Write(Encoding.UTF8.GetBytes(SourceMapWriter.CommentFor(Path.GetFileName(bench.Plan.SourceMap))));
        map.Flush();
    }

    /// <summary>A map for each module, one for the rest and one for the whole, all to the one file that was read.</summary>
    private void PrintWithMaps(ProgramPrinter printer, ModuleSet modules)
    {
        using PositionIndex positions = new(bench.Text.Source, bench.Store);
        using ModuleMaps maps = new(positions, tables.Names, unpacked!, SourceFrom, modules, bench.Store, bench.Stop);
        printer.BeginningApart = maps.Begin;
        printer.PrintedApart = range =>
        {
            _ranges.Add(range);
            maps.End(range.EndLine);
        };
        printer.Mapped = maps.Add;
        printer.PrintProgram();
        maps.Finish();
    }

    /// <summary>The input as a map in a folder below that of the output names it: as a URL, by the way to it, so that both can be moved together.</summary>
    private string SourceFrom(string folder) =>
        bench.Options.StandardInput is null
            ? string.Join('/', Path.GetRelativePath(Path.Join(Path.GetDirectoryName(bench.Plan.Output), folder), bench.Plan.InputPath).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString))
            : bench.Plan.InputName;
}
