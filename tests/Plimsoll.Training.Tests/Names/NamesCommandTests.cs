using Plimsoll.Testing;
using Plimsoll.Training.Names;

namespace Plimsoll.Training.Tests.Names;

public sealed class NamesCommandTests
{
    [Fact]
    public void TheSameProgramsGiveTheSameTable()
    {
        using TempFolder folder = new();
        for (int package = 0; package < 6; package++) NamedPrograms.Write(folder.Root, package);

        byte[] first = Train(folder.Root, "first.table"), second = Train(folder.Root, "second.table");

        Assert.Equal("PLNAMES4"u8.ToArray(), first[..8]);
        Assert.True(first.AsSpan().IndexOf("callback"u8) > 0, "a name that all packages gave is in the table");
        Assert.Equal(first, second);
    }

    [Fact]
    public void WhatIsJudged_IsAlsoJudgedWithoutFunctionsThatWereLearntFrom()
    {
        using TempFolder folder = new();
        for (int package = 0; package < 6; package++) NamedPrograms.Write(folder.Root, package);
        NamedPrograms.Write(folder.Root, 3, "judged");
        NamedPrograms.Write(folder.Root, 9, "judged");
        StringWriter output = new();

        NamesCommand.Run(new TrainingOptions { Roots = [Path.Combine(folder.Root, "programs")], Judge = [Path.Combine(folder.Root, "judged")], Out = Path.Combine(folder.Root, "table"), Epochs = 1 }, output);

        Assert.Matches("judged: same .* of 160 bindings", output.ToString());
        Assert.Matches("judged, of functions that are not learnt from: same .* of 80 bindings", output.ToString());
    }

    private static byte[] Train(string folder, string table)
    {
        string path = Path.Combine(folder, table);
        Assert.Equal(0, NamesCommand.Run(new TrainingOptions { Roots = [Path.Combine(folder, "programs")], Out = path, Epochs = 1 }, TextWriter.Null));
        return File.ReadAllBytes(path);
    }
}
