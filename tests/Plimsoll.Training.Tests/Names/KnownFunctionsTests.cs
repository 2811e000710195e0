using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Testing;
using Plimsoll.Training.Names;
using Plimsoll.Unminify.Functions;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Tests.Names;

public sealed unsafe class KnownFunctionsTests
{
    private const int Names = 40_000;

    [Fact]
    public void WhatIsWritten_IsFound()
    {
        Dictionary<ulong, int[]> functions = Some(3000);

        byte[] image = Write(functions.Select(one => (one.Key, one.Value)), int.MaxValue, out int count);

        Assert.Equal(functions.Count, count);
        fixed (byte* start = image)
        {
            KnownFunctions known = new(start, start + image.Length);
            foreach ((ulong print, int[] names) in functions) Assert.Equal(names, Read(known.Find(print), names.Length));
        }
    }

    [Fact]
    public void WhatWasNotWritten_IsNotFound()
    {
        Dictionary<ulong, int[]> functions = Some(3000);
        byte[] image = Write(functions.Select(one => (one.Key, one.Value)), int.MaxValue, out _);

        fixed (byte* start = image)
        {
            KnownFunctions known = new(start, start + image.Length);
            int found = 0;
            foreach (ulong print in functions.Keys)
            {
                if (!known.Find(print ^ (1UL << 30)).IsEmpty) found++;
            }

            Assert.Equal(0, found);
        }
    }

    [Fact]
    public void WhereThereIsNoRoom_TheFirstFunctionsAreWritten()
    {
        Dictionary<ulong, int[]> functions = Some(200);
        List<(ulong, int[])> order = [.. functions.Select(one => (one.Key, one.Value))];

        byte[] image = Write(order, KnownFunctions.IndexBytes + 500, out int count);

        Assert.InRange(count, 10, 100);
        Assert.InRange(image.Length, 1, KnownFunctions.IndexBytes + 500);
        fixed (byte* start = image)
        {
            KnownFunctions known = new(start, start + image.Length);
            for (int i = 0; i < order.Count; i++) Assert.Equal(i < count, !known.Find(order[i].Item1).IsEmpty);
        }
    }

    [Fact]
    public void AListThatIsTooLong_IsCut()
    {
        int[] names = [.. Enumerable.Repeat(20_000, 200)];

        byte[] image = Write([(7, names)], int.MaxValue, out _);

        fixed (byte* start = image) Assert.Equal([.. names[..85], -1], Read(new KnownFunctions(start, start + image.Length).Find(7), 86));
    }

    [Fact]
    public void ATableThatBreaksOff_IsRefused()
    {
        byte[] image = Write(Some(50).Select(one => (one.Key, one.Value)), int.MaxValue, out _);

        fixed (byte* start = image)
        {
            byte* at = start;
            Assert.Throws<InvalidDataException>(() => new KnownFunctions(at, at + image.Length - 1));
            Assert.Throws<InvalidDataException>(() => new KnownFunctions(at, at + 100));
        }
    }

    [Fact]
    public void ACopyOfAFunction_HasTheNamesOfItsAuthors()
    {
        using TempFolder folder = new();
        for (int package = 0; package < 6; package++) NamedPrograms.Write(folder.Root, package);

        byte[] table = Train(folder.Root);

        // Package 2 once more, where everything is called otherwise; and a function that nobody has.
        string copy = NamedPrograms.Text(2, "z") + "function q(w){return w.unheardOf(31)}";
        Dictionary<string, (string Name, bool IsKnown)> names = NamesOf(copy, table);
        Assert.Equal(("url", true), names["za"]);
        Assert.Equal(("callback", true), names["zb"]);
        Assert.Equal(("response", true), names["zc"]);
        Assert.Equal(("loadItem", true), names["zf0"]);
        Assert.False(names["w"].IsKnown);
        Assert.False(names["q"].IsKnown);
    }

    [Fact]
    public void AFunctionOfAPackageThatIsHeldOut_IsNotKnown()
    {
        using TempFolder folder = new();
        for (int package = 0; package < 6; package++) NamedPrograms.Write(folder.Root, package);

        byte[] table = Train(folder.Root, "package2");

        Assert.All(NamesOf(NamedPrograms.Text(2, "z"), table), one => Assert.False(one.Value.IsKnown, one.Key));
        Assert.All(NamesOf(NamedPrograms.Text(3, "z"), table), one => Assert.True(one.Value.IsKnown, one.Key));
    }

    [Theory]
    [InlineData("function z(a,b){return a.first(b)}", 1, false)]
    [InlineData("function z(a,b){return a.first(b)}", 2, true)]
    [InlineData("function z(a,b){return a.first(b)+b.second(a)+a.third()}", 1, true)]
    [InlineData("function z(a){return a.b}", 3, false)]
    public void AShortFunction_CountsIfSeveralPackagesHaveIt(string function, int packages, bool counts)
    {
        FunctionCatalog catalog = new();
        using SourceText source = new(Encoding.UTF8.GetBytes(function), "program.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        int[] labels = [.. Enumerable.Range(0, tables.Symbols.Count)];
        for (int package = 0; package < packages; package++) FunctionWalk.Run(tables, ChunkStore.Native, one => catalog.Add($"package{package}", one, labels));

        Assert.Equal(counts ? 1 : 0, catalog.InOrder(100).Count());
    }

    [Fact]
    public void WhereAuthorsDiffer_ThereIsNoName()
    {
        FunctionCatalog catalog = new();
        using SourceText source = new("function z(a,b){return a.first(b)+b.second(a)+a.third()}"u8.ToArray(), "program.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        int[] labels = [.. Enumerable.Range(10, tables.Symbols.Count)];
        int second = Enumerable.Range(0, labels.Length).First(symbol => tables.Names.GetString(tables.Symbols[symbol].Name) == "b");
        for (int package = 0; package < 3; package++)
        {
            labels[second] = package;
            FunctionWalk.Run(tables, ChunkStore.Native, one => catalog.Add($"package{package}", one, labels));
        }

        (ulong _, int[] names) = Assert.Single(catalog.InOrder(100));
        Assert.Equal(1, names.Count(name => name < 0));
        Assert.Equal(2, names.Count(name => name >= 10));
    }

    private static Dictionary<ulong, int[]> Some(int count)
    {
        Random random = new(5);
        Dictionary<ulong, int[]> functions = [];
        while (functions.Count < count)
        {
            int[] names = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(4) == 0 ? -1 : random.Next(Names))];
            names[^1] = random.Next(Names);
            functions[(ulong)random.NextInt64(long.MinValue, long.MaxValue)] = names;
        }

        return functions;
    }

    private static byte[] Write(IEnumerable<(ulong Print, int[] Names)> functions, int bytesMax, out int count)
    {
        using MemoryStream image = new();
        count = KnownFunctionsImage.Write(functions, image, bytesMax);
        return image.ToArray();
    }

    private static int[] Read(KnownFunctions.Names names, int count)
    {
        int[] read = new int[count];
        for (int i = 0; i < count; i++) read[i] = names.Next();
        return read;
    }

    private static byte[] Train(string folder, params string[] heldOut)
    {
        string path = Path.Combine(folder, "names.table");
        NamesCommand.Run(new TrainingOptions { Roots = [Path.Combine(folder, "programs")], HoldOut = heldOut, Out = path, Epochs = 1 }, TextWriter.Null);
        return File.ReadAllBytes(path);
    }

    private static Dictionary<string, (string Name, bool IsKnown)> NamesOf(string program, byte[] image)
    {
        fixed (byte* start = image)
        {
            using SourceText source = new(Encoding.UTF8.GetBytes(program), "program.js");
            using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
            using TreeBuilder builder = new(tables, ChunkStore.Native);
            using BuiltinNamer namer = new(tables, new NamingTable(start, image.Length), ChunkStore.Native);
            namer.Run(builder);
            Dictionary<string, (string, bool)> names = [];
            for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
            {
                ref Symbol row = ref tables.Symbols[symbol];
                if (row.Kind is not (SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged)) names.TryAdd(tables.Names.GetString(row.Name), (namer.NamesOf(symbol)[0], namer.IsKnown(symbol)));
            }

            return names;
        }
    }
}
